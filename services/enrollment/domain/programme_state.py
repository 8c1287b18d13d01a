"""The states of a programme, and which one its dates ask for."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from services.enrollment.domain.programme_plan import ProgrammePlan

_LAST_ZONE: Final = timedelta(hours=12)
"""A day begins last in the zone that is twelve hours behind UTC."""


class ProgrammeState(StrEnum):
    """The states in order: each may be followed by any later one, but nothing follows the last two."""

    DRAFT = "draft"
    """Being set up: only its coordinators see it, and no other service knows it."""
    OPEN = "open"
    """People enrol and are matched; the first day is to come."""
    RUNNING = "running"
    CLOSING = "closing"
    """Last sessions: nobody enrols, and nobody is matched."""
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether no state follows."""
        return self in {ProgrammeState.COMPLETED, ProgrammeState.CANCELLED}

    def follows(self, other: "ProgrammeState") -> bool:
        """Return whether a programme in the other state may enter this one."""
        return not other.is_over and _ORDER.index(self) > _ORDER.index(other)


_ORDER: Final = tuple(ProgrammeState)


def state_on(plan: ProgrammePlan, today: date) -> ProgrammeState:
    """Return the state that the plan's dates ask for on a day."""
    if today > plan.last_day:
        return ProgrammeState.COMPLETED
    if today >= plan.closes_on:
        return ProgrammeState.CLOSING
    return ProgrammeState.RUNNING if today >= plan.starts_on else ProgrammeState.OPEN


def next_change(plan: ProgrammePlan, today: date) -> date | None:
    """Return the first day after today on which the dates ask for another state."""
    days = [plan.starts_on]
    if plan.ends_on:
        days += [plan.closes_on, plan.ends_on + timedelta(days=1)]
    return min((day for day in days if day > today), default=None)


def day_begun(now: datetime) -> date:
    """Return the latest day that has begun in every time zone."""
    return (now - _LAST_ZONE).astimezone(UTC).date()


def begins_everywhere(day: date) -> datetime:
    """Return the moment from which a day has begun in every time zone."""
    return datetime.combine(day, time(), UTC) + _LAST_ZONE
