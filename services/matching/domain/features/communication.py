"""How people communicate: languages and style, which they state on scales from 1 to 5."""

from typing import Final

from services.matching.domain.features.feature import Feature, Kind
from services.matching.domain.features.profile_answers import on_scale

FEATURES: Final = (
    Feature(
        "languages",
        Kind.LEVELS,
        lambda p: tuple((language.code, language.level) for language in p.languages),
        span=5,
    ),
    Feature("pace", Kind.NUMBER, on_scale("pace", 1, 5), span=4),
    Feature("directness", Kind.NUMBER, on_scale("directness", 1, 5), span=4),
    Feature("formality", Kind.NUMBER, on_scale("formality", 1, 5), span=4),
)
