"""Working hours that two people share, right in every time zone and season."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from services.matching.domain.arrays import Ints
from shared.contracts.vocabulary import WorkingHours

_DAY: Final = 1440
_SEASONS: Final = ((1, 15), (7, 15))
"""One day in each half year: what people share must be shared in summer and in winter time."""
_SHIFTS: Final = (-2, -1, 0, 1, 2)
"""One person's Tuesday may meet the other's Monday; zones span 26 hours."""


def shared_minutes(mentors: Sequence[WorkingHours], mentees: Sequence[WorkingHours], year: int) -> Ints:
    """Longest stretch in minutes that two working days have in common, the shorter of both seasons.

    Returns:
        mentors x mentees. Computed once for each pair of different working hours, of which there are few.
    """
    mentor_kinds, mentor_index = _kinds(mentors)
    mentee_kinds, mentee_index = _kinds(mentees)
    seasons = [
        _overlap(_windows(mentor_kinds, day), _windows(mentee_kinds, day))
        for day in (date(year, month, day_of_month) for month, day_of_month in _SEASONS)
    ]
    least: Ints = np.minimum.reduce(seasons)
    return least[np.ix_(mentor_index, mentee_index)]


def _kinds(hours: Sequence[WorkingHours]) -> tuple[list[WorkingHours], Ints]:
    numbers: dict[WorkingHours, int] = {}
    index = [numbers.setdefault(each, len(numbers)) for each in hours]
    return list(numbers), np.array(index, dtype=np.int64)


def _windows(kinds: Sequence[WorkingHours], day: date) -> Ints:
    return np.array([_utc_window(kind, day) for kind in kinds], dtype=np.int64).reshape(-1, 2)


@lru_cache(maxsize=4096)
def _utc_window(hours: WorkingHours, day: date) -> tuple[int, int]:
    """Start and end of the working day in minutes from midnight UTC; may lie before or after the day."""
    zone = ZoneInfo(hours.time_zone)
    midnight = datetime.combine(day, time(), UTC)

    def minutes(clock: str) -> int:
        local = datetime.combine(day, time.fromisoformat(clock), zone)
        return int((local - midnight).total_seconds()) // 60

    return minutes(hours.starts), minutes(hours.ends)


def _overlap(mentors: Ints, mentees: Ints) -> Ints:
    overlaps = [
        np.minimum(mentors[:, None, 1], mentees[None, :, 1] + shift * _DAY)
        - np.maximum(mentors[:, None, 0], mentees[None, :, 0] + shift * _DAY)
        for shift in _SHIFTS
    ]
    longest: Ints = np.maximum.reduce(overlaps)
    return np.maximum(longest, 0)
