"""The weight of a criterion: one of five words, or a number of points."""

import math
from collections.abc import Sequence
from typing import Final

WORDS: Final = {"none": 0, "little": 5, "some": 10, "much": 20, "most": 40}
"""Points of each word, before the points of all criteria are brought to 100."""
ALL: Final = 10_000
"""100 points, in hundredths."""


def nearest_word(points: float) -> str:
    """Return the word for a number of points; each word is worth twice the one before."""
    if points <= 0:
        return "none"
    return min((word for word in WORDS if WORDS[word]), key=lambda word: abs(math.log(points / WORDS[word])))


def brought_to_all(points: Sequence[float]) -> list[int]:
    """Return hundredths in the same proportions that add up to 100 points; nothing where all are 0."""
    total = sum(points)
    if not total:
        return [0] * len(points)
    exact = [ALL * one / total for one in points]
    whole = [int(one) for one in exact]
    largest_rest = sorted(range(len(exact)), key=lambda n: whole[n] - exact[n])
    for n in largest_rest[: ALL - sum(whole)]:
        whole[n] += 1
    return whole
