"""Sessions as the console knows them."""

from datetime import datetime, timedelta
from enum import StrEnum

from services.console.read_models.row import Facets, Row


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
