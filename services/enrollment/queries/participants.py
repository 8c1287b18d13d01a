"""Participants."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from services.enrollment.domain.participant import Participant, ParticipantState
from services.enrollment.store import PARTICIPANTS, PROGRAMMES
from shared.contracts.vocabulary import Role
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page


async def list_participants(
    uow: UnitOfWork, programme_id: str, filters: Mapping[str, Any], page: PageRequest
) -> Found[Participant]:
    """A page of participants, and how many there are in all."""
    await uow.require(PROGRAMMES, programme_id)
    return await find_page(uow, PARTICIPANTS, filters, page, sort=[("id", 1)])


async def list_own(uow: UnitOfWork, programme_id: str, employee_id: str) -> list[Participant]:
    """An employee's own participations in the programme."""
    await uow.require(PROGRAMMES, programme_id)
    return await uow.find(PARTICIPANTS, {"employee_id": employee_id}, sort=[("id", 1)])


async def require_visible(uow: UnitOfWork, participant_id: str, actor: str | None) -> Participant:
    """A participant, as far as the actor may know of it.

    Args:
        uow: the unit of work.
        participant_id: which.
        actor: the employee who asks, who sees only themselves; None for a coordinator.

    Raises:
        NotFound: no such participant, or it is somebody else.
    """
    participant = await uow.require(PARTICIPANTS, participant_id)
    if actor is not None and participant.employee_id != actor:
        raise NotFound(f"no such participant: {participant_id}")
    return participant


async def count_participants(uow: UnitOfWork, programme_id: str) -> dict[Role, dict[ParticipantState, int]]:
    """How many participants there are in each role and state."""
    await uow.require(PROGRAMMES, programme_id)
    counts: dict[Role, dict[ParticipantState, int]] = {role: {} for role in Role}
    for role, state in product(Role, ParticipantState):
        counts[role][state] = await uow.count(PARTICIPANTS, {"role": role.value, "state": state.value})
    return counts
