"""Delegates of executives, for the executives and for those who are named."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.enrollment.domain.delegation import Delegation
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.participant import Participant, ParticipantState, participant_ids
from services.enrollment.queries.appointments import own_appointments
from services.enrollment.queries.partners import active_ids
from services.enrollment.queries.people_named import employees_of
from services.enrollment.store import DELEGATIONS, EMPLOYEES, INTRODUCTIONS, PARTICIPANTS, PROGRAMMES
from shared.contracts.vocabulary import Role
from shared.kernel import NotFound
from shared.messaging import UnitOfWork


@dataclass(frozen=True)
class NamedDelegate:
    """The person named last by an executive; None where nobody was."""

    delegation: Delegation | None
    delegate: Employee | None


@dataclass(frozen=True)
class OwnDelegation:
    """A delegation as the person named sees it, with the executive."""

    delegation: Delegation
    executive: Employee


@dataclass(frozen=True)
class KnownDelegate:
    """Somebody who is or was the delegate of a participant."""

    participant_id: str
    delegate: Employee


async def require_executive(uow: UnitOfWork, employee_id: str) -> Participant:
    """Return the participant who an employee is as a mentee.

    Raises:
        NotFound: there is no such programme, it is over, or the employee does not take part as a mentee.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    id_ = participant_ids(uow.keyed_id, uow.scope, employee_id)[Role.MENTEE]
    participant = await uow.get(PARTICIPANTS, id_)
    if participant is None or participant.state is ParticipantState.WITHDRAWN or programme.state.is_over:
        raise NotFound("you do not take part as a mentee")
    return participant


async def find_named(uow: UnitOfWork, executive_id: str) -> NamedDelegate:
    """Return the person named last by an executive.

    Raises:
        NotFound: the employee does not take part as a mentee.
    """
    executive = await require_executive(uow, executive_id)
    delegation = await uow.get(DELEGATIONS, executive.id)
    delegate = await uow.get(EMPLOYEES, delegation.employee_id) if delegation else None
    return NamedDelegate(delegation, delegate)


async def list_own(uow: UnitOfWork, employee_id: str) -> Sequence[OwnDelegation]:
    """Return the executives who ask an employee, or whose delegate they are.

    Those that wait for an answer come first.

    Raises:
        NotFound: there is no such programme, or the employee is not known.
    """
    own = await own_appointments(uow, DELEGATIONS, employee_id)
    executives = await employees_of(uow, {each.id for each in own})
    return [OwnDelegation(each, executives[each.id]) for each in own if each.id in executives]


async def list_known(uow: UnitOfWork, employee_id: str) -> Sequence[KnownDelegate]:
    """Return those who are or were delegates of an employee, or of an executive whom the employee mentors.

    Raises:
        NotFound: there is no such programme, or the employee is not known.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    own_ids = sorted(await active_ids(uow, await uow.require(EMPLOYEES, employee_id)))
    mentored = {"mentor_id": {"$in": own_ids}, "paired": True, "ended": False}
    executives = {each.mentee_id for each in await uow.find(INTRODUCTIONS, mentored)}
    whose = {"id": {"$in": sorted({*own_ids, *executives})}}
    delegations = await uow.find(DELEGATIONS, whose, sort=[("id", 1)])
    ids = sorted({id_ for each in delegations for id_ in each.served})
    people = {one.id: one for one in await uow.find(EMPLOYEES, {"id": {"$in": ids}, "left": False})}
    return [
        KnownDelegate(each.id, people[id_]) for each in delegations for id_ in each.served if id_ in people
    ]


async def find_mentors(uow: UnitOfWork, participant_id: str) -> frozenset[str]:
    """Return the employees with whom an executive is paired."""
    pairings = await uow.find(INTRODUCTIONS, {"mentee_id": participant_id, "paired": True, "ended": False})
    mentors = await employees_of(uow, {each.mentor_id for each in pairings})
    return frozenset(mentor.id for mentor in mentors.values())
