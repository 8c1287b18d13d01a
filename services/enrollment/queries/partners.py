"""Those whom a participant may know by name."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from services.enrollment.domain.appointment import AppointmentState
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.introduction import Introduction
from services.enrollment.domain.participant import Participant, ParticipantState
from services.enrollment.store import EMPLOYEES, INTRODUCTIONS, PARTICIPANTS, PROGRAMMES, SPONSORSHIPS
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page

_STILL_HERE: Final = {"state": {"$ne": ParticipantState.WITHDRAWN.value}}


@dataclass(frozen=True)
class Partner:
    """Somebody on the caller's shortlist, or whom the caller is proposed to or paired with."""

    participant: Participant
    employee: Employee
    paired: bool
    sponsor: Employee | None = None
    """The sponsor of the pairing, filled for its mentor alone."""


@dataclass(frozen=True)
class Partners:
    """One page of them, how many introductions there are in all, and the caller."""

    caller: Employee
    page: Found[Partner]


async def list_partners(uow: UnitOfWork, employee_id: str, page: PageRequest) -> Partners:
    """Return the people of the caller's shortlist, proposals and pairings, and those who stay in touch.

    Of those whose shortlist the caller is on, the caller learns nothing.

    Raises:
        NotFound: there is no such programme, or the caller is not known.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    caller = await uow.require(EMPLOYEES, employee_id)
    own_ids = await active_ids(uow, caller)
    if not own_ids:
        return Partners(caller, ([], 0))
    ids = {"$in": sorted(own_ids)}
    introduced = {
        "ended": False,
        "$and": [
            {"$or": [_known_to(role, ids) for role in Role]},
            {"$or": [{"paired": True}, {"expires_at": {"$gt": uow.now}}]},
        ],
    }
    introductions, total = await find_page(
        uow, INTRODUCTIONS, introduced, page, sort=[("paired", 1), ("id", 1)]
    )
    paired = {introduction.other(own_ids): introduction.paired for introduction in introductions}
    partners = await people(uow, paired)
    sponsors = await _sponsors_of(uow, introductions, own_ids)
    shown = [replace(each, sponsor=sponsors.get(each.participant.id)) for each in partners]
    return Partners(caller, (shown, total))


async def _sponsors_of(
    uow: UnitOfWork, introductions: Iterable[Introduction], own_ids: frozenset[str]
) -> dict[str, Employee]:
    """Return the sponsors of pairings in which the caller is the mentor, by mentee.

    A mentee learns of none.
    """
    sponsors: dict[str, Employee] = {}
    for each in introductions:
        if each.paired and each.mentor_id in own_ids:
            sponsorship = await uow.get(SPONSORSHIPS, each.id)
            if sponsorship and sponsorship.state is AppointmentState.ACCEPTED:
                sponsors[each.mentee_id] = await uow.require(EMPLOYEES, sponsorship.employee_id)
    return sponsors


def _known_to(role: Role, ids: dict[str, list[str]]) -> dict[str, Any]:
    """Select introductions of which the participants in this role may know."""
    return {f"{role}_id": ids, "chooser": {"$in": [None, role.value]}}


async def active_ids(uow: UnitOfWork, employee: Employee) -> frozenset[str]:
    """Return the participant ids of an employee who has left neither the organisation nor the programme."""
    if employee.left:
        return frozenset()
    own = await uow.find(PARTICIPANTS, {"employee_id": employee.id, **_STILL_HERE})
    return frozenset(participant.id for participant in own)


async def people(uow: UnitOfWork, paired: dict[str, bool]) -> list[Partner]:
    """Return the participants with these ids who have left neither the organisation nor the programme."""
    query = {"id": {"$in": sorted(paired)}, **_STILL_HERE}
    participants = await uow.find(PARTICIPANTS, query, sort=[("id", 1)])
    employee_ids = sorted({participant.employee_id for participant in participants})
    employees = await uow.find(EMPLOYEES, {"id": {"$in": employee_ids}, "left": False})
    by_id = {employee.id: employee for employee in employees}
    return [
        Partner(participant, by_id[participant.employee_id], paired[participant.id])
        for participant in participants
        if participant.employee_id in by_id
    ]
