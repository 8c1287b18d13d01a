"""How people communicate: languages and style."""

from typing import Final

from services.matching.domain.features.feature import Feature, Kind

FEATURES: Final = (
    Feature(
        "languages",
        Kind.LEVELS,
        lambda p: tuple((language.code, language.level) for language in p.languages),
        span=5,
    ),
    Feature("pace", Kind.NUMBER, lambda p: p.style.pace, span=4),
    Feature("directness", Kind.NUMBER, lambda p: p.style.directness, span=4),
    Feature("formality", Kind.NUMBER, lambda p: p.style.formality, span=4),
)
