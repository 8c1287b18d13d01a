"""The report: numbers from the services' own summaries; same seed, same numbers."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from demo.client import Json, Person
from demo.delegates import Delegates
from demo.programme import Programme
from services.catalogue import find

IMPORT_FIGURES = ("accepted", "changed", "rejected", "left", "errors")
SESSION_STATES = ("held", "missed", "cancelled", "planned")


@dataclass(frozen=True)
class RunFacts:
    """The arguments of the run, and the result of the import."""

    people: int
    months: int
    seed: int
    imported: Json


async def make_report(facts: RunFacts, programme: Programme, delegates: Delegates) -> Json:
    """Build the report from the services' answers; it depends neither on the machine nor on the time."""
    coordinator = programme.participants.coordinator
    enrollment, matching, scheduling, feedback = await asyncio.gather(
        *(coordinator.get(service, "/summary") for service in find("console").reads)
    )
    sessions = await coordinator.list("scheduling", "/sessions")
    pairings = await coordinator.list("matching", "/pairings")
    return {
        "run": {
            "people": facts.people,
            "months": facts.months,
            "seed": facts.seed,
            "from": programme.first_day.isoformat(),
            "to": programme.last_day.isoformat(),
        },
        "import": {
            name: facts.imported[name] for name in ("accepted", "changed", "rejected", "left", "errors")
        },
        "participants": enrollment["participants"],
        "invitations": await _invitations(coordinator),
        "waitlist": _waitlist(programme),
        "terms": {"agreed": _done(programme, "agreed"), "due": await _consent_due(coordinator)},
        "own_questions": {"answered": _done(programme, "answered")},
        "returned": sum("returned" in who.done and who.here for who in programme.participants.people),
        "help": await _help(coordinator),
        "delegates": {"accepted": delegates.accepted, "sessions_moved": delegates.moved},
        "matching": {**matching, "pairings_ended_by": _counted(pairings, "end_reason")},
        "unmatched": await _unmatched(coordinator),
        "sessions": {**scheduling, "cancelled_by": _counted(sessions, "cancelled_by")},
        "sessions_by_week": sessions_by_week(sessions),
        "feedback": feedback,
        "certificates": len(await coordinator.list("enrollment", "/certificates")),
    }


async def _invitations(coordinator: Person) -> Json:
    """Count the invitations to each role, by what became of them."""
    counts = await coordinator.get("enrollment", "/invitation-counts")
    return {each["role"]: each["counts"] for each in counts["items"]}


def _waitlist(programme: Programme) -> Json:
    """Count those who found no free place and applied for one, and those of them who got it."""
    applicants = [who for who in programme.participants.people if "applied" in who.done]
    return {"applied": len(applicants), "joined": sum(bool(who.id) for who in applicants)}


def _done(programme: Programme, step: str) -> int:
    """Count the people who took a step."""
    return sum(step in who.done for who in programme.participants.people)


async def _consent_due(coordinator: Person) -> int:
    """Count those who have not agreed to the changed terms."""
    return int((await coordinator.get("enrollment", "/terms-versions"))["consent_due"])


async def _help(coordinator: Person) -> Json:
    """Count the questions that were answered, and the answers that everybody can read."""
    answered = await coordinator.list("enrollment", "/help-questions", state="answered")
    published = await coordinator.list("enrollment", "/published-answers")
    return {"answered": len(answered), "published": len(published)}


def sessions_by_week(sessions: Iterable[Json]) -> list[Json]:
    """Count the sessions of each week, by its Monday, in each state."""
    weeks: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for session in sessions:
        day = datetime.fromisoformat(session["starts_at"]).date()
        weeks[day - timedelta(days=day.weekday())][session["state"]] += 1
    return [
        {"week": week.isoformat(), **{state: weeks[week][state] for state in SESSION_STATES}}
        for week in sorted(weeks)
    ]


async def _unmatched(coordinator: Person) -> Json:
    """Count the reasons of unmatched people in the last round for everybody."""
    rounds = await coordinator.list("matching", "/rounds")
    rounds = [each for each in rounds if each["options"]["people"] is None]
    if not rounds:
        return {}
    left = await coordinator.list("matching", f"/rounds/{rounds[-1]['id']}/unmatched")
    reasons = [person["reason"] for person in left]
    return _counted([{"reason": reason["rule"] or reason["code"]} for reason in reasons], "reason")


def _counted(items: Sequence[Json], name: str) -> dict[str, int]:
    """Count each value; items without one are ignored."""
    counts: Counter[Any] = Counter(item[name] for item in items if item[name] is not None)
    return {str(value): counts[value] for value in sorted(counts)}
