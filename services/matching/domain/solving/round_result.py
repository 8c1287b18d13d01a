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
from services.matching.domain.rounds.results.certificate import Certificate
from services.matching.domain.rounds.results.price import Price
from services.matching.domain.rounds.results.unmatched import Extent, Relaxed, UnmatchedPerson
from services.matching.domain.scoring.explanations import (
    explain,
    explain_taken_elsewhere,
    explain_unmatched,
)
from services.matching.domain.solving.alternatives import find_runners_up
from services.matching.domain.solving.relaxations import Relaxations, compute_relaxations, relaxations_of
from services.matching.domain.solving.round_problem import RoundProblem, round_problem_of
from services.matching.domain.solving.session import SolverSession
from services.matching.domain.solving.solution import Solution, best_round
from services.matching.engine import (
    NO_LIMITS,
    Limits,
    SolverProgress,
    Start,
    best_partners,
    ignore,
    start_from,
)
from shared.contracts.matching import Contribution, RoundOutcome
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
class RoundResult:
    """A computed round, not yet saved.

    Attributes:
        pool: who took part.
        matches: the pairs.
        unmatched: who got nobody, and why; those last whose capacity other programmes have.
        certificate: what it proves, to be stored with the round.
        prices: what the objective's bounds cost.
        relaxed: what rules a step looser would give; nothing where nobody could gain.
        extent: how much of that was computed.
        duals: what one place more of each mentor would be worth, where a similar computation can start from.
    """

    pool: Pool
    matches: tuple[Match, ...]
    unmatched: tuple[UnmatchedPerson, ...]
    certificate: Certificate
    prices: tuple[Price, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    extent: Extent = Extent.NOT_NEEDED
    duals: Mapping[str, int] = field(default_factory=dict)


def compute_round(
    pool: Pool,
    terms: Terms,
    limits: Limits = NO_LIMITS,
    progress: Callable[[SolverProgress], None] = ignore,
    start: Start | None = None,
) -> RoundResult:
    """Compute a round: rules, scores, assignment, proof, explanations.

    Everything taken and given can be pickled, so it may run in another process.

    Args:
        pool: who takes part.
        terms: rules, policy, day and seed.
        limits: when to stop early; the result then holds the best found so far, and says so.
        progress: called after every step, in the calling thread.
        start: what was kept of a similar round; ties may then be settled otherwise.

    Raises:
        RuleBroken: rules or criteria can't be computed for these people.
    """
    round_problem = round_problem_of(pool, terms)
    session = SolverSession(limits, progress)
    solution = best_round(round_problem, session, start)
    session.tell("runners-up")
    eligible = count_eligible(round_problem.rules, len(pool.mentees), len(pool.mentors))
    best, _ = best_partners(round_problem.problem, 1 + _most_partners(solution), limits)
    below = None if terms.policy.objective.floor is None or limits.cancelled() else best[:, 0] < 0
    relaxations = compute_relaxations(round_problem, solution, session)
    session.tell("reasons")
    duals = start_from(round_problem.problem, solution.result).prices
    return RoundResult(
        pool=pool,
        matches=_matches(round_problem, solution, best),
        unmatched=(
            *_unmatched(round_problem, solution, eligible, relaxations, Role.MENTEE, below),
            *_unmatched(round_problem, solution, eligible, relaxations, Role.MENTOR),
            *map(explain_taken_elsewhere, pool.taken_elsewhere),
        ),
        certificate=_certificate(round_problem, solution, eligible.pairs),
        prices=solution.prices,
        relaxed=relaxations.relaxed,
        extent=relaxations.extent,
        duals={str(mentor): price for mentor, price in duals.items()},
    )


def _most_partners(solution: Solution) -> int:
    return int(np.bincount(solution.pairs[:, 0]).max(initial=1))


def _matches(round_problem: RoundProblem, solution: Solution, best: Ints) -> tuple[Match, ...]:
    pool, totals = round_problem.pool, solution.scores.tolist()
    explained = explain(pool, round_problem.scored, solution.pairs, solution.points)
    following = find_runners_up(round_problem, solution.pairs, solution.scores, best)
    return tuple(
        Match(pool.mentors[mentor], pool.mentees[mentee], totals[n], explained[n], following[n])
        for n, (mentee, mentor) in enumerate(solution.pairs.tolist())
    )


def _unmatched(
    round_problem: RoundProblem,
    solution: Solution,
    eligible: Eligible,
    relaxations: Relaxations,
    role: Role,
    below: Flags | None = None,
) -> list[UnmatchedPerson]:
    """Reasons for those not matched, by participant id."""
    pool, side = round_problem.pool, 0 if role is Role.MENTEE else 1
    people, others = (pool.mentees, pool.mentors) if side == 0 else (pool.mentors, pool.mentees)
    matched = set(solution.pairs[:, side].tolist())
    left = [n for n in range(len(people)) if n not in matched and pool.is_for(people[n])]
    left.sort(key=lambda n: people[n].id)
    counts = (eligible.mentees if side == 0 else eligible.mentors)[left]
    excluded: dict[str, Ints] = {}
    for rule in round_problem.rules:
        counts_of = count_excluded(rule, len(pool.mentees), len(pool.mentors))[side][left]
        excluded[rule.name] = excluded.get(rule.name, 0) + counts_of
    few = np.array(left[:MOST_LOOKED_AT], dtype=np.int64)
    would = relaxations_of(relaxations, few, counts[: len(few)], len(others), side=side)
    return explain_unmatched(
        [people[n] for n in left],
        others=len(others),
        eligible=counts,
        excluded=excluded,
        rules=round_problem.rules,
        below=[below is not None and bool(below[n]) for n in left],
        would={people[n].id: each for n, each in zip(few.tolist(), would, strict=True)},
    )


def _certificate(round_problem: RoundProblem, solution: Solution, eligible_pairs: int) -> Certificate:
    pool, terms = round_problem.pool, round_problem.terms
    return Certificate(
        outcome=RoundOutcome(solution.result.outcome.value),
        gap=solution.gap,
        total=solution.score,
        bound=solution.score + solution.gap,
        pairs=len(solution.pairs),
        more_pairs=_more_pairs(round_problem, solution),
        mentors=len(pool.mentors),
        mentees=len(pool.mentees),
        pairs_considered=len(pool.mentors) * len(pool.mentees),
        eligible_pairs=eligible_pairs,
        solver=SOLVER,
        policy_version=terms.policy.number,
        seed=terms.seed,
        inputs=digest(pool, terms),
    )


def _more_pairs(round_problem: RoundProblem, solution: Solution) -> int:
    """Return how many more pairs there could be at most.

    Of no account where pairs are made for their points.
    """
    participation = round_problem.terms.policy.objective.aim is Aim.PARTICIPATION
    return solution.result.missing_pairs() if participation else 0
