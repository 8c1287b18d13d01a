"""People for matching's tests: a mentor and a mentee who fit, but for what a test changes."""

from datetime import UTC, date, datetime

from hypothesis import settings

from services.matching.domain.people.person import Person
from services.matching.domain.policy import Policy
from services.matching.domain.rounds.pool import Terms
from shared.contracts.enrollment import MatchingProfile, ProgrammeRules
from shared.contracts.vocabulary import Language, Role, TopicLevel, WorkingHours

PATIENT = settings(deadline=None)
"""A round's first run compiles the engine: no measure of a test's own time."""
READY_AT = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
TERMS = Terms(rules=ProgrammeRules(), day=date(2026, 1, 5), seed="seed")


def terms(seed="seed", programme=None, defined=(), **decisions):
    return Terms(
        rules=ProgrammeRules(**(programme or {})),
        day=date(2026, 1, 5),
        seed=seed,
        policy=Policy(**decisions),
        defined=defined,
    )


def hours(time_zone="Europe/Berlin", starts="09:00", ends="17:00"):
    return WorkingHours(time_zone=time_zone, starts=starts, ends=ends)


def languages(**levels):
    return tuple(Language(code=code, level=level) for code, level in levels.items())


def topics(**levels):
    return tuple(TopicLevel(topic=topic, level=level) for topic, level in levels.items())


def answers(**changes):
    """The open map of features, with scales from 0 to 1."""
    return {"pace": 0.5, "directness": 0.5, "formality": 0.5, **changes}


def profile(role, name="1", **changes):
    mentor = role is Role.MENTOR
    facts = {
        "employee_id": f"e-{role}-{name}",
        "role": role,
        "capacity": 1,
        "grade": 2 if mentor else 9,
        "department": "engineering" if mentor else "sales",
        "team": f"team-{role}-{name}",
        "region": "emea",
        "tenure_years": 2,
        "birth_decade": 1990 if mentor else 1970,
        "working_hours": hours(),
        "languages": languages(en=4),
        "line": (),
        "topics": topics(ai=3),
        "features": answers(kind="coach" if mentor else "let-me-try"),
    }
    return MatchingProfile(**{**facts, **changes})


def person(role, name="1", *, state=None, do_not_match=(), **changes):
    return Person(
        id=f"{role}-{name}",
        tenant="acme",
        programme="rm-2026",
        region="emea",
        ready_at=READY_AT,
        do_not_match=do_not_match,
        profile=profile(role, name, **changes),
        **({"state": state} if state else {}),
    )


def mentor(name="1", **changes):
    return person(Role.MENTOR, name, **changes)


def mentee(name="1", **changes):
    return person(Role.MENTEE, name, **changes)
