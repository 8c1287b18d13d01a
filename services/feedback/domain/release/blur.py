"""Random rounding, and the noise of a histogram; chance is an argument."""

from collections.abc import Iterable
from random import Random


def round_randomly(value: float, chance: Random) -> int:
    """Return one of the two whole numbers around a value, so that the mean is the value."""
    whole = int(value)
    return whole + (value > whole and chance.random() < value - whole)


def noise(decay: float, chance: Random) -> int:
    """Return a two-sided geometric number: ``n`` has a probability proportional to ``decay ** abs(n)``."""
    return _geometric(decay, chance) - _geometric(decay, chance)


def blurred_histogram(
    votes: Iterable[float], decay: float, chance: Random, *, levels: int
) -> tuple[int, ...]:
    """Count votes by level, each randomly rounded, and add noise to each count."""
    counts = [0] * levels
    for vote in votes:
        counts[round_randomly(vote, chance) - 1] += 1
    return tuple(count + noise(decay, chance) for count in counts)


def _geometric(decay: float, chance: Random) -> int:
    number = 0
    while chance.random() < decay:
        number += 1
    return number
