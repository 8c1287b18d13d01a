"""The participants that an employee is, and their pairings."""

from collections.abc import Sequence

from services.feedback.domain.pulse import Pulse
from services.feedback.domain.upstream import Participant
from services.feedback.store import PARTICIPANTS, PULSES
from shared.messaging import UnitOfWork


async def participants_of(uow: UnitOfWork, employee_id: str) -> list[Participant]:
    """As whom an employee takes part, or took part, in the programme."""
    return await uow.find(PARTICIPANTS, {"employee_id": employee_id}, sort=[("id", 1)])


async def pulses_of(uow: UnitOfWork, people: Sequence[Participant]) -> list[Pulse]:
    """All pairings of these participants, past ones too."""
    among = {"$in": sorted(person.id for person in people)}
    return await uow.find(PULSES, {"$or": [{"mentor_id": among}, {"mentee_id": among}]}, sort=[("id", 1)])
