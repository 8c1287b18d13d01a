"""What can be looked at."""

from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.matching.domain.pairs.do_not_match import Parting
from services.matching.domain.pairs.pairing import Pairing, PairingState
from services.matching.domain.pairs.proposal import Proposal, ProposalState
from services.matching.domain.people.declaration import Declaration
from services.matching.domain.people.person import PersonState
from services.matching.domain.rounds.round import BUSY_STATES
from services.matching.queries import waiting
from services.matching.queries.relations import Relations, relations_of
from services.matching.queries.visible_rounds import SeenRound, see, see_one
from services.matching.store import DECLARATIONS, PAIRINGS, PARTINGS, PEOPLE, PROGRAMMES, PROPOSALS, ROUNDS
from shared.contracts.measures import SMALLEST_CELL
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, NotFound
from shared.messaging.storage import Collection
from shared.messaging.unit_of_work import UnitOfWork
from shared.runtime.auth import Caller, CallerRole
from shared.runtime.mongo import Document

A = TypeVar("A", bound=Aggregate)
Listed = tuple[list[A], int]
"""One page, and how many there are in all."""

_EXAMPLE_SUMMARY: Final[JsonDict] = {
    "ready_mentors": 120,
    "ready_mentees": 119,
    "rounds": 1,
    "proposals": {
        "made": 0,
        "shown": 0,
        "approved": 9,
        "accepted": 98,
        "declined": 7,
        "expired": 3,
        "withdrawn": 1,
    },
    "active_pairings": 96,
    "ended_pairings": 2,
    "declared_conflicts": 5,
    "hours_to_match_p50": 41.5,
    "hours_to_match_p95": 118.0,
    "target_days": 14,
    "target_percent": 80,
    "matched_in_time_percent": 94.1,
    "target_met": True,
    "waiting_longer": 3,
}


class Summary(BaseModel):
    """The programme's matching in figures.

    ``hours_to_match_p50`` and ``_p95`` run from the later of both getting ready to the pairing; None while
    there is no pairing. ``declared_conflicts`` is the number of people who declared conflicts of interest
    before the present month, rounded down to a multiple of five; nobody is told who they are.

    ``matched_in_time_percent``: of all who were paired, or have waited for at least the target, so many were
    paired within it; None, like ``target_met``, of fewer than 5 people. ``waiting_longer`` are without a
    first partner for longer now.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_SUMMARY]})

    ready_mentors: int
    ready_mentees: int
    rounds: int
    proposals: dict[ProposalState, int]
    active_pairings: int
    ended_pairings: int
    declared_conflicts: int
    hours_to_match_p50: float | None
    hours_to_match_p95: float | None
    target_days: int
    target_percent: int
    matched_in_time_percent: float | None
    target_met: bool | None
    waiting_longer: int


async def _page(
    uow: UnitOfWork, collection: Collection[A], query: dict[str, Any], limit: int, offset: int, by: str = "id"
) -> Listed[A]:
    """One page.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    found = await uow.find(collection, query, sort=[(by, 1)], skip=offset, limit=limit)
    return found, await uow.count(collection, query)


async def list_rounds(
    uow: UnitOfWork, employee_id: str | None, limit: int, offset: int, *, busy: bool = False
) -> tuple[list[SeenRound], int]:
    """Rounds, the first one first; if asked, only those a worker has something to do for."""
    query = {"state": {"$in": list(BUSY_STATES)}} if busy else {}
    found, total = await _page(uow, ROUNDS, query, limit, offset, by="number")
    return await see(uow, await relations_of(uow, employee_id), found), total


async def get_round(uow: UnitOfWork, employee_id: str | None, round_id: str) -> SeenRound:
    """One round, or NotFound."""
    return await see_one(uow, employee_id, await uow.require(ROUNDS, round_id))


async def list_proposals(
    uow: UnitOfWork,
    employee_id: str | None,
    state: ProposalState | None,
    round_id: str | None,
    limit: int,
    offset: int,
) -> Listed[Proposal]:
    """Proposals, of one state or one round if asked; NotFound for an unknown round."""
    if round_id:
        await uow.require(ROUNDS, round_id)
    relations = await relations_of(uow, employee_id)
    asked = {name: value for name, value in (("state", state), ("round_id", round_id)) if value}
    found, total = await _page(uow, PROPOSALS, {**asked, **relations.of_pairs()}, limit, offset)
    return [_without_concealed_runner_up(each, relations) for each in found], total


async def list_own_proposals(uow: UnitOfWork, caller: Caller, limit: int, offset: int) -> Listed[Proposal]:
    """The caller's published proposals."""
    return await _page(uow, PROPOSALS, {"approved_at": {"$ne": None}, **_own(caller)}, limit, offset)


async def get_proposal(uow: UnitOfWork, caller: Caller, proposal_id: str) -> Proposal:
    """A participant's own published proposal, or one of others for their coordinator; else NotFound."""
    proposal = await uow.require(PROPOSALS, proposal_id)
    if proposal.approved_at is not None and _is_own(proposal, caller):
        return proposal
    if await _may_coordinate(uow, proposal, caller):
        return _without_concealed_runner_up(proposal, await relations_of(uow, caller.employee_id))
    raise NotFound(f"no such proposal: {proposal_id}")


async def list_pairings(
    uow: UnitOfWork, employee_id: str | None, state: PairingState | None, limit: int, offset: int
) -> Listed[Pairing]:
    """Pairings, of one state if asked."""
    relations = await relations_of(uow, employee_id)
    asked = {"state": state} if state else {}
    return await _page(uow, PAIRINGS, {**asked, **relations.of_pairs()}, limit, offset)


