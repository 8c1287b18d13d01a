"""Responses of matching about people who wait for a first or a next partner."""

from typing import Final

from pydantic import AwareDatetime

from services.console.clients.response import ListResponse, Response
from shared.contracts.matching import UnmatchedReason

WHY: Final = {
    "declined": "the proposal was declined",
    "expired": "not both answered in time",
    "withdrawn": "the proposal was withdrawn",
    "pairing-ended": "their pairing ended",
    "asked-for-more": "asked for another partner",
    "newly-ready": "newly ready",
}


class Level(Response):
    """The part of matching's summary about the promised time to match."""

    target_days: int
    target_percent: int
    matched_in_time_percent: float | None
    target_met: bool | None

    @property
    def promise(self) -> str:
        """The promise, as part of a sentence."""
        days = "1 day" if self.target_days == 1 else f"{self.target_days} days"
        return f"{self.target_percent} % within {days}"

    @property
    def verdict(self) -> str:
        """Whether it is kept."""
        if self.target_met is None:
            return "too few to tell"
        return "met" if self.target_met else "not met"

    @property
    def reached(self) -> str:
        """How far it is kept, as a sentence."""
        if self.matched_in_time_percent is None:
            return f"We promise a partner to {self.promise}"
        return f"{self.matched_in_time_percent:g} % were paired in time (we promise {self.promise})"


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

    @property
    def words(self) -> str:
        """Why they wait."""
        return WHY.get(self.why, self.why.replace("-", " "))


class WaitingPage(ListResponse[Waiting]):
    """A page of them, those first in line first."""
