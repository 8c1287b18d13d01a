"""Sponsors: coordinators name and revoke them, the person named answers and can step down."""

from typing import Any

from services.enrollment.commands import appointments
from services.enrollment.domain.appointment import OPEN
from services.enrollment.domain.sponsorship import (
    Colleague,
    Sponsorship,
    check_sponsor,
    may_sponsor,
    name_sponsor,
)
from services.enrollment.queries.people_named import find_person
from services.enrollment.queries.reporting_lines import load_with_lines
from services.enrollment.queries.sponsors import require_pairing
from services.enrollment.store import (
    PARTICIPANTS,
    PARTICIPANTS_OF_ALL_PROGRAMMES,
    SPONSORSHIPS,
    SPONSORSHIPS_OF_ALL_PROGRAMMES,
)
from shared.contracts.enrollment import AppointmentEnding, SponsorRequestDue
from shared.messaging import UnitOfWork


async def name(uow: UnitOfWork, pairing_id: str, person: str, coordinator_id: str | None) -> Sponsorship:
    """Name the sponsor of a pairing; the same person again changes nothing.

    Args:
        uow: of the programme.
        pairing_id: which pairing.
        person: the mail address or the employee id of the person to be asked.
        coordinator_id: the coordinator as an employee; None for one who is none.

    Raises:
        NotFound: there is no such active pairing that the coordinator may know of.
        RuleBroken: nobody has this address or id, or the person can't be the sponsor.
        Conflict: somebody else is asked, or is the sponsor.
    """
    pairing = await require_pairing(uow, pairing_id, coordinator_id)
    sponsor = await find_person(uow, person)
    earlier = await uow.get(SPONSORSHIPS, pairing_id)
    if earlier and appointments.is_named(earlier, sponsor.id):
        return earlier
    named = name_sponsor(pairing, earlier, sponsor.id, uow.now)
    await _check(uow, named)
    return appointments.ask(uow, SPONSORSHIPS, named, SponsorRequestDue(pairing_id=pairing_id))


async def answer(uow: UnitOfWork, pairing_id: str, employee_id: str, *, accepts: bool) -> None:
    """Accept, decline, or step down later; a repetition changes nothing.

    Raises:
        NotFound: the employee was not named for such a pairing.
        RuleBroken: their reporting line has changed, so that they can no longer accept.
        Conflict: it is over, so that they can no longer accept.
    """

    async def check(sponsorship: Sponsorship) -> dict[str, Any]:
        sponsor = await _check(uow, sponsorship)
        return {"line": tuple(sponsor.line)}

    await appointments.answer(uow, SPONSORSHIPS, pairing_id, employee_id, accepts=accepts, check=check)


async def revoke(uow: UnitOfWork, pairing_id: str, coordinator_id: str | None) -> None:
    """Name nobody; while nobody is named, this changes nothing.

    Raises:
        NotFound: there is no such active pairing that the coordinator may know of.
    """
    await require_pairing(uow, pairing_id, coordinator_id)
    await appointments.end(uow, SPONSORSHIPS, pairing_id, AppointmentEnding.REVOKED)


async def check_sponsors(uow: UnitOfWork, after: str, limit: int) -> str | None:
    """End the sponsorships of people who may no longer be the sponsor, and publish the lines of the others.

    Those whose pairing has ended are followed too: they may still have a concern.

    Args:
        uow: the unit of work.
        after: the sponsorship's id to go on after; empty for the first.
        limit: the number of sponsorships to check.

    Returns:
        the last id checked, or None when there are no more.
    """
    kept = [{"state": {"$in": [state.value for state in OPEN]}}, {"ending": AppointmentEnding.OVER.value}]
    query = {"$or": kept, "id": {"$gt": after}}
    some = await uow.find(SPONSORSHIPS_OF_ALL_PROGRAMMES, query, sort=[("id", 1)], limit=limit)
    both = sorted({id_ for each in some for id_ in (each.mentor_id, each.mentee_id)})
    participants = await uow.find(PARTICIPANTS_OF_ALL_PROGRAMMES, {"id": {"$in": both}})
    employees = {each.id: each.employee_id for each in participants}
    people = await load_with_lines(uow, [*employees.values(), *(each.employee_id for each in some)])
    for sponsorship in some:
        two = (employees[sponsorship.mentor_id], employees[sponsorship.mentee_id])
        sponsor, mentor, mentee = (Colleague(*people[id_]) for id_ in (sponsorship.employee_id, *two))
        if sponsorship.is_open and not may_sponsor(sponsor, mentor, mentee):
            ended, events = sponsorship.end(AppointmentEnding.UNSUITABLE)
            uow.save(SPONSORSHIPS, ended, *events)
            continue
        followed, changes = sponsorship.follow(sponsor.line)
        if changes:
            uow.save(SPONSORSHIPS, followed, *changes)
    return some[-1].id if len(some) == limit else None


async def _check(uow: UnitOfWork, sponsorship: Sponsorship) -> Colleague:
    """See that the person named may be the sponsor, and return them."""
    mentor = await uow.require(PARTICIPANTS, sponsorship.mentor_id)
    mentee = await uow.require(PARTICIPANTS, sponsorship.mentee_id)
    ids = [sponsorship.employee_id, mentor.employee_id, mentee.employee_id]
    people = await load_with_lines(uow, ids)
    sponsor, *both = (Colleague(*people[id_]) for id_ in ids)
    check_sponsor(sponsor, *both)
    return sponsor
