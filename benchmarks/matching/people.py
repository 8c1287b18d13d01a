"""The same company as matching's own people: for the way from people to a question, and to a round."""

from datetime import UTC, date, datetime
from typing import Any, Final

import numpy as np

from benchmarks.matching.company import Company, Ints, company_of
from benchmarks.matching.population import participants
from services.matching.domain.features.learning_needs import LEARNING_STYLES, MENTOR_KINDS
from services.matching.domain.people.person import Person
from services.matching.domain.rounds.pool import Pool, Terms
from shared.contracts.enrollment import MatchingProfile, ProgrammeRules
from shared.contracts.vocabulary import Language, Role, TopicLevel, WorkingHours

TERMS: Final = Terms(rules=ProgrammeRules(min_grade_gap=1), day=date(2026, 1, 5), seed="benchmark")
_READY: Final = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
_LANGUAGES: Final = ("en", "es", "pt", "fr", "de", "pl", "ar", "hi", "zh", "ja")
_TOPICS: Final = 40


def people(mentees: int, mentors: int, seed: int) -> Pool:
    """Return a programme's participants in a company 2.2 times as large, the same for the same arguments."""
    random = np.random.default_rng([seed, mentees, mentors])
    company = company_of(max(40, int(2.2 * (mentees + mentors))), random)
    juniors, seniors = participants(company, mentees, mentors, random)
    everybody = [
        *(_person(company, number, Role.MENTOR, random) for number in juniors.tolist()),
        *(_person(company, number, Role.MENTEE, random) for number in seniors.tolist()),
    ]
    return Pool.of(everybody, TERMS.seed)


def _person(company: Company, number: int, role: Role, random: np.random.Generator) -> Person:
    kinds = MENTOR_KINDS if role is Role.MENTOR else LEARNING_STYLES
    pace, directness, formality = (random.integers(0, 5, 3) / 4).tolist()
    profile = MatchingProfile(
        employee_id=f"e{number}",
        role=role,
        grade=int(company.grade[number]),
        department=f"function-{company.function[number]}",
        team=f"team-{company.manager[number]}",
        region=f"region-{company.region[number]}",
        tenure_years=int(random.integers(0, 20)),
        birth_decade=int(company.decade[number]),
        working_hours=_hours(int(company.opens[number]), int(company.closes[number])),
        languages=tuple(
            Language(code=_LANGUAGES[n], level=4) for n in np.flatnonzero(company.speaks[number])
        ),
        line=_line(company, number),
        topics=_topics(random),
        features={
            "kind": kinds[int(random.integers(len(kinds)))],
            "pace": pace,
            "directness": directness,
            "formality": formality,
        },
    )
    scope: dict[str, Any] = {"tenant": "acme", "programme": "rm-2026", "region": "emea"}
    return Person(id=f"{role}-{number}", ready_at=_READY, profile=profile, **scope)


def _hours(opens: int, closes: int) -> WorkingHours:
    """Return a working day of half hours UTC, on a clock that keeps it within one day."""
    ahead = max(0, -(opens // 2)) if opens < 0 else min(0, (47 - closes) // 2)
    zone = f"Etc/GMT{-ahead:+d}" if ahead else "UTC"
    starts, ends = (
        f"{(half + 2 * ahead) // 2:02d}:{(half + 2 * ahead) % 2 * 30:02d}" for half in (opens, closes)
    )
    return WorkingHours(time_zone=zone, starts=starts, ends=ends)


def _line(company: Company, number: int) -> tuple[str, ...]:
    """Return the managers up to the head of the company, nearest first."""
    line: list[str] = []
    while company.manager[number] != number:
        number = int(company.manager[number])
        line.append(f"e{number}")
    return tuple(line)


def _topics(random: np.random.Generator) -> tuple[TopicLevel, ...]:
    named: Ints = random.choice(_TOPICS, size=int(random.integers(2, 6)), replace=False)
    levels = random.integers(1, 4, len(named)).tolist()
    return tuple(
        TopicLevel(topic=f"topic-{n}", level=level) for n, level in zip(named.tolist(), levels, strict=True)
    )
