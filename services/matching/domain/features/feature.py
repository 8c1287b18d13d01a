"""The interface of published features."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeAlias

from services.matching.domain.arrays import Ints
from services.matching.domain.policy.measure import Measure
from shared.contracts.enrollment import MatchingProfile
from shared.contracts.matching import FitReason
from shared.contracts.vocabulary import Role

FULL: Final = 1000
"""A degree is a whole number from 0 (doesn't fit) to 1000 (fits fully)."""
NEUTRAL: Final = FULL // 2
"""The degree where a fact is unknown: neither for nor against."""
MOST_NAMED: Final = 8
"""The most shared values that a reason names."""


class Kind(StrEnum):
    """The kind of a feature's values."""

    CATEGORY = "category"
    """A word, or None."""
    NUMBER = "number"
    """A whole number, or None."""
    LEVELS = "levels"
    """Words with a level each: ``(("en", 4), ("de", 5))``."""
    HOURS = "hours"
    """A working day."""


Degrees: TypeAlias = Callable[[Sequence[Any], Sequence[Any], int], Ints]
"""Degrees of different mentees' values (rows) with different mentors' values (columns), in a year."""
Reason: TypeAlias = Callable[[Any, Any, int], FitReason]
"""The reason behind a degree, from a mentor's and a mentee's value."""


@dataclass(frozen=True, slots=True)
class Compare:
    """A feature's own way of being compared.

    Attributes:
        degrees: the comparison; None where the kind has one already and only the reason differs.
        reason: what it found out; None: as for every other feature of the measure.
    """

    degrees: Degrees | None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """One fact about participants that rules and criteria may use.

    Attributes:
        name: what policies call it.
        kind: of its values.
        value: reads it from a profile; None where unknown.
        roles: who has it.
        sensitive: never shown in explanations, and compared only in sum with the other sensitive ones.
        private: explained to coordinators only: the two of a pair could learn of each other what is kept from
            them, such as a grade.
        span: of a number, the distance that counts as entirely different; of levels, the highest.
        own: measures of its own, besides or instead of those of its kind.
    """

    name: str
    kind: Kind
    value: Callable[[MatchingProfile], Any]
    roles: frozenset[Role] = frozenset(Role)
    sensitive: bool = False
    private: bool = False
    span: int = 1
    own: Mapping[Measure, Compare] = field(default_factory=dict)
