"""One pair: the pairing and its sessions."""

from dataclasses import dataclass
from typing import Final

from services.console.queries.access import ReadableRows
from services.console.read_models.pairings import Pairing
from services.console.read_models.sessions import Session, SessionState
from services.console.store import PAIRINGS, SESSIONS
from shared.kernel import NotFound

_SESSIONS_SHOWN: Final = 60
"""More than the longest programme has."""


@dataclass(frozen=True)
class PairingWithSessions:
    """A pairing and its sessions, the latest first."""

    pairing: Pairing
    sessions: list[Session]

    @property
    def next_session(self) -> Session | None:
        """The planned session that comes first."""
        planned = [each for each in self.sessions if each.state is SessionState.PLANNED]
        return planned[-1] if planned else None

    @property
    def past_sessions(self) -> list[Session]:
        """The sessions that are no longer planned."""
        return [each for each in self.sessions if each.state is not SessionState.PLANNED]


async def pair(readable: ReadableRows, pairing_id: str) -> PairingWithSessions:
    """Return one pair.

    Raises:
        NotFound: there is no such pairing, or it is the caller's own.
    """
    pairings = await readable.find(PAIRINGS, {"id": pairing_id}, limit=1)
    if not pairings:
        raise NotFound(f"no such pairing: {pairing_id}")
    dated = {"pairing_id": pairing_id, "starts_at": {"$ne": None}}
    sessions = await readable.find(
        SESSIONS, dated, sort=[("starts_at", -1), ("id", 1)], limit=_SESSIONS_SHOWN
    )
    return PairingWithSessions(pairings[0], sessions)
