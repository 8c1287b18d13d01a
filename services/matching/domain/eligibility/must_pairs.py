"""Pairs a coordinator wants made: which rules bind them all the same."""

from collections.abc import Sequence

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.eligibility.compiled_rules import (
    CompiledRule,
    compile_rule,
    numbers_of,
    rules_on,
)
from services.matching.domain.eligibility.counting import excluded_by
from services.matching.domain.eligibility.rules import RULES
from services.matching.domain.people.person import Person
from services.matching.domain.policy import MustPair
from services.matching.domain.rounds.pool import Pool, Terms
from shared.contracts.vocabulary import Role


def binds(rule: str, pair: MustPair) -> bool:
    """Return whether a rule binds a pair to be made.

    No policy can switch it off, or it is a conflict not named.
    """
    published = RULES.get(rule)
    return published is not None and (published.always or (published.conflict and rule not in pair.despite))


def present_in(pool: Pool, terms: Terms) -> list[MustPair]:
    """Return the pairs to be made whose both people take part in a round."""
    mentors, mentees = {person.id for person in pool.mentors}, {person.id for person in pool.mentees}
    return [
        pair for pair in terms.policy.must_pair if pair.mentor_id in mentors and pair.mentee_id in mentees
    ]


def bound_by(pairs: Sequence[MustPair], numbers: Ints, rules: Sequence[CompiledRule]) -> list[str | None]:
    """For each pair the first rule that binds it all the same; None where it can be made.

    Args:
        pairs: to be made.
        numbers: their mentees' and mentors' places, [k, 2].
        rules: the rules.
    """
    binding: list[str | None] = [None] * len(pairs)
    for rule in rules:
        for n in np.flatnonzero(excluded_by(rule, numbers)).tolist():
            if binding[n] is None and binds(rule.name, pairs[n]):
                binding[n] = rule.name
    return binding


def conflicts_of(people: Sequence[Person], terms: Terms) -> list[str | None]:
    """For each pair to be made the first conflict of interest it does not name; None where there is none.

    Args:
        people: both of each pair.
        terms: with the pairs.

    Raises:
        RuleBroken: a rule can't be computed for these people.
    """
    pool = Pool(
        tuple(person for person in people if person.role is Role.MENTOR),
        tuple(person for person in people if person.role is Role.MENTEE),
    )
    conflicts = [
        compiled
        for rule, value in rules_on(terms)
        if rule.conflict
        for compiled in compile_rule(rule, value, pool, terms)
    ]
    pairs = terms.policy.must_pair
    return bound_by(pairs, numbers_of(pairs, pool), conflicts)
