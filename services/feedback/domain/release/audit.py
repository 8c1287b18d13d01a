"""How much of a person's unchanging opinion all released groups together can explain.

The best linear observer of all groups explains the share ``m' (M M' + noise I)^-1 m`` of the variance of one
person's opinion, where ``M`` says who is in which group and ``m`` is that person's column. The bound depends
on memberships alone, so that neither a group nor its refusal says anything about an answer.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.feedback.domain.release.parameters import Parameters

_AT_ONCE: Final = 8192
"""People whose columns are expanded at a time, so that memory stays flat."""


class Audit:
    """The memberships of all groups of a programme.

    Args:
        groups: the people of each group released before.
        noise: see `Parameters.audit_noise`.
    """

    def __init__(self, groups: Iterable[Sequence[str]], noise: float) -> None:
        self._noise = noise
        self._columns: dict[str, int] = {}
        self._members: list[NDArray[np.intp]] = []
        for people in groups:
            self.add(people)

    def add(self, people: Sequence[str]) -> None:
        """Add a group."""
        self._members.append(self._numbered(people))

    def allows(self, people: Sequence[str], parameters: Parameters) -> bool:
        """Return whether nobody is explained by more than the bound, if this group were added."""
        return self.explained_with(people) <= parameters.explained

    def explained_with(self, people: Sequence[str]) -> float:
        """Return the largest explained share of any person, if this group were added."""
        self.add(people)
        try:
            return float(self.explained().max())
        finally:
            self._members.pop()

    def explained(self) -> NDArray[np.float64]:
        """Return the explained share of each person, in the order in which people came."""
        shares = np.zeros(len(self._columns))
        weights = np.linalg.inv(self._overlaps() + self._noise * np.eye(len(self._members)))
        for first in range(0, len(shares), _AT_ONCE):
            columns = self._expanded(first)
            shares[first : first + _AT_ONCE] = np.einsum("gp,gp->p", columns, weights @ columns)
        return shares

    def _overlaps(self) -> NDArray[np.float64]:
        """Return how many people each two groups have in common."""
        overlaps = np.zeros((len(self._members), len(self._members)))
        for first in range(0, len(self._columns), _AT_ONCE):
            columns = self._expanded(first)
            overlaps += columns @ columns.T
        return overlaps

    def _expanded(self, first: int) -> NDArray[np.float64]:
        """Return which of the next people are in which group."""
        size = min(_AT_ONCE, len(self._columns) - first)
        columns = np.zeros((len(self._members), size))
        for group, members in enumerate(self._members):
            here = members[(members >= first) & (members < first + size)]
            columns[group, here - first] = 1.0
        return columns

    def _numbered(self, people: Sequence[str]) -> NDArray[np.intp]:
        numbers = [self._columns.setdefault(person, len(self._columns)) for person in people]
        return np.array(numbers, dtype=np.intp)
