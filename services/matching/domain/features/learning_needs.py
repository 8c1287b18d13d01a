"""Features of teaching and learning."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.features.feature import FULL, MOST_NAMED, NEUTRAL, Compare, Feature, Kind
from services.matching.domain.features.profile_answers import category
from services.matching.domain.policy.measure import Measure
from shared.contracts.matching import FitCode, FitDegree, FitReason

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
    """Return how well the kind of mentor serves the way the mentee learns; an unknown kind is neutral."""
    table = np.full((len(LEARNING_STYLES) + 1, len(MENTOR_KINDS) + 1), NEUTRAL, dtype=np.int64)
    table[:-1, :-1] = np.array(_LEARNING, dtype=np.int64).T
    return table[np.ix_(_numbers(mentees, LEARNING_STYLES), _numbers(mentors, MENTOR_KINDS))]


def _numbers(values: Sequence[str], words: tuple[str, ...]) -> list[int]:
    number_of = {word: n for n, word in enumerate(words)}
    return [number_of.get(value, len(words)) for value in values]


def _serves_reason(mentor: str, mentee: str, degree: int) -> FitReason:
    fit = FitDegree.HIGH if degree >= 0.7 * FULL else FitDegree.MIDDLE if degree >= NEUTRAL else FitDegree.LOW
    return FitReason(
        code=FitCode.KIND_SERVES_STYLE,
        features=("kind",),
        degree=fit,
        mentor_kind=mentor,
        learning_style=mentee,
    )


def _topics_reason(mentor: Levels, mentee: Levels, _: int) -> FitReason:
    offered = {topic for topic, _ in mentor}
    wanted = sorted({topic for topic, _ in mentee})
    if not wanted:
        return FitReason(code=FitCode.NO_TOPICS_WANTED, features=("topics",))
    shared = [topic for topic in wanted if topic in offered]
    return FitReason(
        code=FitCode.TOPICS_OFFERED,
        features=("topics",),
        values=tuple(shared[:MOST_NAMED]),
        count=len(shared),
        of=len(wanted),
    )


FEATURES: Final = (
    Feature(
        "topics",
        Kind.LEVELS,
        lambda p: tuple((t.topic, t.level) for t in p.topics),
        span=3,
        own={Measure.COMPLEMENT: Compare(None, _topics_reason)},
    ),
    Feature(
        "kind",
        Kind.CATEGORY,
        category("kind"),
        own={Measure.COMPLEMENT: Compare(serves, _serves_reason)},
    ),
)
