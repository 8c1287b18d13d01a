"""The counts of a programme, added up by the database, so that a large one keeps nobody waiting.

Each of these says to the database what the domain says of one pairing; a test compares the two on pairings
as chance would have them.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from services.feedback.domain.check_in import CheckInState
from services.feedback.domain.health import LOW_RATING, RECENT_RATINGS
from services.feedback.domain.known import Standing
from services.feedback.domain.pulse import SessionState
from services.feedback.domain.small_cells import Voices
from services.feedback.domain.summary import DETRACTOR, PROMOTER, Counts
from services.feedback.store import PARTICIPANTS, PULSES
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.feedback import Health
from shared.messaging.unit_of_work import UnitOfWork

Stages = list[dict[str, Any]]

_ACTIVE: Final = {"activated_at": {"$ne": None}, "ended_at": None}
"""What `is_active` says."""


def _where(array: str, field: str, value: str) -> dict[str, Any]:
    """The elements of an array whose field has this value."""
    return {"$filter": {"input": f"${array}", "as": "one", "cond": {"$eq": [f"$$one.{field}", value]}}}


_HELD: Final = _where("sessions", "state", SessionState.HELD.value)
_ANSWERED: Final = _where("check_ins", "state", CheckInState.ANSWERED.value)
_NONE: Final[list[Any]] = []


async def count(uow: UnitOfWork, rules: ProgrammeRules) -> Counts:
    """Count a programme's facts: three passes over its pairings, whatever their number."""
    voices = await _voices(uow)
    health = await uow.aggregate(PULSES, _by_health(rules, uow.now), _ACTIVE)
    return Counts(
        **await _states(uow),
        **voices,
        health={Health(row["_id"]): row["n"] for row in health},
        ready=await uow.count(PARTICIPANTS, {"standing": Standing.READY.value}),
        paired=await _paired(uow),
    )


async def _states(uow: UnitOfWork) -> dict[str, dict[str, int]]:
    """Sessions and check-ins by state; counting within each pairing spares the database unwinding them."""
    kinds = [("sessions", state) for state in SessionState] + [("check_ins", state) for state in CheckInState]
    sums = {
        f"{array}:{state}": {"$sum": {"$size": _where(array, "state", state.value)}} for array, state in kinds
    }
    found = (await uow.aggregate(PULSES, [{"$group": {"_id": None, **sums}}]) or [{}])[0]
    counted: dict[str, dict[str, int]] = {"sessions": {}, "check_ins": {}}
    for array, state in kinds:
        counted[array][state] = found.get(f"{array}:{state}", 0)
    return counted


_RATED: Final = {"$cond": [{"$gt": ["$rating", None]}, 1, 0]}
_OF_EACH: Final[Stages] = [
    {"$project": {"_id": 0, "answer": _ANSWERED}},
    {"$unwind": "$answer"},
    {"$replaceRoot": {"newRoot": "$answer"}},
    {
        "$group": {
            "_id": {"who": "$participant_id", "region": "$region"},
            "answers": {"$sum": _RATED},
            "total": {"$sum": "$rating"},
            "promoters": {"$sum": {"$cond": [{"$gte": ["$rating", PROMOTER]}, 1, 0]}},
            "detractors": {"$sum": {"$cond": [{"$and": [_RATED, {"$lte": ["$rating", DETRACTOR]}]}, 1, 0]}},
            # Documents are compared field by field: the latest answer is the greatest.
            "latest": {"$max": {"at": "$answered_at", "id": "$check_in_id", "progress": "$goal_progress"}},
        }
    },
]
"""What each participant said, from each region: somebody may have moved."""

