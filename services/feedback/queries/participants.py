"""The participants of a programme: their number, those that an employee is, and their pairings."""

from collections.abc import Sequence

from services.feedback.domain.health_record import HealthRecord
from services.feedback.domain.upstream import Participant, Standing
from services.feedback.store import HEALTH_RECORDS, PARTICIPANTS
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork


async def participants_of(uow: UnitOfWork, employee_id: str) -> list[Participant]:
    """Return the participations of an employee in the programme, past ones too."""
    return await uow.find(PARTICIPANTS, {"employee_id": employee_id}, sort=[("id", 1)])


async def records_of(uow: UnitOfWork, people: Sequence[Participant]) -> list[HealthRecord]:
    """Return all pairings of these participants, past ones too."""
    among = {"$in": sorted(person.id for person in people)}
    return await uow.find(
        HEALTH_RECORDS, {"$or": [{"mentor_id": among}, {"mentee_id": among}]}, sort=[("id", 1)]
    )


async def count_people(uow: UnitOfWork) -> dict[Role, int]:
    """Return how many may answer, by role."""
    here = {"standing": {"$ne": Standing.WITHDRAWN.value}}
    return {role: await uow.count(PARTICIPANTS, {**here, "role": role.value}) for role in Role}
