"""Circles of mentors: made and dated by coordinators, reminded of dates, ended with the programme."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from services.enrollment.commands.own_circles import delete_notes
from services.enrollment.domain.circle import MOST_CIRCLES, Circle, make_circle
from services.enrollment.domain.circle_date import REMIND_BEFORE, CircleDate
from services.enrollment.queries.circles import ReadCircle, find_members, get_circle
from services.enrollment.store import CIRCLES, PROGRAMMES
from shared.contracts.enrollment import CircleReminderDue, EnrollmentEvent
from shared.kernel import Conflict
from shared.messaging import UnitOfWork

_ID_BYTES: Final = 16


async def create_circle(uow: UnitOfWork, name: str, place: str, people: Sequence[str]) -> ReadCircle:
    """Create a circle of mentors; each gets a mail.

    Raises:
        NotFound: there is no such programme.
        RuleBroken: somebody is no mentor of the programme, or there are too few or too many.
        Conflict: the programme is over, or it has as many circles as it may have.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    if programme.state.is_over:
        raise Conflict("the programme is {state}", code="programme-over", state=programme.state)
    if await uow.count(CIRCLES) >= MOST_CIRCLES:
        raise Conflict("a programme has {most} circles at most", code="too-many-circles", most=MOST_CIRCLES)
    members = await find_members(uow, people)
    circle, events = make_circle(secrets.token_hex(_ID_BYTES), programme.scope, name, place, members)
    uow.save(CIRCLES, circle, *events)
    # So that of this and the end of the programme at the same moment, one sees the other.
    uow.save(PROGRAMMES, programme)
    return await get_circle(uow, circle.id)


async def change_circle(
    uow: UnitOfWork, circle_id: str, name: str, place: str, people: Sequence[str], based_on: int
) -> ReadCircle:
    """Change a circle's name, place and members; the notes of those who go are deleted.

    Raises:
        NotFound: there is no such circle.
        RuleBroken: somebody is no mentor of the programme, or there are too few or too many.
        Conflict: it is concluded, or somebody has changed it since.
    """
    circle = await uow.require(CIRCLES, circle_id)
    changed, events = circle.change(name, place, await find_members(uow, people), based_on, uow.now)
    if changed != circle:
        uow.save(CIRCLES, changed, *events)
        for gone in set(circle.members) - set(changed.members):
            await delete_notes(uow, circle_id, gone.participant_id)
    return await get_circle(uow, circle_id)


async def add_date(uow: UnitOfWork, circle_id: str, starts_at: datetime, minutes: int) -> ReadCircle:
    """Add a date to a circle; each member gets it for their calendar, and a reminder.

    Raises:
        NotFound: there is no such circle.
        RuleBroken: the time is past, or too far ahead.
        Conflict: the circle is concluded, or there are as many dates as there may be.
    """
    circle = await uow.require(CIRCLES, circle_id)
    _keep_date(uow, *circle.add_date(starts_at, minutes, uow.now))
    return await get_circle(uow, circle_id)


async def move_date(
    uow: UnitOfWork, circle_id: str, date_id: str, starts_at: datetime, minutes: int
) -> ReadCircle:
    """Move a date of a circle; each member gets the new time for their calendar, and a reminder.

    Raises:
        NotFound: there is no such circle or date.
        RuleBroken: the time is past, or too far ahead.
        Conflict: the circle is concluded, or the date is past or off.
    """
    circle = await uow.require(CIRCLES, circle_id)
    _keep_date(uow, *circle.move_date(date_id, starts_at, minutes, uow.now))
    return await get_circle(uow, circle_id)


async def cancel_date(uow: UnitOfWork, circle_id: str, date_id: str) -> ReadCircle:
    """Cancel a date of a circle; each member gets a mail.

    Raises:
        NotFound: there is no such circle or date.
        Conflict: the date is past.
    """
    circle = await uow.require(CIRCLES, circle_id)
    changed, events = circle.cancel_date(date_id, uow.now)
    if events:
        uow.save(CIRCLES, changed, *events)
        uow.cancel(_reminder(circle_id, date_id), name=date_id)
    return await get_circle(uow, circle_id)


async def remind(uow: UnitOfWork, circle_id: str, date_id: str) -> None:
    """Remind the members of a date that is near."""
    circle = await uow.require(CIRCLES, circle_id)
    events = circle.remind(date_id, uow.now)
    if events:
        uow.save(CIRCLES, circle, *events)


async def conclude_all(uow: UnitOfWork) -> None:
    """End the circles of a programme that is over."""
    for circle in await uow.find(CIRCLES, {"concluded": False}):
        concluded, events = circle.conclude(uow.now)
        uow.save(CIRCLES, concluded, *events)


def _keep_date(uow: UnitOfWork, changed: Circle, date: CircleDate, events: Sequence[EnrollmentEvent]) -> None:
    """Save a circle with a new time; a date of which the members hear within a day needs no reminder."""
    if not events:
        return
    uow.save(CIRCLES, changed, *events)
    due, at = _reminder(changed.id, date.id), date.starts_at - REMIND_BEFORE
    if at > uow.now:
        uow.schedule(due, at, name=date.id)
    else:
        uow.cancel(due, name=date.id)


def _reminder(circle_id: str, date_id: str) -> CircleReminderDue:
    return CircleReminderDue(circle_id=circle_id, date_id=date_id)
