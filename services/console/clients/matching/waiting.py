"""What matching tells of people who wait: for a first partner longer than promised, or for a next one."""

from typing import Final

from pydantic import AwareDatetime

from services.console.clients.response import Response

WHY: Final = {
    "declined": "the other one said no",
    "expired": "not both answered in time",
    "withdrawn": "the proposal fell away",
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
        """What is promised."""
        days = "1 day" if self.target_days == 1 else f"{self.target_days} days"
        return f"{self.target_percent} % of people are to be paired within {days} of getting ready"

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
            return "Fewer than five people were paired, or have waited so long."
        return f"{self.matched_in_time_percent:g} % were."


class Overdue(Response):
    """Somebody who waits longer than promised."""

    participant_id: str
    role: str
    ready_at: AwareDatetime
    asked: bool
    reason: str | None

    @property
    def words(self) -> str:
        """Where they stand."""
        if self.asked:
            return "being asked, or about to be"
        return self.reason or "no recent round left them out"


class OverduePage(Response):
    """A page of them, the longest wait first."""

    items: list[Overdue]
    total: int


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


class WaitingPage(Response):
    """A page of them, those first in line first."""

    items: list[Waiting]
    total: int
