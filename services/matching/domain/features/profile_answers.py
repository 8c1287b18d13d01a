"""Features from answers: read by id from the open map of a profile, and defined by questionnaires.

A value of another kind than the feature's is unknown, as one that is missing.
"""

from collections.abc import Callable

from services.matching.domain.features.feature import Feature, Kind
from shared.contracts.enrollment import FeatureDefinition, FeatureKind, MatchingProfile


def on_scale(id_: str, low: int, high: int) -> Callable[[MatchingProfile], int | None]:
    """Read a number from 0 to 1 as the answer that it stands for, from ``low`` to ``high``."""

    def read(profile: MatchingProfile) -> int | None:
        value = profile.features.get(id_)
        return low + round(value * (high - low)) if isinstance(value, float) else None

    return read


def category(id_: str) -> Callable[[MatchingProfile], str | None]:
    """Read a category."""

    def read(profile: MatchingProfile) -> str | None:
        value = profile.features.get(id_)
        return value if isinstance(value, str) else None

    return read


def words(id_: str) -> Callable[[MatchingProfile], tuple[tuple[str, int], ...]]:
    """Read a set of ids, as words of one level."""

    def read(profile: MatchingProfile) -> tuple[tuple[str, int], ...]:
        value = profile.features.get(id_)
        return tuple((word, 1) for word in value) if isinstance(value, tuple) else ()

    return read


def feature_of(definition: FeatureDefinition) -> Feature | None:
    """Return the feature that a questionnaire defines; None of a kind that this release does not know."""
    name, roles = definition.feature, frozenset(definition.roles)
    if definition.kind == FeatureKind.NUMBER and definition.low < definition.high:
        read = on_scale(name, definition.low, definition.high)
        span = definition.high - definition.low
        return Feature(name, Kind.NUMBER, read, roles, private=True, span=span)
    if definition.kind == FeatureKind.CATEGORY:
        return Feature(name, Kind.CATEGORY, category(name), roles, private=True)
    if definition.kind == FeatureKind.IDS:
        return Feature(name, Kind.LEVELS, words(name), roles, private=True)
    return None
