"""Times taken out of calendars, for commands and reactions alike."""

from services.scheduling.domain.sessions import Session
from services.scheduling.queries.bookings import calendar_of
from services.scheduling.store import CALENDARS
from shared.messaging import UnitOfWork


async def release(uow: UnitOfWork, session: Session) -> None:
    """Take a session out of both calendars."""
    for side in (session.mentor, session.mentee):
        calendar = await calendar_of(uow, side.employee_id)
        uow.save(CALENDARS, calendar.free(session.id))
