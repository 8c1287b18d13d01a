"""The figures of a programme's matching."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.matching.domain.pairs.pairing import PairingState
from services.matching.domain.pairs.proposal import ProposalState
from services.matching.domain.people.person import PersonState
from services.matching.queries import waiting
from services.matching.queries.free_people import free
from services.matching.queries.relations import Relations, relations_of
from services.matching.store import DECLARATIONS, PAIRINGS, PEOPLE, PROGRAMMES, PROPOSALS, ROUNDS
from shared.contracts.measures import SMALLEST_CELL
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork
from shared.runtime.mongo import Document

_EXAMPLE_SUMMARY: Final[JsonDict] = {
    "ready_mentors": 120,
    "ready_mentees": 119,
    "free_mentors": 14,
    "free_mentees": 13,
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

    ``free_mentors`` and ``free_mentees`` are ready and have capacity: a round needs some of both.
    ``hours_to_match_p50`` and ``_p95`` run from the later of both getting ready to the pairing; None while
    there is no pairing. ``declared_conflicts`` is the number of people who declared conflicts of interest
    before the present month, rounded down to a multiple of five; nobody learns who they are.

    ``matched_in_time_percent``: the share of those paired within the target, of all who were paired or have
    waited for at least as long; None, like ``target_met``, of fewer than 5 people. ``waiting_longer`` are
    without a first partner for longer now.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_SUMMARY]})

    ready_mentors: int
    ready_mentees: int
    free_mentors: int
    free_mentees: int
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


async def summarise(uow: UnitOfWork, employee_id: str | None) -> Summary:
    """Return the programme's figures, over all that this coordinator may see.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    relations = await relations_of(uow, employee_id)
    ready, pairs = {"state": PersonState.READY, **relations.of_people()}, relations.of_pairs()
    active = await uow.count(PAIRINGS, {"state": PairingState.ACTIVE, **pairs})
    pairings = await uow.count(PAIRINGS, pairs)
    figures = await waiting.measure(uow, relations)
    return Summary(
        ready_mentors=await uow.count(PEOPLE, {**ready, "profile.role": Role.MENTOR}),
        ready_mentees=await uow.count(PEOPLE, {**ready, "profile.role": Role.MENTEE}),
        free_mentors=await uow.count(PEOPLE, free(Role.MENTOR, relations.concealed)),
        free_mentees=await uow.count(PEOPLE, free(Role.MENTEE, relations.concealed)),
        rounds=await uow.count(ROUNDS),
        proposals={state: await uow.count(PROPOSALS, {"state": state, **pairs}) for state in ProposalState},
        active_pairings=active,
        ended_pairings=pairings - active,
        declared_conflicts=await _declared(uow, relations),
        hours_to_match_p50=await _hours_to_match(uow, 50, pairings, pairs),
        hours_to_match_p95=await _hours_to_match(uow, 95, pairings, pairs),
        target_days=figures.level.days,
        target_percent=figures.level.share,
        matched_in_time_percent=figures.level.percent(figures.in_time, figures.people),
        target_met=figures.level.met(figures.in_time, figures.people),
        waiting_longer=figures.overdue,
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
    counts = await uow.aggregate(DECLARATIONS, authors, counted)
    people = int(counts[0]["people"]) if counts else 0
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
    rows = await uow.aggregate(PAIRINGS, stages, pairs)
    return round(rows[0]["milliseconds"] / 3_600_000, 2) if rows else None


def nearest_rank(percent: int, count: int) -> int:
    """Return the rank of the percentile among values in ascending order, from 1."""
    return -(-percent * count // 100)
