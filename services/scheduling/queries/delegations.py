"""The sessions of an executive, for their delegate: the times of those ahead, and nothing else."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from services.scheduling.domain.hours import Slot, find_zone
from services.scheduling.domain.sessions import Session, SessionState
from services.scheduling.domain.upstream import Participant
from services.scheduling.queries.sessions import BY_TIME, free_slots
from services.scheduling.store import DELEGATIONS, PARTICIPANTS, SESSIONS
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page

_NOBODYS: Final = ZoneInfo("UTC")
"""The clock of an executive who has never been ready, and so has no session."""


@dataclass(frozen=True)
class Times:
    """Sessions or slots, and the clock of the executive."""

    sessions: Found[Session]
    zone: ZoneInfo


async def list_sessions(uow: UnitOfWork, participant_id: str, delegate_id: str, page: PageRequest) -> Times:
    """Return the sessions of an executive that are not over, by start.

    Raises:
        NotFound: the employee is not the delegate.
    """
    executive = await _find_executive(uow, participant_id, delegate_id)
    if executive is None:
        return Times(([], 0), _NOBODYS)
    ahead = {
        f"{executive.role}.employee_id": executive.employee_id,
        "state": SessionState.PLANNED.value,
        "ends_at": {"$gt": uow.now},
    }
    return Times(await find_page(uow, SESSIONS, ahead, page, sort=BY_TIME), clock_of(executive))


async def list_slots(
    uow: UnitOfWork, session_id: str, participant_id: str, delegate_id: str
) -> tuple[list[Slot], ZoneInfo]:
    """Return the next free slots a session could be moved to, and the clock of the executive.

    Raises:
        NotFound: there is no such future session, or the employee is not the delegate.
    """
    _, executive = await require_session(uow, session_id, participant_id, delegate_id)
    return await free_slots(uow, session_id, executive.employee_id), clock_of(executive)


async def require_session(
    uow: UnitOfWork, session_id: str, participant_id: str, delegate_id: str
) -> tuple[Session, Participant]:
    """Return a session of an executive, for their delegate, and the executive.

    Raises:
        NotFound: there is no such future session, or the employee is not the delegate.
    """
    executive = await _find_executive(uow, participant_id, delegate_id)
    session = await uow.require(SESSIONS, session_id)
    ahead = session.state is SessionState.PLANNED and session.ends_at > uow.now
    if executive is None or session.side(executive.role).participant_id != executive.id or not ahead:
        raise NotFound(f"no such session: {session_id}")
    return session, executive


def clock_of(executive: Participant) -> ZoneInfo:
    """Return the time zone of an executive."""
    return find_zone(executive.working_hours.time_zone)


async def _find_executive(uow: UnitOfWork, participant_id: str, delegate_id: str) -> Participant | None:
    """Return the participant whose delegate an employee is; None if they have never been ready.

    Raises:
        NotFound: the employee is not their delegate, or no longer.
    """
    delegation = await uow.get(DELEGATIONS, participant_id)
    executive = await uow.get(PARTICIPANTS, participant_id)
    gone = executive is not None and executive.withdrawn
    if delegation is None or delegation.employee_id != delegate_id or gone:
        raise NotFound(f"no such executive: {participant_id}")
    return executive