_ADDED: Final = {name: {"$sum": f"${name}"} for name in ("answers", "total", "promoters", "detractors")}
_SPOKE: Final = {"people": {"$sum": {"$cond": [{"$gt": ["$answers", 0]}, 1, 0]}}}
_TOLD: Final = {"$cond": [{"$gt": ["$latest.progress", None]}, 1, 0]}
_IN_ALL: Final[Stages] = [
    {"$group": {"_id": "$_id.who", **_ADDED, "latest": {"$max": "$latest"}}},
    {
        "$group": {
            "_id": None,
            **_ADDED,
            **_SPOKE,
            "told": {"$sum": _TOLD},
            "progress": {"$sum": "$latest.progress"},
        }
    },
]
_BY_REGION: Final[Stages] = [{"$group": {"_id": "$_id.region", **_ADDED, **_SPOKE}}]


async def _voices(uow: UnitOfWork) -> dict[str, Any]:
    """What people said: in all, by region, and last."""
    both = {"$facet": {"all": _IN_ALL, "regions": _BY_REGION}}
    (found,) = await uow.aggregate(PULSES, [*_OF_EACH, both])
    total = found["all"][0] if found["all"] else {}
    told = total.get("told", 0)
    return {
        "ratings": _sum_of(total),
        "promoters": total.get("promoters", 0),
        "detractors": total.get("detractors", 0),
        "progress": Voices(people=told, answers=told, total=total.get("progress", 0)),
        "regions": {row["_id"]: _sum_of(row) for row in found["regions"]},
    }


def _sum_of(row: dict[str, Any]) -> Voices:
    return Voices.model_validate({name: row.get(name, 0) for name in Voices.model_fields})


def _by_health(rules: ProgrammeRules, now: datetime) -> Stages:
    """Active pairings by what `assess` says of each."""
    ratings = {"$map": {"input": _ANSWERED, "as": "one", "in": "$$one.rating"}}
    given = {"$filter": {"input": ratings, "as": "one", "cond": {"$gt": ["$$one", None]}}}
    facts = {
        "answered": {"$gt": [_ANSWERED, _NONE]},
        "recent": {"$slice": [given, -RECENT_RATINGS]},
        "last": {"$max": {"$map": {"input": _HELD, "as": "one", "in": "$$one.ends_at"}}},
        "have_met": {"$or": [{"$gt": [_HELD, _NONE]}, {"$gt": ["$check_ins", _NONE]}]},
        **dict.fromkeys(("activated_at", "alarmed_at", "contacted_at"), 1),
    }
    low = {"$and": [{"$gt": ["$recent", _NONE]}, {"$lt": [{"$avg": "$recent"}, LOW_RATING]}]}
    # Nothing at all is less than any instant.
    alarmed = {"$and": [{"$gt": ["$alarmed_at", None]}, {"$lte": ["$last", "$alarmed_at"]}]}
    silent = [
        {"$not": [{"$or": ["$have_met", {"$gt": ["$contacted_at", None]}]}]},
        {"$lte": ["$activated_at", now - timedelta(days=rules.first_contact_days)]},
    ]
    since = {"$ifNull": ["$last", "$activated_at"]}
    idle = {"$lte": [since, now - timedelta(days=rules.idle_warn_days)]}
    warned = {"$or": [low, alarmed, {"$and": silent}, idle]}
    calm = {"$cond": ["$answered", Health.ON_TRACK.value, Health.TOO_EARLY.value]}
    health = {"$cond": [warned, Health.NEEDS_ATTENTION.value, calm]}
    return [{"$project": facts}, {"$group": {"_id": health, "n": {"$sum": 1}}}]


async def _paired(uow: UnitOfWork) -> int:
    """How many ready people are in an active pairing; ids only, as $unionWith runs in no transaction."""
    pairs = await uow.aggregate(PULSES, [{"$project": {"_id": 0, "mentor_id": 1, "mentee_id": 1}}], _ACTIVE)
    people = await uow.aggregate(
        PARTICIPANTS, [{"$project": {"_id": 0, "id": 1}}], {"standing": Standing.READY.value}
    )
    paired = {id_ for pair in pairs for id_ in pair.values()}
    return sum(person["id"] in paired for person in people)
