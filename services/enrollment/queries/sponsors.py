"""Sponsors of pairings, for coordinators and for those who are named."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.introduction import Introduction
from services.enrollment.domain.sponsorship import Sponsorship
from services.enrollment.queries.appointments import own_appointments
from services.enrollment.queries.own_partners import hidden_from
from services.enrollment.queries.people_named import employees_of
from services.enrollment.store import (
    EMPLOYEES,
    INTRODUCTIONS,
    PARTICIPANTS,
    SPONSORSHIPS,
)
from shared.kernel import NotFound
from shared.messaging import UnitOfWork


@dataclass(frozen=True)
class Named:
    """The sponsorship of a pairing, and the person named; None where nobody was."""

    pairing_id: str
    sponsorship: Sponsorship | None
    sponsor: Employee | None


@dataclass(frozen=True)
class OwnSponsorship:
    """A sponsorship as the person named sees it, with the two of the pairing."""

    sponsorship: Sponsorship
    mentor: Employee
    mentee: Employee


async def find_named(uow: UnitOfWork, pairing_id: str, coordinator_id: str | None) -> Named:
    """Return the person named for a pairing, for a coordinator.

    Raises:
        NotFound: there is no such active pairing that the coordinator may know of.
    """
    await require_pairing(uow, pairing_id, coordinator_id)
    sponsorship = await uow.get(SPONSORSHIPS, pairing_id)
    sponsor = await uow.get(EMPLOYEES, sponsorship.employee_id) if sponsorship else None
    return Named(pairing_id, sponsorship, sponsor)


async def require_pairing(uow: UnitOfWork, pairing_id: str, coordinator_id: str | None) -> Introduction:
    """Return an active pairing, unless the coordinator or a partner of theirs is one of the two.

    Args:
        uow: of the programme.
        pairing_id: which.
        coordinator_id: the coordinator as an employee; None for one who is none.

    Raises:
        NotFound: there is none, or none that the coordinator may know of.
    """
    pairing = await uow.get(INTRODUCTIONS, pairing_id)
    if pairing is None or not pairing.paired or pairing.ended:
        raise NotFound(f"no such pairing: {pairing_id}")
    both = [await uow.require(PARTICIPANTS, id_) for id_ in (pairing.mentor_id, pairing.mentee_id)]
    if not (await hidden_from(uow, coordinator_id)).isdisjoint(one.employee_id for one in both):
        raise NotFound(f"no such pairing: {pairing_id}")
    return pairing


async def list_own(uow: UnitOfWork, employee_id: str) -> Sequence[OwnSponsorship]:
    """Return the pairings that an employee is asked to sponsor, or sponsors.

    Those that wait for an answer come first.

    Raises:
        NotFound: there is no such programme, or the employee is not known.
    """
    own = await own_appointments(uow, SPONSORSHIPS, employee_id)
    people = await employees_of(uow, {id_ for each in own for id_ in (each.mentor_id, each.mentee_id)})
    return [
        OwnSponsorship(each, people[each.mentor_id], people[each.mentee_id])
        for each in own
        if {each.mentor_id, each.mentee_id} <= people.keys()
    ]
