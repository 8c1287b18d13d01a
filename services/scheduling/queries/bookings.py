"""Two people's hours and calendars, for commands, reactions and queries alike."""

from datetime import date

from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.planning import Pair
from services.scheduling.domain.sessions import Session
from services.scheduling.domain.upstream import Participant, Programme
from services.scheduling.store import CALENDARS, PARTICIPANTS, SERIES
from shared.kernel import Conflict
from shared.messaging import UnitOfWork


async def calendar_of(uow: UnitOfWork, employee_id: str) -> Calendar:
    """Return an employee's calendar; an empty one where nothing was ever booked."""
    calendar = await uow.get(CALENDARS, employee_id)
    return calendar or Calendar(id=employee_id, tenant=uow.scope.tenant)


async def load_pair(
    uow: UnitOfWork, session: Session, programme: Programme, *, besides_own: bool = True
) -> Pair:
    """Return the two people of a session and their taken time, without the session's own or with it.

    Raises:
        Conflict: one of them is no longer in the programme.
    """
    mentor = await uow.require(PARTICIPANTS, session.mentor.participant_id)
    mentee = await uow.require(PARTICIPANTS, session.mentee.participant_id)
    if mentor.withdrawn or mentee.withdrawn:
        raise Conflict("one of the two has left the programme", code="partner-left-programme")
    series = await uow.require(SERIES, session.pairing_id)
    besides = session.id if besides_own else ""
    return await pair_of(uow, mentor, mentee, programme, last_day=series.last_day(programme), besides=besides)


async def pair_of(
    uow: UnitOfWork,
    mentor: Participant,
    mentee: Participant,
    programme: Programme,
    *,
    last_day: date,
    besides: str = "",
) -> Pair:
    """Two people and their taken time, without one session's."""
    calendars = [await calendar_of(uow, person.employee_id) for person in (mentor, mentee)]
    return Pair(
        mentor=mentor.working_hours,
        mentee=mentee.working_hours,
        busy=[slot for calendar in calendars for slot in calendar.busy(besides=besides)],
        rules=programme.rules,
        last_day=last_day,
    )
