"""The computation of a round: rules, scores, assignment, proof, explanations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from services.matching.domain.arrays import Flags, Ints
from services.matching.domain.eligibility.counting import Eligible, count_eligible, count_excluded
from services.matching.domain.pairs.runner_up import RunnerUp
from services.matching.domain.people.person import Person
from services.matching.domain.policy import Aim
from services.matching.domain.rounds.inputs_digest import digest
from services.matching.domain.rounds.pool import Pool, Terms
from services.matching.domain.rounds.results.certificate import Certificate, RoundOutcome
from services.matching.domain.rounds.results.price import Price
from services.matching.domain.rounds.results.unmatched import Extent, LeftOut, Relaxed
from services.matching.domain.scoring.explanations import explain, explain_unmatched
from services.matching.domain.solving.alternatives import runners_up
from services.matching.domain.solving.relaxations import Outlook, look_out, relaxations
from services.matching.domain.solving.round_problem import Question, question_of
from services.matching.domain.solving.session import Solving
from services.matching.domain.solving.solution import Solution, best_round
from services.matching.engine import NO_LIMITS, Limits, Progress, Start, best_partners, ignore, start_from
from shared.contracts.matching import Contribution
from shared.contracts.vocabulary import Role

SOLVER: Final = "dual-prices/3"
"""The engine's method and version: a new version may settle ties in another way."""
MOST_LOOKED_AT: Final = 500
"""People of each role for whom rules one step looser are counted."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pair that was chosen."""

    mentor: Person
    mentee: Person
    score: int
    explanation: tuple[Contribution, ...]
    runner_up: RunnerUp | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A computed round, not yet saved.

    Attributes:
        pool: who took part.
        matches: the pairs.
        unmatched: who got nobody, and why.
        certificate: what it proves, to be stored with the round.
        prices: what the objective's bounds cost.
        relaxed: what rules a step looser would give; nothing where nobody could gain.
        extent: how far one looked for that.
        duals: what one place more of each mentor would be worth, where a similar computation can start from.
    """

    pool: Pool
    matches: tuple[Match, ...]
    unmatched: tuple[LeftOut, ...]
    certificate: Certificate
    prices: tuple[Price, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    extent: Extent = Extent.NOT_NEEDED
    duals: Mapping[str, int] = field(default_factory=dict)


def draft_round(
    pool: Pool,
    terms: Terms,
    limits: Limits = NO_LIMITS,
    progress: Callable[[Progress], None] = ignore,
    start: Start | None = None,
) -> Draft:
    """Compute a round: rules, scores, assignment, proof, explanations.

    Everything taken and given can be pickled, so it may run in another process.

    Args:
        pool: who takes part.
        terms: rules, policy, day and seed.
        limits: when to stop early; the draft then holds the best found so far, and says so.
        progress: told after every step, in the calling thread.
        start: what was kept of a similar round; ties may then be settled otherwise.

    Raises:
        RuleBroken: rules or criteria can't be computed for these people.
    """
    question = question_of(pool, terms)
    solving = Solving(limits, progress)
    found = best_round(question, solving, start)
    solving.tell("runners-up")
    eligible = count_eligible(question.barriers, len(pool.mentees), len(pool.mentors))
    best, _ = best_partners(question.problem, 1 + _most_partners(found), limits)
    below = None if terms.policy.objective.floor is None or limits.cancelled() else best[:, 0] < 0
    outlook = look_out(question, found, solving)
    solving.tell("reasons")
    duals = start_from(question.problem, found.result).prices
    return Draft(
        pool=pool,
        matches=_matches(question, found, best),
        unmatched=(
            *_unmatched(question, found, eligible, outlook, Role.MENTEE, below),
            *_unmatched(question, found, eligible, outlook, Role.MENTOR),
        ),
        certificate=_certificate(question, found, eligible.pairs),
        prices=found.prices,
        relaxed=outlook.relaxed,
        extent=outlook.extent,
        duals={str(mentor): price for mentor, price in duals.items()},
    )


def _most_partners(found: Solution) -> int:
    return int(np.bincount(found.pairs[:, 0]).max(initial=1))


def _matches(question: Question, found: Solution, best: Ints) -> tuple[Match, ...]:
    pool, totals = question.pool, found.scores.tolist()
    explained = explain(pool, question.scored, found.pairs, found.points)
    following = runners_up(question, found.pairs, found.scores, best)
    return tuple(
        Match(pool.mentors[mentor], pool.mentees[mentee], totals[n], explained[n], following[n])
        for n, (mentee, mentor) in enumerate(found.pairs.tolist())
    )


def _unmatched(
    question: Question,
    found: Solution,
    eligible: Eligible,
    outlook: Outlook,
    role: Role,
    below: Flags | None = None,
) -> list[LeftOut]:
    """Reasons for those not matched, by participant id."""
    pool, side = question.pool, 0 if role is Role.MENTEE else 1
    people, others = (pool.mentees, pool.mentors) if side == 0 else (pool.mentors, pool.mentees)
    matched = set(found.pairs[:, side].tolist())
    left = [n for n in range(len(people)) if n not in matched and pool.is_for(people[n])]
    left.sort(key=lambda n: people[n].id)
    counts = (eligible.mentees if side == 0 else eligible.mentors)[left]
    excluded: dict[str, Ints] = {}
    for barrier in question.barriers:
        counts_of = count_excluded(barrier, len(pool.mentees), len(pool.mentors))[side][left]
        excluded[barrier.name] = excluded.get(barrier.name, 0) + counts_of
    few = np.array(left[:MOST_LOOKED_AT], dtype=np.int64)
    would = relaxations(outlook, few, counts[: len(few)], len(others), side=side)
    return explain_unmatched(
        [people[n] for n in left],
        others=len(others),
        eligible=counts,
        excluded=excluded,
        barriers=question.barriers,
        below=[below is not None and bool(below[n]) for n in left],
        would={people[n].id: each for n, each in zip(few.tolist(), would, strict=True)},
    )


def _certificate(question: Question, found: Solution, eligible_pairs: int) -> Certificate:
    pool, terms = question.pool, question.terms
    return Certificate(
        outcome=RoundOutcome(found.result.outcome.value),
        gap=found.gap,
        total=found.score,
        bound=found.score + found.gap,
        pairs=len(found.pairs),
        more_pairs=_more_pairs(question, found),
        mentors=len(pool.mentors),
        mentees=len(pool.mentees),
        pairs_considered=len(pool.mentors) * len(pool.mentees),
        eligible_pairs=eligible_pairs,
        solver=SOLVER,
        policy_version=terms.policy.number,
        seed=terms.seed,
        inputs=digest(pool, terms),
    )


def _more_pairs(question: Question, found: Solution) -> int:
    """How many more pairs there could be at most; of no account where pairs are made for their points."""
    participation = question.terms.policy.objective.aim is Aim.PARTICIPATION
    return found.result.missing_pairs() if participation else 0
