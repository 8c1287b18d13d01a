"""Sessions and check-ins as the console knows them."""

from datetime import datetime, timedelta
from enum import StrEnum

from services.console.domain.row import Facets, Row
from shared.contracts.vocabulary import Role


class SessionState(StrEnum):
    """Where a session is."""

    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"
    DROPPED = "dropped"
    """Cancelled because the pairing ended: nobody let anybody down."""


class Session(Row):
    """A session of a pairing."""

    pairing_id: str = ""
    mentor_id: str = ""
    mentee_id: str = ""
    number: int = 0
    starts_at: datetime | None = None
    state: SessionState = SessionState.PLANNED
    reason: str = ""
    """Why it was cancelled."""

    def facets(self) -> Facets:
        """By state, and by state and week (its Monday, in UTC)."""
        counts = {f"sessions:{self.state}": 1}
        if self.starts_at is not None:
            monday = self.starts_at.date() - timedelta(days=self.starts_at.weekday())
            counts[f"week:{monday.isoformat()}:{self.state}"] = 1
        return counts


class CheckInState(StrEnum):
    """Where a check-in is."""

    REQUESTED = "requested"
    ANSWERED = "answered"
    LAPSED = "lapsed"


class CheckIn(Row):
    """A question after a session; who said what is never shown, only how all answers are spread."""

    session_id: str = ""
    pairing_id: str = ""
    participant_id: str = ""
    role: Role | None = None
    due_at: datetime | None = None
    state: CheckInState = CheckInState.REQUESTED
    rating: int | None = None

    def facets(self) -> Facets:
        """By state; answers by rating, and their sums."""
        counts = {f"check-ins:{self.state}": 1}
        if self.rating is not None:
            counts[f"rating:{self.rating}"] = 1
            counts[f"region-answers:{self.region}"] = 1
            counts[f"region-sum:{self.region}"] = self.rating
        return counts
