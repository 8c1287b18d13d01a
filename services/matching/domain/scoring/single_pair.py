"""One pair on its own: whether it is allowed, and what it would score; the same as in a round."""

import numpy as np

from services.matching.domain.eligibility.compiled_rules import (
    MUST_NOT,
    CompiledRule,
    compile_rule,
    compile_rules,
    rules_on,
)
from services.matching.domain.eligibility.counting import excluded_by
from services.matching.domain.eligibility.must_pairs import binds
from services.matching.domain.eligibility.rules import RULES
from services.matching.domain.people.person import Person
from services.matching.domain.policy import PairOf
from services.matching.domain.rounds.pool import Pool, Terms
from services.matching.domain.scoring.explanations import explain
from services.matching.domain.scoring.scores import points_of, scored_by
from shared.contracts.matching import Contribution

_BOTH = np.zeros((1, 2), dtype=np.int64)


def score_pair(mentor: Person, mentee: Person, terms: Terms) -> tuple[int, tuple[Contribution, ...]]:
    """Return the score that is shown of a pair, allowed or not, and why: sensitive criteria aside."""
    pool = Pool((mentor,), (mentee,))
    scored = scored_by(pool, terms)
    explanation = explain(pool, scored, _BOTH, points_of(scored, _BOTH))[0]
    return sum(part.points for part in explanation), explanation


def count_pair(mentor: Person, mentee: Person, terms: Terms) -> int:
    """Return the points a round counts for a pair, sensitive criteria included: never shown to anybody."""
    return int(points_of(scored_by(Pool((mentor,), (mentee,)), terms), _BOTH).sum())


def binding_rule(mentor: Person, mentee: Person, terms: Terms) -> str | None:
    """Return the name of the first rule that forbids a pair; None if it is allowed."""
    return next((rule.name for rule in _broken(mentor, mentee, terms)), None)


def forbidden_by(mentor: Person, mentee: Person, terms: Terms) -> str | None:
    """Return the rule that forbids a pair that was proposed already, after facts changed.

    None if none does.
    """
    broken = (rule.name for rule in _broken(mentor, mentee, terms))
    return next((name for name in broken if name not in RULES or RULES[name].lasting), None)


def barred_by(mentor: Person, mentee: Person, terms: Terms) -> str | None:
    """Return the reason that forbids a pairing (a conflict of interest, a must-not), or None."""
    pair = PairOf(mentor_id=mentor.id, mentee_id=mentee.id)
    return conflict_of(mentor, mentee, terms) or (MUST_NOT if pair in terms.policy.must_not_pair else None)


def conflict_of(mentor: Person, mentee: Person, terms: Terms) -> str | None:
    """Return the name of the first rule by which the two have a conflict of interest; None without one."""
    pool = Pool((mentor,), (mentee,))
    must_pair = terms.policy.must_make(mentor.id, mentee.id)
    return next(
        (
            rule.name
            for rule, value in rules_on(terms)
            if rule.conflict
            and (must_pair is None or binds(rule.name, must_pair))
            and any(excluded_by(compiled, _BOTH).any() for compiled in compile_rule(rule, value, pool, terms))
        ),
        None,
    )


def _broken(mentor: Person, mentee: Person, terms: Terms) -> list[CompiledRule]:
    """Return the rules a pair breaks.

    Of a pair the coordinator wants made, those that bind it all the same.
    """
    must_pair = terms.policy.must_make(mentor.id, mentee.id)
    return [
        rule
        for rule in compile_rules(Pool((mentor,), (mentee,)), terms)
        if excluded_by(rule, _BOTH).any() and (must_pair is None or binds(rule.name, must_pair))
    ]
