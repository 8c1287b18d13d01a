"""How much of a person's unchanging opinion all released groups together can explain.

The best linear observer of all groups explains the share ``m' (M M' + noise I)^-1 m`` of the variance of one
person's opinion, where ``M`` says who is in which group and ``m`` is that person's column. The bound depends
on memberships alone, so that neither a group nor its refusal says anything about an answer.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from services.feedback.domain.release.parameters import Parameters


class _Added(NamedTuple):
    """A group, and what holds with it.

    Attributes:
        members: the numbers of its people.
        overlaps: how many people it has in common with each group before.
        explained: the explained share of each person.
    """

    members: NDArray[np.int32]
    overlaps: NDArray[np.float64]
    explained: NDArray[np.float64]


class Guard(Protocol):
    """The rule that decides, by memberships alone, whether a group may be released."""

    def allows(self, people: Sequence[str], parameters: Parameters) -> bool:
        """Return whether this group may be released."""
        ...

    def add(self, people: Sequence[str]) -> None:
        """Add a group that is released."""
        ...


class Audit:
    """The memberships of all groups of a programme.

    One group more changes the shares by what the inverse of a matrix with one more row and column says: so
    nothing larger than a number for each person and each pair of groups is ever needed.

    Args:
        groups: the people of each group released before.
        noise: see `Parameters.audit_noise`.
    """

    def __init__(self, groups: Iterable[Sequence[str]], noise: float) -> None:
        self._noise = noise
        self._columns: dict[str, int] = {}
        self._members: list[NDArray[np.int32]] = []
        self._overlaps = np.zeros((0, 0))
        self._explained = np.zeros(0)
        for people in groups:
            self.add(people)

    def add(self, people: Sequence[str]) -> None:
        """Add a group."""
        added = self._with(people)
        size = np.array([[len(added.members)]])
        row = added.overlaps[np.newaxis]
        self._overlaps = np.block([[self._overlaps, row.T], [row, size]])
        self._members.append(added.members)
        self._explained = added.explained

    def allows(self, people: Sequence[str], parameters: Parameters) -> bool:
        """Return whether nobody is explained by more than the bound, if this group were added."""
        return self.explained_with(people) <= parameters.explained

    def explained_with(self, people: Sequence[str]) -> float:
        """Return the largest explained share of any person, if this group were added."""
        return float(self._with(people).explained.max())

    def explained(self) -> NDArray[np.float64]:
        """Return the explained share of each person, in the order in which people came."""
        return self._known(self._explained)

    def _with(self, people: Sequence[str]) -> _Added:
        """Return what a group would change.

        In each person's column, the new group's row is predicted from those of the groups before; what this
        leaves is what the group tells that is new.
        """
        members = np.array(
            [self._columns.setdefault(person, len(self._columns)) for person in people], dtype=np.int32
        )
        news = np.zeros(len(self._columns))
        news[members] = 1.0
        overlaps = np.array([news[group].sum() for group in self._members])
        before = self._overlaps + self._noise * np.eye(len(self._members))
        weights = np.linalg.solve(before, overlaps)
        for group, weight in zip(self._members, weights, strict=True):
            news[group] -= weight
        variance = len(members) + self._noise - overlaps @ weights
        return _Added(members, overlaps, self._known(self._explained) + news**2 / variance)

    def _known(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the shares of all people known by now; new ones are in no group yet."""
        return np.pad(shares, (0, len(self._columns) - len(shares)))


class JointAudit:
    """Several audits, each of which has to allow a group, and gets it.

    Args:
        audits: those of all matters that a question may be about.
    """

    def __init__(self, audits: Iterable[Audit]) -> None:
        self._audits = tuple(audits)

    def allows(self, people: Sequence[str], parameters: Parameters) -> bool:
        """Return whether every audit allows this group."""
        return all(audit.allows(people, parameters) for audit in self._audits)

    def add(self, people: Sequence[str]) -> None:
        """Add a group to every audit."""
        for audit in self._audits:
            audit.add(people)
