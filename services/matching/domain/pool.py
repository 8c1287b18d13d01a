"""Who takes part in a round, in an order that depends on nothing but the people themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.matching.domain.person import Person
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.vocabulary import Role
from shared.kernel import stable_id


@dataclass(frozen=True, slots=True)
class Terms:
    """What a round is computed under.

    Attributes:
        rules: the programme's.
        day: the round's day; working hours are compared in its year.
        seed: decides between equals: the same seed, the same round.
    """

    rules: ProgrammeRules
    day: date
    seed: str


@dataclass(frozen=True, slots=True)
class Pool:
    """Ready people with a free place, by role."""

    mentors: tuple[Person, ...]
    mentees: tuple[Person, ...]

    @classmethod
    def of(cls, people: Iterable[Person], seed: str) -> "Pool":
        """Those who take part, in the order of a lottery by seed and id: no name or age is favoured."""
        free = sorted((p for p in people if p.free_places), key=lambda p: (stable_id(seed, p.id), p.id))
        return cls(
            mentors=tuple(p for p in free if p.role is Role.MENTOR),
            mentees=tuple(p for p in free if p.role is Role.MENTEE),
        )
