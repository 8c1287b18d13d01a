"""What is taught and learned, and how."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.features.feature import FULL, NEUTRAL, Compare, Feature, Kind
from services.matching.domain.policy.measure import Measure

MENTOR_KINDS: Final = ("translator", "mirror", "challenger", "coach", "connector")
LEARNING_STYLES: Final = ("tell-me", "show-me", "question-me", "let-me-try", "introduce-me")
_LEARNING: Final = (
    # how well each kind of mentor (row) serves each style of learning, in the order above
    (1000, 700, 500, 400, 400),
    (600, 1000, 700, 400, 300),
    (400, 500, 1000, 600, 400),
    (400, 700, 500, 1000, 300),
    (500, 400, 400, 500, 1000),
)
Levels: TypeAlias = tuple[tuple[str, int], ...]


def serves(mentees: Sequence[str], mentors: Sequence[str], _: int) -> Ints:
    """How well the kind of mentor serves the way the mentee learns; an unknown kind is neutral."""
    table = np.full((len(LEARNING_STYLES) + 1, len(MENTOR_KINDS) + 1), NEUTRAL, dtype=np.int64)
    table[:-1, :-1] = np.array(_LEARNING, dtype=np.int64).T
    return table[np.ix_(_numbers(mentees, LEARNING_STYLES), _numbers(mentors, MENTOR_KINDS))]


def _numbers(values: Sequence[str], words: tuple[str, ...]) -> list[int]:
    number_of = {word: n for n, word in enumerate(words)}
    return [number_of.get(value, len(words)) for value in values]


def _serves_text(mentor: str, mentee: str, degree: int) -> str:
    fit = "well" if degree >= 0.7 * FULL else "fairly" if degree >= NEUTRAL else "less well"
    return f"a {mentor} mentor{{| like you|}} suits a {mentee} learner{{|| like you}} {fit}"


def _topics_text(mentor: Levels, mentee: Levels, _: int) -> str:
    offered = {topic for topic, _ in mentor}
    wanted = sorted({topic for topic, _ in mentee})
    if not wanted:
        return "{the mentee has|your mentee has|you have} named no topic"
    shared = [topic for topic in wanted if topic in offered]
    named = f": {', '.join(shared)}" if shared else ""
    offers, wish = "{the mentor offers|you offer|your mentor offers}", "{wanted|your mentee wants|you want}"
    return f"{offers} {len(shared)} of the {len(wanted)} topics {wish}{named}"


FEATURES: Final = (
    Feature(
        "topics",
        "topics",
        Kind.LEVELS,
        lambda p: tuple((t.topic, t.level) for t in p.topics),
        span=3,
        own={Measure.COMPLEMENT: Compare(None, _topics_text)},
    ),
    Feature(
        "kind",
        "kind of mentor or learner",
        Kind.CATEGORY,
        lambda p: p.kind,
        own={Measure.COMPLEMENT: Compare(serves, _serves_text)},
    ),
)
