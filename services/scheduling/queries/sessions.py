"""Sessions, and the slots to which one can be moved."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from services.scheduling.domain.hours import Slot
from services.scheduling.domain.planning import SEARCH_DAYS
from services.scheduling.domain.sessions import Session, SessionState
from services.scheduling.queries.access import hidden_from, sessions_for
from services.scheduling.queries.bookings import load_pair
from services.scheduling.store import PROGRAMMES, SERIES, SESSIONS
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page

FREE_SLOTS: Final = 5
BY_TIME: Final = [("starts_at", 1), ("id", 1)]


@dataclass(frozen=True)
class SessionFilter:
    """A filter for sessions that start from ``since`` up to before ``until``; None does not limit."""

    state: SessionState | None = None
    pairing_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def query(self) -> dict[str, Any]:
        """Return the filter as a MongoDB query."""
        starts = {"$gte": self.since, "$lt": self.until}
        fields = {
            "state": self.state.value if self.state else None,
            "pairing_id": self.pairing_id,
            "starts_at": {operator: value for operator, value in starts.items() if value} or None,
        }
        return {name: value for name, value in fields.items() if value is not None}


async def list_sessions(
    uow: UnitOfWork, employee_id: str | None, filters: SessionFilter, page: PageRequest
) -> Found[Session]:
    """Return the sessions a coordinator may read, by start, and how many there are in all."""
    return await _page(uow, {**filters.query(), **await sessions_for(uow, employee_id)}, page)


async def own_sessions(
    uow: UnitOfWork, employee_id: str, filters: SessionFilter, page: PageRequest
) -> Found[Session]:
    """Return one person's sessions by start, and how many there are in all."""
    own = {"$or": [{"mentor.employee_id": employee_id}, {"mentee.employee_id": employee_id}]}
    return await _page(uow, {**filters.query(), **own}, page)


async def find_session(
    uow: UnitOfWork, session_id: str, employee_id: str | None, *, coordinates: bool, attends: bool
) -> Session:
    """Return one session, for one of its two people, or for a coordinator who may read it.

    Args:
        uow: of the programme.
        session_id: which.
        employee_id: who asks.
        coordinates: whether the caller asks as a coordinator.
        attends: whether the caller asks as one of the two.

    Raises:
        NotFound: there is none that the caller may read.
    """
    session = await uow.require(SESSIONS, session_id)
    if coordinates:
        hidden = await hidden_from(uow, employee_id)
        if hidden.isdisjoint({session.mentor.employee_id, session.mentee.employee_id}):
            return session
    session.role_of(employee_id if attends else None)
    return session


async def free_slots(uow: UnitOfWork, session_id: str, employee_id: str | None) -> list[Slot]:
    """Return the next free slots a session could be moved to, without the one it has."""
    session = await uow.require(SESSIONS, session_id)
    session.role_of(employee_id)
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    pair = await load_pair(uow, session, programme, besides_own=False)
    begins = uow.now + timedelta(hours=programme.rules.notice_hours, minutes=1)
    series = await uow.require(SERIES, session.pairing_id)
    if series.paused_until:
        begins = max(begins, series.paused_until)
    span = Slot(starts_at=begins, ends_at=begins + timedelta(days=2 * SEARCH_DAYS))
    return list(islice(pair.free_slots(span), FREE_SLOTS))


async def _page(uow: UnitOfWork, query: dict[str, Any], page: PageRequest) -> Found[Session]:
    """Return one page of sessions.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    return await find_page(uow, SESSIONS, query, page, sort=BY_TIME)
