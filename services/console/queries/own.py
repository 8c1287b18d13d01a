"""The console's rows about the caller alone, for their own pages."""

from dataclasses import dataclass

from services.console.read_models.pairings import Pairing, PairingState
from services.console.read_models.people import Person, PersonState, Programme
from services.console.read_models.proposals import Proposal, ProposalState
from services.console.read_models.sessions import SessionState
from services.console.store import (
    PAIRINGS,
    PEOPLE,
    PROGRAMMES,
    PROPOSALS,
    SESSIONS,
    TENANT_PAIRINGS,
    TENANT_PEOPLE,
)
from shared.contracts.matching import PairingEndReason
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork


@dataclass(frozen=True)
class Participation:
    """The console's rows about one employee in one programme.

    Attributes:
        programme: its dates and rules.
        person: the participant the employee is or was; None if there is none.
        to_contact: active pairings whose executive is the employee and has not written to the mentor yet;
            none that is paused.
    """

    programme: Programme
    person: Person | None
    to_contact: list[Pairing]

    @property
    def current(self) -> Person | None:
        """The participant, while they take part."""
        return self.person if self.person and _continues(self.person) else None


async def programmes(uow: UnitOfWork, employee_id: str) -> dict[str, Person]:
    """Return the employee's participations by programme; one that continues before one that was left."""
    people = await uow.find(TENANT_PEOPLE, {"employee_id": employee_id, "role": {"$ne": None}})
    return {person.programme: person for person in sorted(people, key=_continues)}


async def participation(uow: UnitOfWork, employee_id: str) -> Participation:
    """Return the employee's participation in the programme.

    Raises:
        NotFound: there is no such programme.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    people = await uow.find(PEOPLE, {"employee_id": employee_id, "role": {"$ne": None}})
    person = max(people, key=_continues, default=None)
    silent = {
        "mentee_employee_id": employee_id,
        "state": PairingState.ACTIVE.value,
        "contacted": False,
        "paused": False,
    }
    return Participation(programme, person, await uow.find(PAIRINGS, silent, sort=[("activated_at", 1)]))


async def words_version(uow: UnitOfWork) -> int:
    """Return the version of the programme's own words; 0 for the standard words, also of a draft."""
    known = await uow.get(PROGRAMMES, uow.scope.programme)
    return known.words if known else 0


def _continues(person: Person) -> bool:
    return person.state is not PersonState.WITHDRAWN


async def proposals_to_answer(uow: UnitOfWork, person: Person) -> list[Proposal]:
    """Return the proposals that wait for this participant's yes or no, those first that expire first."""
    waiting = {
        "mentor_id" if person.role is Role.MENTOR else "mentee_id": person.id,
        "state": ProposalState.APPROVED.value,
        "accepted_by": {"$ne": person.role},
    }
    return await uow.find(PROPOSALS, waiting, sort=[("expires_at", 1), ("id", 1)])


async def shown_on_list(uow: UnitOfWork, person: Person) -> list[Proposal]:
    """Return the proposals on the list from which this participant may choose.

    None where there is no list.
    """
    state = ProposalState.SHOWN.value
    listed = {f"{person.role}_id": person.id, "chooser": person.role, "state": state}
    shown = await uow.find(PROPOSALS, listed)
    return [row for row in shown if row.expires_at is None or row.expires_at > uow.now]


async def pairings(uow: UnitOfWork, employee_id: str) -> list[Pairing]:
    """Return the employee's pairings, also those that have ended; the latest first."""
    own = {"$or": [{"mentor_employee_id": employee_id}, {"mentee_employee_id": employee_id}]}
    return await uow.find(PAIRINGS, own, sort=[("activated_at", -1), ("id", 1)])


async def has_completed(uow: UnitOfWork, employee_id: str) -> bool:
    """Return whether a pairing of the employee was completed."""
    own = {"$or": [{"mentor_employee_id": employee_id}, {"mentee_employee_id": employee_id}]}
    completed = {"state": PairingState.ENDED.value, "ended_as": PairingEndReason.COMPLETED.value}
    return bool(await uow.find(PAIRINGS, own | completed, limit=1))


async def last_number(uow: UnitOfWork, pairing_id: str) -> int | None:
    """Return the number of the last session of a pairing that is not cancelled; None while none is known."""
    cancelled = [SessionState.CANCELLED.value, SessionState.DROPPED.value]
    kept = {"pairing_id": pairing_id, "state": {"$nin": cancelled}}
    return max((row.number for row in await uow.find(SESSIONS, kept)), default=None)


async def is_resting(uow: UnitOfWork, person: Person) -> bool:
    """Return whether a pairing of this participant is paused."""
    rows = [await uow.get(PAIRINGS, id_) for id_ in person.pairings]
    return any(row is not None and row.paused for row in rows)


@dataclass(frozen=True)
class Named:
    """The tasks that an employee is named for, accepted or not; they need not take part.

    Attributes:
        sponsored: active pairings that they are asked to sponsor, or sponsor.
        delegated: executives who ask them to be their delegate, or whose delegate they are.
    """

    sponsored: list[Pairing]
    delegated: list[Person]


async def named(uow: UnitOfWork, employee_id: str) -> Named:
    """Return the tasks that the employee is named for in the programme."""
    sponsored = await uow.find(PAIRINGS, _sponsored_by(employee_id), sort=[("id", 1)])
    return Named(sponsored, await uow.find(PEOPLE, _delegated_to(employee_id), sort=[("id", 1)]))


async def named_in(uow: UnitOfWork, employee_id: str) -> dict[str, Named]:
    """Return the tasks that the employee is named for, by programme."""
    sponsored = await uow.find(TENANT_PAIRINGS, _sponsored_by(employee_id))
    delegated = await uow.find(TENANT_PEOPLE, _delegated_to(employee_id))
    return {
        programme: Named(
            [row for row in sponsored if row.programme == programme],
            [row for row in delegated if row.programme == programme],
        )
        for programme in {row.programme for row in (*sponsored, *delegated)}
    }


def _sponsored_by(employee_id: str) -> dict[str, str]:
    return {"sponsor_employee_id": employee_id, "state": PairingState.ACTIVE.value}


def _delegated_to(employee_id: str) -> dict[str, str]:
    return {"delegate_employee_id": employee_id}


async def participant_ids(uow: UnitOfWork, employee_id: str) -> frozenset[str]:
    """Return the employee's participant ids in the programme: as mentor, as mentee, or none."""
    people = await uow.find(PEOPLE, {"employee_id": employee_id, "role": {"$ne": None}})
    return frozenset(person.id for person in people)


async def participant(uow: UnitOfWork, participant_id: str) -> Person | None:
    """Return the participant with this id."""
    return await uow.get(PEOPLE, participant_id)
