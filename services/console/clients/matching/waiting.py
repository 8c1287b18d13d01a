"""Responses of matching about people who wait for a first or a next partner."""

from pydantic import AwareDatetime

from services.console.clients.response import ListResponse, Response
from shared.contracts.matching import UnmatchedReason


class Level(Response):
    """The part of matching's summary about the promised time to match."""

    target_days: int
    target_percent: int
    matched_in_time_percent: float | None
    target_met: bool | None


class FreePeople(Response):
    """The part of matching's summary about people who are ready and have capacity."""

    free_mentors: int
    free_mentees: int


class Overdue(Response):
    """Somebody who waits longer than promised."""

    participant_id: str
    role: str
    ready_at: AwareDatetime
    asked: bool
    reason: UnmatchedReason | None


class OverduePage(ListResponse[Overdue]):
    """A page of them, the longest wait first."""


class Waiting(Response):
    """Somebody who waits for a next partner."""

    participant_id: str
    role: str
    since: AwareDatetime
    why: str
    first_in_line: bool
    tried_at: AwareDatetime | None


class WaitingPage(ListResponse[Waiting]):
    """A page of them, those first in line first."""
