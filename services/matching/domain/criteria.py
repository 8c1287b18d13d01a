"""Soft criteria: how well an allowed pair fits, in whole points that add up to 10,000."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from services.matching.domain.arrays import Ints, codes, columns_of, levels
from services.matching.domain.hours import shared_minutes
from services.matching.domain.person import Person
from services.matching.domain.pool import Terms

People: TypeAlias = Sequence[Person]
FULL: Final = 1000
"""A degree is a whole number from 0 (doesn't fit) to 1000 (fits fully)."""
NEUTRAL: Final = FULL // 2
"""The degree where a fact is unknown: neither for nor against."""

Degree: TypeAlias = Callable[[People, People, Terms], Ints]
"""How far each pair fulfils a criterion, mentors x mentees."""
Text: TypeAlias = Callable[[Person, Person, int], str]
"""What the degree means for one pair, in plain words and without names."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One soft criterion.

    Attributes:
        name: what contributions are called by.
        weight: its points at the full degree.
        degree: the criterion itself.
        text: its words.
    """

    name: str
    weight: int
    degree: Degree
    text: Text

    def points(self, degrees: Ints) -> Ints:
        """The points for these degrees."""
        return degrees * self.weight // FULL


def topics(mentors: People, mentees: People, _: Terms) -> Ints:
    """How much of what the mentee wants the mentor offers; each wish counts by its level."""
    offers = [[(t.topic, t.level) for t in p.profile.topics] for p in mentors]
    wishes = [[(t.topic, t.level) for t in p.profile.topics] for p in mentees]
    columns = columns_of(wishes)
    wanted = levels(wishes, columns)
    met = np.rint(levels(offers, columns) @ wanted.T).astype(np.int64)
    most = 3 * np.rint(wanted.sum(axis=1)).astype(np.int64)
    return np.where(most > 0, met * FULL // np.maximum(most, 1), NEUTRAL)


def topics_text(mentor: Person, mentee: Person, _: int) -> str:
    """Which of the topics wanted the mentor offers."""
    offered = {t.topic for t in mentor.profile.topics}
    wanted = sorted({t.topic for t in mentee.profile.topics})
    if not wanted:
        return "the mentee has named no topic"
    found = [topic for topic in wanted if topic in offered]
    named = f": {', '.join(found)}" if found else ""
    return f"the mentor offers {len(found)} of the {len(wanted)} topics wanted{named}"


MENTOR_KINDS: Final = ("translator", "mirror", "challenger", "coach", "connector")
LEARNING_STYLES: Final = ("tell-me", "show-me", "question-me", "let-me-try", "introduce-me")
_LEARNING: Final[Mapping[str, tuple[int, ...]]] = {
    # how well each kind of mentor serves each style of learning, in the order above
    "translator": (1000, 700, 500, 400, 400),
    "mirror": (600, 1000, 700, 400, 300),
    "challenger": (400, 500, 1000, 600, 400),
    "coach": (400, 700, 500, 1000, 300),
    "connector": (500, 400, 400, 500, 1000),
}


def learning(mentors: People, mentees: People, _: Terms) -> Ints:
    """How well the kind of mentor serves the way the mentee learns."""
    table = np.full((len(MENTOR_KINDS) + 1, len(LEARNING_STYLES) + 1), NEUTRAL, dtype=np.int64)
    for row, kind in enumerate(MENTOR_KINDS):
        table[row, : len(LEARNING_STYLES)] = _LEARNING[kind]
    return table[np.ix_(_numbers(mentors, MENTOR_KINDS), _numbers(mentees, LEARNING_STYLES))]


def _numbers(people: People, words: tuple[str, ...]) -> list[int]:
    known = {word: n for n, word in enumerate(words)}
    return [known.get(p.profile.kind, len(words)) for p in people]


def learning_text(mentor: Person, mentee: Person, degree: int) -> str:
    """The kind of mentor and the style of learning."""
    fit = "well" if degree >= 700 else "fairly" if degree >= 500 else "less well"
    return f"a {mentor.profile.kind} mentor suits a {mentee.profile.kind} learner {fit}"


def communication(mentors: People, mentees: People, _: Terms) -> Ints:
    """How alike they communicate: pace, directness and formality, each 1 to 5."""
    distance = np.abs(_styles(mentors)[:, None, :] - _styles(mentees)[None, :, :]).sum(axis=2)
    degrees: Ints = (12 - distance) * FULL // 12
    return degrees


def _styles(people: People) -> Ints:
    rows = [(s.pace, s.directness, s.formality) for s in (p.profile.style for p in people)]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def communication_text(_: Person, __: Person, degree: int) -> str:
    """How alike they are."""
    alike = "very alike" if degree >= 800 else "alike" if degree >= 550 else "quite different"
    return f"their ways of communicating are {alike}"


def department(mentors: People, mentees: People, _: Terms) -> Ints:
    """Another department gives another view."""
    mentor, mentee = codes([p.profile.department for p in mentors], [p.profile.department for p in mentees])
    return np.where(mentor[:, None] != mentee[None, :], FULL, 0)


def department_text(_: Person, __: Person, degree: int) -> str:
    """Whether the departments differ."""
    return "they work in different departments" if degree else "they work in the same department"


_AMPLE_MINUTES: Final = 240


def shared_hours(mentors: People, mentees: People, terms: Terms) -> Ints:
    """How much of the working day they share; four hours are ample."""
    shared = shared_minutes(
        [p.profile.working_hours for p in mentors],
        [p.profile.working_hours for p in mentees],
        terms.day.year,
    )
    return np.minimum(shared, _AMPLE_MINUTES) * FULL // _AMPLE_MINUTES


def shared_hours_text(_: Person, __: Person, degree: int) -> str:
    """About how many hours."""
    if degree >= FULL:
        return "their working days share four hours or more"
    return f"their working days share about {degree * _AMPLE_MINUTES // FULL} minutes"


_GENERATION: Final = (0, 400, 800, 1000)
"""Degrees for a mentor younger by so many decades."""


def generation(mentors: People, mentees: People, _: Terms) -> Ints:
    """A mentor of a younger generation sees the working world differently."""
    mentor, mentee = _decades(mentors), _decades(mentees)
    known = (mentor[:, None] > 0) & (mentee[None, :] > 0)
    younger = np.clip((mentor[:, None] - mentee[None, :]) // 10, 0, len(_GENERATION) - 1)
    return np.where(known, np.array(_GENERATION, dtype=np.int64)[younger], NEUTRAL)


def _decades(people: People) -> Ints:
    return np.array([p.profile.birth_decade or 0 for p in people], dtype=np.int64)


def generation_text(mentor: Person, mentee: Person, degree: int) -> str:
    """Whether it bridges generations; never anybody's age."""
    if not (mentor.profile.birth_decade and mentee.profile.birth_decade):
        return "nothing is known of their generations"
    return "the pair bridges generations" if degree else "both are of about one generation"


CRITERIA: Final = (
    Criterion("topics", 4000, topics, topics_text),
    Criterion("learning-style", 1500, learning, learning_text),
    Criterion("communication-style", 1500, communication, communication_text),
    Criterion("department", 1200, department, department_text),
    Criterion("generation", 900, generation, generation_text),
    Criterion("shared-hours", 900, shared_hours, shared_hours_text),
)
"""All criteria; the weights add up to 10,000."""
