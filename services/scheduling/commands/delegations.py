"""The one thing that delegates do: move a session of their executive."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services.scheduling.commands.sessions import move_for
from services.scheduling.domain.sessions import Session
from services.scheduling.queries.delegations import clock_of, require_session
from shared.messaging import UnitOfWork


async def move(
    uow: UnitOfWork, session_id: str, starts_at: datetime, *, participant_id: str, delegate_id: str
) -> tuple[Session, ZoneInfo]:
    """Move a session for an executive; it is noted who did it. Return it, and the executive's clock.

    Raises:
        NotFound: there is no such future session, or the employee is not the delegate.
    """
    session, executive = await require_session(uow, session_id, participant_id, delegate_id)
    moved = await move_for(uow, session, starts_at, by=executive.role, delegate_id=delegate_id)
    return moved, clock_of(executive)
