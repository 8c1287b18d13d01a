"""The places of a programme: take one, keep one for an applicant, offer those that are free."""

from collections.abc import Mapping
from datetime import timedelta

from services.enrollment.domain.application import Application
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_state import begins_everywhere, day_begun
from services.enrollment.domain.waitlist import MOST_OFFERS, Waitlist, free_places, places_of
from services.enrollment.queries.places import (
    admits_one,
    count_taken,
    counted_waitlist,
    find_waiting,
    load_waitlist,
)
from services.enrollment.store import APPLICATIONS, PROGRAMMES, WAITLISTS
from shared.contracts.enrollment import ApplicationEnding, EnrollmentEvent, PlaceOfferDue, WaitlistDue
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict
from shared.messaging import UnitOfWork


async def claim_place(
    uow: UnitOfWork, programme: Programme, role: Role, roles: Mapping[Role, str], *, invited: bool
) -> None:
    """Take a place for an employee who joins: the one that was offered, or one that is free.

    Args:
        uow: the unit of work.
        programme: the programme.
        role: the role in which they join.
        roles: the employee's id in each role.
        invited: whether they have an invitation.

    Raises:
        Conflict: they may not join without an invitation or an answer to an application, or no place is free.
    """
    applications = {each: await uow.get(APPLICATIONS, id_) for each, id_ in roles.items()}
    own = applications[role]
    if own is None or not own.holds_place(uow.now):
        _check_may_join(programme, invited=invited)
        if not await _take_place(uow, programme, role):
            raise Conflict(
                "all places are taken: apply, and you are on the waitlist", code="places-taken", field="role"
            )
    for each, application in applications.items():
        if application:
            accepted = each is role
            end_application(
                uow, application, ApplicationEnding.ACCEPTED if accepted else ApplicationEnding.WITHDRAWN
            )


async def _take_place(uow: UnitOfWork, programme: Programme, role: Role) -> bool:
    """Take a place that is free and that nobody waits for; where places are limited, the waitlist is saved.

    Returns:
        whether there is one.
    """
    places = places_of(programme.plan, role)
    if places is None:
        return True
    waitlist = await counted_waitlist(uow, programme, role)
    if not await admits_one(uow, waitlist, places):
        return False
    uow.save(WAITLISTS, waitlist.take_place())
    return True


async def offer_or_queue(
    uow: UnitOfWork, programme: Programme, application: Application, *received: EnrollmentEvent
) -> Application:
    """Offer a place to an applicant who may join, or put them on the waitlist if none is free.

    Args:
        uow: the unit of work.
        programme: the programme.
        application: the application.
        received: the fact that it was received, if that is news.
    """
    if await _take_place(uow, programme, application.role):
        return offer(uow, programme, application, *received)
    waitlist = (await load_waitlist(uow, application.role)).draw_ticket()
    uow.save(WAITLISTS, waitlist)
    queued, events = application.queue(waitlist.tickets)
    return uow.save(APPLICATIONS, queued, *received, *events)


def offer(
    uow: UnitOfWork, programme: Programme, application: Application, *received: EnrollmentEvent
) -> Application:
    """Keep a place for an applicant until the offer expires, at the latest when nobody can join any more."""
    days = timedelta(days=programme.plan.admission.offer_days)
    expires_at = min(uow.now + days, begins_everywhere(programme.plan.closes_on))
    offered, events = application.offer(expires_at)
    uow.schedule(PlaceOfferDue(application_id=application.id), expires_at)
    return uow.save(APPLICATIONS, offered, *received, *events)


def end_application(uow: UnitOfWork, application: Application, ending: ApplicationEnding) -> Application:
    """End an application; one that is over stays as it is."""
    ended, events = application.end(ending)
    if not events:
        return application
    uow.cancel(PlaceOfferDue(application_id=application.id))
    return uow.save(APPLICATIONS, ended, *events)


async def ask_fill(uow: UnitOfWork, role: Role) -> None:
    """Have the free places of a role offered, if there ever was a waitlist.

    The list is saved even if that was asked before: an offering that has not seen this place yet is repeated.
    """
    waitlist = await uow.get(WAITLISTS, role.value)
    if waitlist:
        asked = uow.save(WAITLISTS, waitlist.ask_fill())
        if not waitlist.fill_due:
            _schedule_fill(uow, asked)


async def fill_places(uow: UnitOfWork, role: Role) -> None:
    """Offer the free places of a role to those who wait, in order."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    waitlist, places = await load_waitlist(uow, role), places_of(programme.plan, role)
    most = MOST_OFFERS
    if places is not None:
        waitlist = waitlist.counted(await count_taken(uow, role), programme.plan_version)
        most = min(free_places(places, waitlist.taken), MOST_OFFERS)
    waiting = await find_waiting(uow, role, most) if most and programme.admits(day_begun(uow.now)) else []
    for application in waiting:
        offer(uow, programme, application)
    complete = len(waiting) < MOST_OFFERS
    filled = uow.save(WAITLISTS, waitlist.filled(len(waiting), complete=complete))
    if not complete:
        _schedule_fill(uow, filled)


def _schedule_fill(uow: UnitOfWork, waitlist: Waitlist) -> None:
    """Have places offered in a transaction of its own; each time is another timer."""
    uow.schedule(WaitlistDue(role=Role(waitlist.id)), uow.now, name=str(waitlist.changes))


def _check_may_join(programme: Programme, *, invited: bool) -> None:
    mode = programme.plan.admission.mode
    if invited or mode == "everybody":
        return
    if mode == "invited":
        raise Conflict("this programme is by invitation only", code="by-invitation-only", field="role")
    raise Conflict(
        "apply first: a coordinator decides who joins this programme", code="application-needed", field="role"
    )
