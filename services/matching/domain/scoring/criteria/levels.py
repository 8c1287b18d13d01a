"""Words with levels (topics, languages) compared word by word: a column for each word.

Every function takes the words of mentees and of mentors, the weight and the highest level, and gives the
columns of both sides. A mentee without any word gets half the weight with everybody.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.features import FULL, NEUTRAL
from services.matching.domain.policy.measure import Measure

Words: TypeAlias = Sequence[tuple[tuple[str, int], ...]]
Both: TypeAlias = tuple[Ints, Ints]
Entries: TypeAlias = Sequence[Mapping[str, int]]


def complement(mentees: Words, mentors: Words, weight: int, top: int) -> Both:
    """Return how much of what the mentee wants the mentor offers; each wish counts by its level."""
    wishes, offers = _tables([_best(row) for row in mentees], [_best(row) for row in mentors])
    most = np.maximum(1, top * wishes.sum(axis=1, keepdims=True))
    return _with_neutral(weight * wishes // most, offers, mentees, weight)


def similar(mentees: Words, mentors: Words, weight: int, _: int) -> Both:
    """Return how many of the mentee's words the mentor has too."""
    own, theirs = _tables(
        [dict.fromkeys(_best(row), 1) for row in mentees], [dict.fromkeys(_best(row), 1) for row in mentors]
    )
    return _with_neutral(_shared_out(own, weight), theirs, mentees, weight)


def different(mentees: Words, mentors: Words, weight: int, top: int) -> Both:
    """Return how few of the mentee's words the mentor has."""
    own, theirs = similar(mentees, mentors, weight, top)
    everything = np.full((len(mentees), 1), weight, dtype=np.int64)
    return np.hstack([-own, everything]), np.hstack([theirs, np.ones_like(theirs[:, :1])])


def at_least(mentees: Words, mentors: Words, weight: int, _: int) -> Both:
    """Return how many of the mentee's words the mentor has at the mentee's level or above."""
    own, theirs = _tables(
        [{f"{word} {level}": 1 for word, level in _best(row).items()} for row in mentees],
        [
            {f"{word} {least}": 1 for word, level in _best(row).items() for least in range(1, level + 1)}
            for row in mentors
        ],
    )
    return _with_neutral(_shared_out(own, weight), theirs, mentees, weight)


def _best(row: tuple[tuple[str, int], ...]) -> dict[str, int]:
    """Return the highest level of each word."""
    best: dict[str, int] = {}
    for word, level in row:
        best[word] = max(level, best.get(word, 0))
    return best


def _tables(mentees: Entries, mentors: Entries) -> Both:
    """Return a column for each word any mentee has."""
    words = sorted({word for row in mentees for word in row})
    column = {word: n for n, word in enumerate(words)}
    return _table(mentees, column), _table(mentors, column)


def _table(rows: Entries, column: Mapping[str, int]) -> Ints:
    table = np.zeros((len(rows), len(column)), dtype=np.int64)
    cells = [
        (n, column[word], level)
        for n, row in enumerate(rows)
        for word, level in row.items()
        if word in column
    ]
    if cells:
        at = np.array(cells, dtype=np.int64)
        table[at[:, 0], at[:, 1]] = at[:, 2]
    return table


def _shared_out(own: Ints, weight: int) -> Ints:
    """Return the weight, shared out evenly over a mentee's words."""
    shares: Ints = own * (weight // np.maximum(1, own.sum(axis=1, keepdims=True)))
    return shares


def _with_neutral(own: Ints, theirs: Ints, mentees: Words, weight: int) -> Both:
    """Return one column more, for mentees without any word."""
    half = [0 if row else weight * NEUTRAL // FULL for row in mentees]
    neutral = np.array(half, dtype=np.int64).reshape(-1, 1)
    return np.hstack([own, neutral]), np.hstack([theirs, np.ones((len(theirs), 1), dtype=np.int64)])


BY_WORDS: Final[Mapping[Measure, Callable[[Words, Words, int, int], Both]]] = {
    Measure.COMPLEMENT: complement,
    Measure.SIMILAR: similar,
    Measure.DIFFERENT: different,
    Measure.AT_LEAST: at_least,
}
