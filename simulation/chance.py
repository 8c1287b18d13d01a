"""Repeatable chance: each draw depends on what it decides alone, never on time or order."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Draws of one run.

    The same seed and the same words always give the same draw, however many draws came before, so that
    a run with a crash ends like one without.

    Args:
        seed: distinguishes the draws of one run from another's.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def dice(self, *about: str | int) -> Random:
        """Return a source of randomness for one decision."""
        return Random("/".join(map(str, (self._seed, *about))))

    def share(self, *about: str | int) -> float:
        """Return a number from 0 up to 1."""
        return self.dice(*about).random()

    def happens(self, probability: float, *about: str | int) -> bool:
        """Return True with this probability."""
        return self.share(*about) < probability

    def choose(self, options: Sequence[T], *about: str | int) -> T:
        """Choose one of the options, all equally likely."""
        return self.dice(*about).choice(options)
