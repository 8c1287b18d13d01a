"""Hard rules: pairs that break one are never proposed, whatever they would score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from services.matching.domain.arrays import Flags, codes, columns_of, levels
from services.matching.domain.hours import shared_minutes
from services.matching.domain.person import Person
from services.matching.domain.pool import Terms

People: TypeAlias = Sequence[Person]
Allowed: TypeAlias = Callable[[People, People, Terms], Flags]
"""Which pairs a rule allows, mentors x mentees."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One hard rule.

    Attributes:
        name: what reasons begin with.
        breach: what an excluded pair lacks, in plain words that fit "... excludes 3 of 4 mentors".
        allowed: the rule itself.
    """

    name: str
    breach: str
    allowed: Allowed


def different_people(mentors: People, mentees: People, _: Terms) -> Flags:
    """Nobody mentors themselves."""
    own, other = codes([p.profile.employee_id for p in mentors], [p.profile.employee_id for p in mentees])
    different: Flags = own[:, None] != other[None, :]
    return different


def grade_gap(mentors: People, mentees: People, terms: Terms) -> Flags:
    """The mentor is junior to the mentee by at least the programme's gap: what makes it reverse."""
    mentor = np.array([p.profile.grade for p in mentors], dtype=np.int64)
    mentee = np.array([p.profile.grade for p in mentees], dtype=np.int64)
    return mentee[None, :] - mentor[:, None] >= terms.rules.min_grade_gap


def reporting_line(mentors: People, mentees: People, terms: Terms) -> Flags:
    """Neither is among the other's managers, up to the programme's depth.

    Without a depth the head of the organisation could be matched with nobody.
    """
    depth = terms.rules.line_depth
    allowed = np.ones((len(mentors), len(mentees)), dtype=np.bool_)
    mentee_of = {p.profile.employee_id: n for n, p in enumerate(mentees)}
    mentor_of = {p.profile.employee_id: n for n, p in enumerate(mentors)}
    for row, mentor in enumerate(mentors):
        bosses = [mentee_of[boss] for boss in mentor.profile.line[:depth] if boss in mentee_of]
        allowed[row, bosses] = False
    for column, mentee in enumerate(mentees):
        bosses = [mentor_of[boss] for boss in mentee.profile.line[:depth] if boss in mentor_of]
        allowed[bosses, column] = False
    return allowed


def different_team(mentors: People, mentees: People, _: Terms) -> Flags:
    """They don't work in the same team."""
    mentor, mentee = codes([_team(p) for p in mentors], [_team(p) for p in mentees])
    different: Flags = mentor[:, None] != mentee[None, :]
    return different


def _team(person: Person) -> tuple[str, ...]:
    """Teams of two departments may have the same name; who is in no team shares it with nobody."""
    profile = person.profile
    return (profile.department, profile.team) if profile.team else (person.id,)


def common_language(mentors: People, mentees: People, terms: Terms) -> Flags:
    """Both speak one language at the programme's level or better."""
    least = terms.rules.min_language_level
    mentor_rows = [[(s.code, 1) for s in p.profile.languages if s.level >= least] for p in mentors]
    mentee_rows = [[(s.code, 1) for s in p.profile.languages if s.level >= least] for p in mentees]
    columns = columns_of([*mentor_rows, *mentee_rows])
    return levels(mentor_rows, columns) @ levels(mentee_rows, columns).T > 0


def working_hours(mentors: People, mentees: People, terms: Terms) -> Flags:
    """Their working days share enough minutes, in winter and in summer."""
    shared = shared_minutes(
        [p.profile.working_hours for p in mentors],
        [p.profile.working_hours for p in mentees],
        terms.day.year,
    )
    return shared >= terms.rules.min_overlap_minutes


def not_met_before(mentors: People, mentees: People, _: Terms) -> Flags:
    """The two have not been proposed to each other before."""
    allowed = np.ones((len(mentors), len(mentees)), dtype=np.bool_)
    mentee_of = {p.id: n for n, p in enumerate(mentees)}
    for row, mentor in enumerate(mentors):
        allowed[row, [mentee_of[met] for met in mentor.met if met in mentee_of]] = False
    return allowed


RULES: Final = (
    Rule("grade-gap", "too small a distance in grade, or the wrong way round", grade_gap),
    Rule("reporting-line", "one reports to the other", reporting_line),
    Rule("same-team", "the same team", different_team),
    Rule("language", "no common language at the level needed", common_language),
    Rule("working-hours", "too few common working hours", working_hours),
    Rule("met-before", "proposed to each other before", not_met_before),
    Rule("oneself", "the same person", different_people),
)
"""All hard rules. Where several exclude equally many partners, the first one is the reason given."""


def still_allowed(mentor: Person, mentee: Person, terms: Terms) -> bool:
    """Whether a pair that was proposed would still be allowed, after facts changed."""
    standing = (rule for rule in RULES if rule.allowed is not not_met_before)
    return all(bool(rule.allowed((mentor,), (mentee,), terms)[0, 0]) for rule in standing)


def binding_rule(mentor: Person, mentee: Person, terms: Terms) -> str | None:
    """The name of the first rule that forbids a pair; None if it is allowed."""
    for rule in RULES:
        if not rule.allowed((mentor,), (mentee,), terms)[0, 0]:
            return rule.name
    return None
