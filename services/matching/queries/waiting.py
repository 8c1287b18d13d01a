"""Waiting times: the service level in figures, overdue people, and people who wait for a next partner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.matching.domain.people.person import Person, PersonState
from services.matching.domain.policy import ServiceLevel
from services.matching.domain.rounds.round import Round
from services.matching.queries.free_people import HAS_CAPACITY, missing_role
from services.matching.queries.relations import Relations, relations_of
from services.matching.queries.terms import current_policy
from services.matching.queries.visible_rounds import seen_reason
from services.matching.store import PEOPLE, PROGRAMMES, ROUNDS, UNMATCHED
from shared.contracts.matching import UnmatchedCode, UnmatchedReason
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork
from shared.runtime.mongo import Document
from shared.service import Found, PageRequest, find_page

_NOBODY_READY: Final = UnmatchedReason(code=UnmatchedCode.NOBODY_READY)
_TAKEN_ELSEWHERE: Final = UnmatchedReason(code=UnmatchedCode.TAKEN_ELSEWHERE)
_LATEST: Final = 10
"""Rounds that are searched for the reason why somebody waits."""


@dataclass(frozen=True)
class ServiceLevelFigures:
    """The service level as it stands.

    Attributes:
        level: what is promised.
        in_time: people paired within the target.
        people: those, and all who were paired later, wait longer, or left after a longer wait.
        overdue: who waits longer now.
    """

    level: ServiceLevel
    in_time: int
    people: int
    overdue: int


@dataclass(frozen=True)
class Overdue:
    """Somebody who waits longer than the target.

    Attributes:
        person: who.
        reason: other programmes have all their places, or nobody of the other role is free now; else why the
            latest round that left them out did so, None if none of the latest did.
    """

    person: Person
    reason: UnmatchedReason | None


async def measure(uow: UnitOfWork, relations: Relations) -> ServiceLevelFigures:
    """Return how the programme keeps its promise to visible participants, under the current policy."""
    seen = relations.of_people()
    level = (await current_policy(uow)).service_level
    late = {**_late(uow, level), **seen}
    paired = {"first_paired_at": {"$ne": None}, **seen}
    gave_up = {"state": PersonState.WITHDRAWN, "first_paired_at": None, "overdue": True, **seen}
    waited = {"$subtract": ["$first_paired_at", "$ready_at"]}
    target = int(level.target.total_seconds() * 1000)
    return ServiceLevelFigures(
        level=level,
        in_time=await uow.count(PEOPLE, {**paired, "$expr": {"$lt": [waited, target]}}),
        people=await uow.count(PEOPLE, {"$or": [paired, late, gave_up]}),
        overdue=await uow.count(PEOPLE, late),
    )


def _late(uow: UnitOfWork, level: ServiceLevel) -> dict[str, Any]:
    """Ready for at least the target, and not paired since."""
    return {
        "state": PersonState.READY,
        "first_paired_at": None,
        "ready_at": {"$lte": uow.now - level.target},
    }


async def list_overdue(uow: UnitOfWork, employee_id: str | None, page: PageRequest) -> Found[Overdue]:
    """List those who wait for a first partner longer than the target, the longest wait first.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    relations = await relations_of(uow, employee_id)
    query = {**_late(uow, (await current_policy(uow)).service_level), **relations.of_people()}
    order = [("ready_at", 1), ("id", 1)]
    people, total = await find_page(uow, PEOPLE, query, page, sort=order)
    reasons = await _reasons(uow, relations, {person.id: person.role for person in people})
    missing = await missing_role(uow, Role, relations.concealed) if people else None
    reasons |= {person.id: _NOBODY_READY for person in people if person.role.other is missing}
    reasons |= {person.id: _TAKEN_ELSEWHERE for person in people if person.is_taken_elsewhere}
    overdue = [Overdue(person, reasons.get(person.id)) for person in people]
    return overdue, total


async def list_waiting(uow: UnitOfWork, employee_id: str | None, page: PageRequest) -> Found[Person]:
    """List those who wait for a next partner between rounds: those first in line, then the longest wait.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    relations = await relations_of(uow, employee_id)
    waits = {"waiting.since": {"$exists": True}, "state": PersonState.READY, "$expr": HAS_CAPACITY}
    query = {**waits, **relations.of_people()}
    order = [("first_in_line", -1), ("waiting.since", 1), ("id", 1)]
    return await find_page(uow, PEOPLE, query, page, sort=order)


async def _reasons(
    uow: UnitOfWork, relations: Relations, roles: Mapping[str, Role]
) -> dict[str, UnmatchedReason]:
    """Return why each of these people was unmatched in the latest round with them."""
    if not roles:
        return {}
    rounds = await uow.find(ROUNDS, {"proposed_at": {"$ne": None}}, sort=[("number", -1)], limit=_LATEST)
    reasons: dict[str, UnmatchedReason] = {}
    for round_ in rounds:
        missing = [id_ for id_ in roles if id_ not in reasons]
        earlier = await _reasons_of(uow, round_, missing) if missing else {}
        reasons |= {id_: seen_reason(roles[id_], why, round_, relations) for id_, why in earlier.items()}
    return reasons


async def _reasons_of(
    uow: UnitOfWork, round_: Round, participant_ids: Sequence[str]
) -> dict[str, UnmatchedReason]:
    """Why one round left them out; the database picks them out of its chunks."""
    named = {"people.participant_id": {"$in": list(participant_ids)}}
    stages: list[Document] = [
        {"$unwind": "$people"},
        {"$match": named},
        {"$project": {"_id": 0, "id": "$people.participant_id", "reason": "$people.reason"}},
    ]
    chunks = {"round_id": round_.id, "token": round_.outcome, **named}
    rows = await uow.aggregate(UNMATCHED, stages, chunks)
    return {row["id"]: UnmatchedReason.model_validate(row["reason"]) for row in rows}
