"""How two values are compared, by kind of feature."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from services.matching.domain.arrays import Flags, Ints, classes
from services.matching.domain.features import FULL, NEUTRAL, Feature, Kind
from services.matching.domain.policy.measure import Measure

_OF_KIND: Final[Mapping[Kind, frozenset[Measure]]] = {
    Kind.CATEGORY: frozenset({Measure.SIMILAR, Measure.DIFFERENT}),
    Kind.NUMBER: frozenset({Measure.SIMILAR, Measure.DIFFERENT, Measure.AT_LEAST}),
    Kind.LEVELS: frozenset(Measure),
    Kind.HOURS: frozenset(),
}


def measures_of(feature: Feature) -> list[Measure]:
    """Return how this feature can be compared."""
    return [measure for measure in Measure if measure in _OF_KIND[feature.kind] or measure in feature.own]


def degrees(
    feature: Feature, measure: Measure, mentees: Sequence[object], mentors: Sequence[object], year: int
) -> Ints:
    """Degrees from 0 to 1000 of different mentees' values (rows) with different mentors' values (columns).

    For all kinds but levels, whose words are compared one by one.
    """
    own = feature.own.get(measure)
    if own and own.degrees:
        return own.degrees(mentees, mentors, year)
    if feature.kind is Kind.CATEGORY:
        return _by_equality(measure, mentees, mentors)
    return _by_distance(feature, measure, mentees, mentors)


def _by_equality(measure: Measure, mentees: Sequence[object], mentors: Sequence[object]) -> Ints:
    _, numbers = classes([*mentees, *mentors])
    same = numbers[: len(mentees), None] == numbers[None, len(mentees) :]
    fits = same if measure is Measure.SIMILAR else ~same
    return np.where(_known(mentees, mentors), np.where(fits, FULL, 0), NEUTRAL)


def _by_distance(
    feature: Feature, measure: Measure, mentees: Sequence[object], mentors: Sequence[object]
) -> Ints:
    mentee, mentor = _numbers(mentees)[:, None], _numbers(mentors)[None, :]
    if measure is Measure.AT_LEAST:
        distance = np.clip(mentee - mentor, 0, feature.span)
    else:
        distance = np.minimum(np.abs(mentee - mentor), feature.span)
    part = distance * FULL // feature.span
    degree = part if measure is Measure.DIFFERENT else FULL - part
    return np.where(_known(mentees, mentors), degree, NEUTRAL)


def _numbers(values: Sequence[object]) -> Ints:
    return np.array([value if isinstance(value, int) else 0 for value in values], dtype=np.int64)


def _known(mentees: Sequence[object], mentors: Sequence[object]) -> Flags:
    mentee = np.array([value is not None for value in mentees], dtype=np.bool_)
    mentor = np.array([value is not None for value in mentors], dtype=np.bool_)
    both: Flags = mentee[:, None] & mentor[None, :]
    return both
