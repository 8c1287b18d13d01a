"""The participants of a round, in an order that depends on the participants alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from services.matching.domain.people.person import Person
from services.matching.domain.people.programme import Programme
from services.matching.domain.policy import DEFAULT, Policy
from services.matching.domain.rounds.adjustment import AS_COMPUTED, Adjustment
from shared.contracts.enrollment import FeatureDefinition, ProgrammeRules
from shared.contracts.vocabulary import Role
from shared.kernel import stable_id


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a round.

    Attributes:
        rules: the programme's.
        day: the round's day; working hours are compared in its year.
        seed: decides between equals: the same seed, the same round.
        policy: the coordinator's decisions; what it leaves open the programme's rules say.
        adjustment: decisions about single pairs of this one round.
        shortlists: everybody of the side that chooses is shown as many as the policy says.
        defined: the features that questionnaires of the programme define.
    """

    rules: ProgrammeRules
    day: date
    seed: str
    policy: Policy = DEFAULT
    adjustment: Adjustment = AS_COMPUTED
    shortlists: bool = False
    defined: tuple[FeatureDefinition, ...] = ()

    def lists_for(self, role: Role) -> bool:
        """Return whether lists are made for this side."""
        return self.shortlists and self.policy.choice.chooser is role

    @classmethod
    def of(cls, programme: Programme, policy: Policy, day: date, seed: str) -> "Terms":
        """Return the terms of a round of this programme."""
        return cls(programme.rules, day, seed, policy, defined=programme.features)

    def same_decisions(self, other: "Terms") -> bool:
        """Return whether both say the same about who may be matched and how.

        Day, seed and single pairs aside.
        """
        return (self.rules, self.policy, self.defined) == (other.rules, other.policy, other.defined)


@dataclass(frozen=True, slots=True)
class Pool:
    """Ready people with a free place, by role.

    Attributes:
        mentors: in the order of a lottery.
        mentees: the same.
        prioritised: ids of people unmatched in one of the latest rounds who have nobody now, and of people
            first in line.
        named: ids of those whom the round is for, if it is not for everybody; the others are there for them.
        taken_elsewhere: those with nobody here whose capacity other programmes have, by id: in no round.
    """

    mentors: tuple[Person, ...]
    mentees: tuple[Person, ...]
    prioritised: frozenset[str] = frozenset()
    named: frozenset[str] | None = None
    taken_elsewhere: tuple[Person, ...] = ()

    @classmethod
    def of(
        cls,
        people: Iterable[Person],
        seed: str,
        unmatched: Iterable[str] = (),
        named: Iterable[str] | None = None,
        free_before: datetime | None = None,
    ) -> "Pool":
        """Return those who take part, in the order of a lottery by seed and id: no name or age is favoured.

        Where only some are matched, of each role there are those, and if some of the other role are among
        them, everybody who answers when asked, and was free before.
        """
        people = list(people)
        free = sorted((p for p in people if p.free_places), key=lambda p: (stable_id(seed, p.id), p.id))
        waiting = frozenset(unmatched)
        few = None if named is None else frozenset(named)
        sought = set(Role) if few is None else {p.role.other for p in free if p.id in few}
        taking_part = [
            p
            for p in free
            if few is None
            or p.id in few
            or (p.role in sought and not p.is_silent and p.was_free(free_before))
        ]
        return cls(
            mentors=tuple(p for p in taking_part if p.role is Role.MENTOR),
            mentees=tuple(p for p in taking_part if p.role is Role.MENTEE),
            prioritised=frozenset(
                p.id for p in taking_part if p.first_in_line or (p.id in waiting and not p.places_held)
            ),
            named=few,
            taken_elsewhere=_taken_elsewhere(p for p in people if few is None or p.id in few),
        )

    def is_for(self, person: Person) -> bool:
        """Return whether the round is to match this person, who is not only there for others."""
        return self.named is None or person.id in self.named

    def most_pairs(self, terms: Terms) -> int:
        """Return how many pairs there would be if places, or the lengths of lists, alone decided."""
        sides = [
            terms.policy.choice.shown * len(side)
            if terms.lists_for(role)
            else sum(p.free_places for p in side)
            for role, side in ((Role.MENTOR, self.mentors), (Role.MENTEE, self.mentees))
        ]
        if self.named is not None:
            sides.append(sum(p.free_places for p in (*self.mentors, *self.mentees) if self.is_for(p)))
        return min(sides)


def _taken_elsewhere(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(
        sorted((p for p in people if p.is_taken_elsewhere and not p.places_held), key=lambda p: p.id)
    )
