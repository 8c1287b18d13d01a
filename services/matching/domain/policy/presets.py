"""Presets: shipped criteria that a policy can begin with."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.matching.domain.policy.measure import Measure
from services.matching.domain.policy.policy import DEFAULT, Criterion

_TOPICS: Final = ("topics",)
_STYLE: Final = ("pace", "directness", "formality")

PRESETS: Final[Mapping[str, tuple[Criterion, ...]]] = MappingProxyType(
    {
        "balanced": DEFAULT.criteria,
        "topics-first": (
            Criterion(name="topics", measure=Measure.COMPLEMENT, features=_TOPICS, weight=6000),
            Criterion(name="learning-style", measure=Measure.COMPLEMENT, features=("kind",), weight=2000),
            Criterion(name="communication-style", measure=Measure.SIMILAR, features=_STYLE, weight=1000),
            Criterion(name="shared-hours", measure=Measure.SIMILAR, features=("working-hours",), weight=1000),
        ),
        "new-perspectives": (
            Criterion(name="department", measure=Measure.DIFFERENT, features=("department",), weight=3000),
            Criterion(name="topics", measure=Measure.COMPLEMENT, features=_TOPICS, weight=2500),
            Criterion(name="region", measure=Measure.DIFFERENT, features=("region",), weight=2000),
            Criterion(name="learning-style", measure=Measure.COMPLEMENT, features=("kind",), weight=1500),
            Criterion(name="shared-hours", measure=Measure.SIMILAR, features=("working-hours",), weight=1000),
        ),
    }
)
"""Criteria by the name of the preset; pages word the names."""
