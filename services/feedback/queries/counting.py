"""The counts of a programme, added up by the database, so that a large one keeps nobody waiting.

Each of these says to the database what the domain says of one pairing or answer; a test compares the two on
pairings and answers as chance would have them.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from services.feedback.domain.health_record import SessionState
from services.feedback.domain.summary import CheckInFigures, ProgrammeCounts
from services.feedback.domain.upstream import Standing
from services.feedback.store import CHECK_INS, HEALTH_RECORDS, PARTICIPANTS
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.feedback import Health
from shared.messaging import UnitOfWork
from shared.runtime.mongo import Document

Stages = list[dict[str, Any]]

ACTIVE: Final = {"activated_at": {"$ne": None}, "ended_at": None}
"""The query for `is_active`."""
TAKES_PART: Final = {"activated_at": {"$ne": None}, "$or": [{"ended_at": None}, {"completed": True}]}
"""The query for `takes_part`."""


def _where(array: str, field: str, value: str) -> dict[str, Any]:
    """Return the elements of an array whose field has this value."""
    return {"$filter": {"input": f"${array}", "as": "one", "cond": {"$eq": [f"$$one.{field}", value]}}}


_HELD: Final = _where("sessions", "state", SessionState.HELD.value)
_NONE: Final[list[Any]] = []


async def count(
    uow: UnitOfWork,
    rules: ProgrammeRules,
    *,
    pairings: Document | None = None,
    check_ins: Document | None = None,
) -> ProgrammeCounts:
    """Count a programme's facts.

    Args:
        uow: of the programme.
        rules: the programme's.
        pairings: the query for those whose health counts; None: all.
        check_ins: the query for those that count; None: all.
    """
    health = await uow.aggregate(HEALTH_RECORDS, _by_health(rules, uow.now), {**ACTIVE, **(pairings or {})})
    return ProgrammeCounts(
        check_ins=await _check_ins(uow, check_ins or {}),
        sessions=await _sessions(uow),
        health={Health(row["_id"]): row["n"] for row in health},
        ready=await uow.count(PARTICIPANTS, {"standing": Standing.READY.value}),
        paired=await _paired(uow),
    )


async def _check_ins(uow: UnitOfWork, shown: Document) -> CheckInFigures:
    """By time alone: whether a check-in was answered changes nothing."""
    asked = await uow.count(CHECK_INS, shown)
    still_open = await uow.count(CHECK_INS, {**shown, "due_at": {"$gt": uow.now}})
    return CheckInFigures(open=still_open, closed=asked - still_open)


async def _sessions(uow: UnitOfWork) -> dict[SessionState, int]:
    """Sessions by state; counting within each pairing spares the database unwinding them."""
    sums = {
        state.value: {"$sum": {"$size": _where("sessions", "state", state.value)}} for state in SessionState
    }
    counts = (await uow.aggregate(HEALTH_RECORDS, [{"$group": {"_id": None, **sums}}]) or [{}])[0]
    return {state: counts.get(state.value, 0) for state in SessionState}


def _by_health(rules: ProgrammeRules, now: datetime) -> Stages:
    """Active pairings by what `assess` says of each."""
    facts = {
        "last": {"$max": {"$map": {"input": _HELD, "as": "one", "in": "$$one.ends_at"}}},
        "have_met": {"$gt": [_HELD, _NONE]},
        **dict.fromkeys(("activated_at", "alarmed_at", "contacted_at"), 1),
    }
    # Nothing at all is less than any instant.
    alarmed = {"$and": [{"$gt": ["$alarmed_at", None]}, {"$lte": ["$last", "$alarmed_at"]}]}
    silent = [
        {"$not": [{"$or": ["$have_met", {"$gt": ["$contacted_at", None]}]}]},
        {"$lte": ["$activated_at", now - timedelta(days=rules.first_contact_days)]},
    ]
    since = {"$ifNull": ["$last", "$activated_at"]}
    idle = {"$lte": [since, now - timedelta(days=rules.idle_warn_days)]}
    warned = {"$or": [alarmed, {"$and": silent}, idle]}
    calm = {"$cond": ["$have_met", Health.ON_TRACK.value, Health.TOO_EARLY.value]}
    health = {"$cond": [warned, Health.NEEDS_ATTENTION.value, calm]}
    return [{"$project": facts}, {"$group": {"_id": health, "n": {"$sum": 1}}}]


async def _paired(uow: UnitOfWork) -> int:
    """Return how many ready people take part in a pairing; ids only, as $unionWith runs in no transaction."""
    both = [{"$project": {"_id": 0, "mentor_id": 1, "mentee_id": 1}}]
    pairs = await uow.aggregate(HEALTH_RECORDS, both, TAKES_PART)
    people = await uow.aggregate(
        PARTICIPANTS, [{"$project": {"_id": 0, "id": 1}}], {"standing": Standing.READY.value}
    )
    paired = {id_ for pair in pairs for id_ in pair.values()}
    return sum(person["id"] in paired for person in people)
