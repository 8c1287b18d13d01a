"""Repeatable chance: each draw depends on what it decides alone, never on time or order."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Draws of one run.

    The same seed and the same words always give the same draw, however many draws came before: that is
    what makes a run with a crash in it end like one without.

    Args:
        seed: distinguishes the draws of one run from another's.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def dice(self, *about: str | int) -> Random:
        """A source of randomness for one matter."""
        return Random("/".join(map(str, (self._seed, *about))))

    def share(self, *about: str | int) -> float:
        """A number from 0 up to 1."""
        return self.dice(*about).random()

    def happens(self, probability: float, *about: str | int) -> bool:
        """Whether something with this probability comes about."""
        return self.share(*about) < probability

    def choose(self, options: Sequence[T], *about: str | int) -> T:
        """One of the options, each as likely."""
        return self.dice(*about).choice(options)
