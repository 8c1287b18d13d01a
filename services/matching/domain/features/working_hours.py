"""When and where on the globe somebody works."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.features.feature import FULL, Compare, Feature, Kind
from services.matching.domain.features.shared_hours import shared_minutes
from services.matching.domain.policy.measure import Measure
from shared.contracts.matching import FitCode, FitReason
from shared.contracts.vocabulary import WorkingHours

_AMPLE_MINUTES: Final = 240
_STEP: Final = 30
"""Shared time counts in half hours: few different degrees, so a round stays fast."""


def shared_hours(mentees: Sequence[WorkingHours], mentors: Sequence[WorkingHours], year: int) -> Ints:
    """Return how much of the working day they share; four hours are ample."""
    shared = np.minimum(shared_minutes(mentees, mentors, year), _AMPLE_MINUTES)
    return shared // _STEP * _STEP * FULL // _AMPLE_MINUTES


def _reason(_: WorkingHours, __: WorkingHours, degree: int) -> FitReason:
    minutes = min(degree, FULL) * _AMPLE_MINUTES // FULL
    return FitReason(code=FitCode.SHARED_MINUTES, features=("working-hours",), minutes=minutes)


FEATURES: Final = (
    Feature(
        "working-hours",
        Kind.HOURS,
        lambda p: p.working_hours,
        own={Measure.SIMILAR: Compare(shared_hours, _reason)},
    ),
    Feature("time-zone", Kind.CATEGORY, lambda p: p.working_hours.time_zone),
)