async def list_own_pairings(uow: UnitOfWork, caller: Caller, limit: int, offset: int) -> Listed[Pairing]:
    """The caller's pairings."""
    return await _page(uow, PAIRINGS, _own(caller), limit, offset)


async def get_pairing(uow: UnitOfWork, caller: Caller, pairing_id: str) -> Pairing:
    """A participant's own pairing, or one of others for their coordinator; else NotFound."""
    pairing = await uow.require(PAIRINGS, pairing_id)
    if _is_own(pairing, caller) or await _may_coordinate(uow, pairing, caller):
        return pairing
    raise NotFound(f"no such pairing: {pairing_id}")


async def list_partings(uow: UnitOfWork, employee_id: str | None, limit: int, offset: int) -> Listed[Parting]:
    """Who is not to be matched again, the first one first."""
    relations = await relations_of(uow, employee_id)
    return await _page(uow, PARTINGS, relations.of_pairs(), limit, offset, by="parted_at")


async def list_own_declarations(
    uow: UnitOfWork, caller: Caller, limit: int, offset: int
) -> Listed[Declaration]:
    """The conflicts of interest the caller declared."""
    return await _page(uow, DECLARATIONS, {"by_employee_id": caller.require_employee()}, limit, offset)


async def summarise(uow: UnitOfWork, employee_id: str | None) -> Summary:
    """The programme's figures, over all that this coordinator may see.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    relations = await relations_of(uow, employee_id)
    ready, pairs = {"state": PersonState.READY, **relations.of_people()}, relations.of_pairs()
    active = await uow.count(PAIRINGS, {"state": PairingState.ACTIVE, **pairs})
    pairings = await uow.count(PAIRINGS, pairs)
    found = await waiting.measure(uow, relations)
    return Summary(
        ready_mentors=await uow.count(PEOPLE, {**ready, "profile.role": Role.MENTOR}),
        ready_mentees=await uow.count(PEOPLE, {**ready, "profile.role": Role.MENTEE}),
        rounds=await uow.count(ROUNDS),
        proposals={state: await uow.count(PROPOSALS, {"state": state, **pairs}) for state in ProposalState},
        active_pairings=active,
        ended_pairings=pairings - active,
        declared_conflicts=await _declared(uow, relations),
        hours_to_match_p50=await _hours_to_match(uow, 50, pairings, pairs),
        hours_to_match_p95=await _hours_to_match(uow, 95, pairings, pairs),
        target_days=found.level.days,
        target_percent=found.level.share,
        matched_in_time_percent=found.level.percent(found.in_time, found.people),
        target_met=found.level.met(found.in_time, found.people),
        waiting_longer=found.overdue,
    )


async def _declared(uow: UnitOfWork, relations: Relations) -> int:
    """About how many people declared a conflict of interest before this month.

    Rounded down and not counted before the month is over, so that no query reveals a single declaration; by
    people, so that nobody can come close to the next step with declarations of their own.
    """
    month = uow.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    counted = {
        "declared_at": {"$lt": month},
        "by_employee_id": {"$nin": sorted(relations.employees)},
        "with_id": {"$nin": sorted(relations.concealed)},
    }
    authors: list[Document] = [{"$group": {"_id": "$by_employee_id"}}, {"$count": "people"}]
    found = await uow.aggregate(DECLARATIONS, authors, counted)
    people = int(found[0]["people"]) if found else 0
    return people - people % SMALLEST_CELL


async def _hours_to_match(
    uow: UnitOfWork, percent: int, pairings: int, pairs: dict[str, Any]
) -> float | None:
    """From the later one being ready to the pairing: the nearest-rank percentile, None without pairings.

    The database finds it, so that a large programme keeps nobody waiting.
    """
    rank = max(nearest_rank(percent, pairings), 1)
    ready = {"$max": ["$mentor_ready_at", "$mentee_ready_at"]}
    waited = {"$max": [0, {"$subtract": ["$activated_at", ready]}]}
    stages: list[Document] = [
        {"$project": {"_id": 0, "milliseconds": waited}},
        {"$sort": {"milliseconds": 1}},
        {"$skip": rank - 1},
        {"$limit": 1},
    ]
    found = await uow.aggregate(PAIRINGS, stages, pairs)
    return round(found[0]["milliseconds"] / 3_600_000, 2) if found else None


def nearest_rank(percent: int, count: int) -> int:
    """Which of so many values in ascending order is the percentile, the first being 1."""
    return -(-percent * count // 100)


def _is_own(pair: Proposal | Pairing, caller: Caller) -> bool:
    """Whether a participant asks for something of their own."""
    return caller.has(CallerRole.PARTICIPANT) and pair.role_of(caller.employee_id) is not None


async def _may_coordinate(uow: UnitOfWork, pair: Proposal | Pairing, caller: Caller) -> bool:
    """Whether a coordinator asks for something that is not concealed from them."""
    if not caller.may_coordinate(uow.scope.programme):
        return False
    relations = await relations_of(uow, caller.employee_id)
    return not relations.conceal(pair.mentor_id, pair.mentee_id)


def _without_concealed_runner_up(proposal: Proposal, relations: Relations) -> Proposal:
    runner_up = proposal.runner_up
    if runner_up is None or not relations.conceal(runner_up.mentor_id):
        return proposal
    return proposal.model_copy(update={"runner_up": None})


def _own(caller: Caller) -> dict[str, Any]:
    own = caller.require_employee()
    return {"$or": [{"mentor_employee_id": own}, {"mentee_employee_id": own}]}
