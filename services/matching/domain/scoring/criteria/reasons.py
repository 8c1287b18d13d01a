"""The reasons of a criterion for one pair: a code with its parameters, which pages word."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from services.matching.domain.features import FULL, MOST_NAMED, Feature, Kind
from services.matching.domain.policy.measure import Measure
from shared.contracts.matching import FitCode, FitDegree, FitReason

_MIDDLE: Final = 0.55 * FULL
_HIGH: Final = 0.8 * FULL
_CODES: Final[Mapping[Measure, FitCode]] = {
    Measure.SIMILAR: FitCode.SIMILAR,
    Measure.DIFFERENT: FitCode.DIFFERENT,
    Measure.AT_LEAST: FitCode.AT_LEAST,
    Measure.COMPLEMENT: FitCode.COMPLEMENT,
}


def reason_of(
    features: Sequence[Feature], measure: Measure, mentor: Any, mentee: Any, degree: int
) -> FitReason:
    """Return the reason for a degree; a single feature is described by its values.

    Args:
        features: of the criterion.
        measure: of the criterion.
        mentor: the mentor's value; of no account where there are several features.
        mentee: the mentee's.
        degree: 0 to 1000.
    """
    names = tuple(feature.name for feature in features)
    if len(features) > 1:
        return _by_degree(names, measure, degree)
    (feature,) = features
    if mentor is None or mentee is None:
        return FitReason(code=FitCode.NOT_KNOWN, features=names)
    own = feature.own.get(measure)
    if own and own.reason:
        return own.reason(mentor, mentee, degree)
    if feature.kind is Kind.LEVELS:
        return _shared(names, measure, dict(sorted(mentor, key=_level)), sorted(mentee))
    if feature.kind is Kind.CATEGORY:
        code = FitCode.SAME_VALUE if mentor == mentee else FitCode.OTHER_VALUE
        return FitReason(code=code, features=names)
    return _by_degree(names, measure, degree)


def _by_degree(names: tuple[str, ...], measure: Measure, degree: int) -> FitReason:
    fit = FitDegree.HIGH if degree >= _HIGH else FitDegree.MIDDLE if degree >= _MIDDLE else FitDegree.LOW
    return FitReason(code=_CODES[measure], features=names, degree=fit)


def _level(entry: tuple[str, int]) -> int:
    return entry[1]


def _shared(
    names: tuple[str, ...], measure: Measure, mentor: Mapping[str, int], mentee: Sequence[tuple[str, int]]
) -> FitReason:
    least = {value: level if measure is Measure.AT_LEAST else 1 for value, level in mentee}
    shared = [value for value, level in least.items() if mentor.get(value, 0) >= level]
    return FitReason(
        code=FitCode.SHARED_VALUES,
        features=names,
        values=tuple(shared[:MOST_NAMED]),
        count=len(shared),
        of=len(least),
    )
