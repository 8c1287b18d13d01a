"""The interface of hard rules."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from services.matching.domain.arrays import Flags
from services.matching.domain.people.person import Person
from shared.contracts.enrollment import ProgrammeRules

People: TypeAlias = Sequence[Person]
Key: TypeAlias = Callable[[Person, int], Hashable]
"""The class of a person, at the rule's value: all that the rule knows of them."""
Allowed: TypeAlias = Callable[[Sequence[Any], Sequence[Any], int, int], Flags]
"""The classes of mentees (rows) that may meet classes of mentors (columns), at a value, in a year."""
Pairs: TypeAlias = Callable[[People, People, int], Iterable[tuple[int, int]]]
"""Forbidden pairs of mentees and mentors by their places, at a value. There must be few for each person."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The number a rule turns on.

    Attributes:
        low: least value.
        high: greatest value.
        of: the programme's value, where the policy has none.
        step: how far one relaxation goes; negative where less is looser.
    """

    low: int
    high: int
    of: Callable[[ProgrammeRules], int]
    step: int

    def looser(self, value: int) -> int | None:
        """Return the value after one relaxation; None if it is as loose as can be."""
        changed = value + self.step
        return changed if self.low <= changed <= self.high else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One hard rule, stated in one of three ways.

    By classes of people (`key` and `allowed`), by what two may not share (`same`), or by single pairs
    (`pairs`).

    Attributes:
        name: what policies and reasons call it.
        rank: where several rules exclude equally many partners, the lowest rank is the reason given.
        key: the class of a person.
        allowed: which classes may meet.
        same: what the two may not share; None shares with nobody.
        pairs: pairs that may not meet.
        setting: the number it turns on, if there is one.
        always: no policy can switch it off.
        lasting: counts for pairs that were proposed already, when facts change.
        conflict: a conflict of interest: counts for pairings too, and no must-pair overrides it unasked.
    """

    name: str
    rank: int
    key: Key | None = None
    allowed: Allowed | None = None
    same: Callable[[Person], Hashable | None] | None = None
    pairs: Pairs | None = None
    setting: Setting | None = None
    always: bool = False
    lasting: bool = True
    conflict: bool = False
