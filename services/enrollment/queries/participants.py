"""Participants."""

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any, Final

from services.enrollment.domain.participant import Participant, ParticipantState
from services.enrollment.domain.withdrawal import reason_owner
from services.enrollment.store import EMPLOYEES, PARTICIPANTS, PROGRAMMES
from shared.contracts.vocabulary import Role
from shared.encryption import MasterKeys
from shared.kernel import NotFound, RuleBroken
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page, text_reader

_MOST_NAMED: Final = 500
"""The most people whom a search by name finds."""


async def list_participants(
    uow: UnitOfWork, programme_id: str, filters: Mapping[str, Any], name: str | None, page: PageRequest
) -> Found[Participant]:
    """Return a page of participants, and how many there are in all.

    Args:
        uow: the unit of work.
        programme_id: the programme.
        filters: what they must match.
        name: the beginnings of words of their names; None: any name.
        page: which part of the list.

    Raises:
        NotFound: no such programme.
        RuleBroken: too many people have such a name.
    """
    await uow.require(PROGRAMMES, programme_id)
    if name is not None:
        filters = {**filters, "employee_id": {"$in": await _named(uow, name)}}
    return await find_page(uow, PARTICIPANTS, filters, page, sort=[("id", 1)])


async def _named(uow: UnitOfWork, name: str) -> list[str]:
    """Return the participants who have a name with words that begin like these."""
    rows = await uow.aggregate(PARTICIPANTS, [{"$group": {"_id": "$employee_id"}}], {})
    words = [{"name": {"$regex": rf"(^|[\s'-]){re.escape(word)}", "$options": "i"}} for word in name.split()]
    query = {"left": False, "id": {"$in": sorted(row["_id"] for row in rows)}, "$and": words}
    employees = await uow.find(EMPLOYEES, query, sort=[("id", 1)], limit=_MOST_NAMED + 1)
    if len(employees) > _MOST_NAMED:
        raise RuleBroken(
            "more than {most} people have such a name: give more of it",
            code="too-many-people-of-name",
            most=_MOST_NAMED,
            field="name",
        )
    return [employee.id for employee in employees]


async def list_own(uow: UnitOfWork, programme_id: str, employee_id: str) -> list[Participant]:
    """Return an employee's own participations in the programme."""
    await uow.require(PROGRAMMES, programme_id)
    return await uow.find(PARTICIPANTS, {"employee_id": employee_id}, sort=[("id", 1)])


async def require_visible(uow: UnitOfWork, participant_id: str, actor: str | None) -> Participant:
    """Return a participant, as far as the actor may know of it.

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
    """Return how many participants there are in each role and state."""
    await uow.require(PROGRAMMES, programme_id)
    counts: dict[Role, dict[ParticipantState, int]] = {role: {} for role in Role}
    for role, state in product(Role, ParticipantState):
        counts[role][state] = await uow.count(PARTICIPANTS, {"role": role.value, "state": state.value})
    return counts


async def read_reasons(
    uow: UnitOfWork, master_keys: MasterKeys, viewer: str | None, participants: Iterable[Participant]
) -> dict[str, str]:
    """Return the private reasons for leaving by participant, those of the viewer alone."""
    sealed = [
        (each, each.withdrawal.private_reason)
        for each in participants
        if each.employee_id == viewer and each.withdrawal and each.withdrawal.private_reason
    ]
    if viewer is None or not sealed:
        return {}
    reader = await text_reader(uow, master_keys, [viewer])
    texts = {each.id: reader.read(text, viewer, reason_owner(each.scope, each.id)) for each, text in sealed}
    return {id_: text for id_, text in texts.items() if text is not None}
