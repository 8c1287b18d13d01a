"""The effect of a rule one step looser, or switched off: counted and computed, not estimated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.eligibility.compiled_rules import (
    MUST_NOT,
    ByPair,
    CompiledRule,
    compile_rule,
    forbidden_pairs,
    rules_on,
)
from services.matching.domain.eligibility.counting import count_eligible, only
from services.matching.domain.rounds.results.unmatched import (
    Extent,
    Relaxation,
    RelaxationStep,
    Relaxed,
    StepKind,
)
from services.matching.domain.solving.round_problem import RoundProblem, hard_rules
from services.matching.domain.solving.session import SolverSession
from services.matching.domain.solving.solution import Solution

MOST_PAIRS: Final = 100_000_000
"""Mentees times mentors of a round that is computed again for every rule; for larger ones partners are only
counted. Not a limit of time: the same inputs get the same explanations."""


FLOOR: Final = "floor"


@dataclass(frozen=True, slots=True)
class Step:
    """One rule a step looser, or without it where it has no steps; ``rules``: those that remain."""

    change: RelaxationStep
    rules: tuple[CompiledRule, ...]
    floor: bool = True


@dataclass(frozen=True, slots=True)
class Relaxations:
    """Return the effect of each step: on the whole, and who would be matched then (None: not computed).

    ``extent`` says how far one looked.
    """

    extent: Extent
    steps: tuple[Step, ...]
    relaxed: tuple[Relaxed, ...]
    matched: tuple[tuple[frozenset[int], frozenset[int]] | None, ...]


def compute_relaxations(
    round_problem: RoundProblem, solution: Solution, session: SolverSession
) -> Relaxations:
    """Compute the round again for every rule that can be a step looser, if anybody could gain by it."""
    everybody = (round_problem.pool.mentees, round_problem.pool.mentors)
    if all(len(np.unique(solution.pairs[:, side])) == len(people) for side, people in enumerate(everybody)):
        return Relaxations(Extent.NOT_NEEDED, (), (), ())
    steps = (*_looser(round_problem), *_without(round_problem))
    if not _anybody_left(round_problem, solution) or _large(round_problem):
        extent = Extent.COUNTED if _large(round_problem) else Extent.NOT_NEEDED
        return Relaxations(extent, steps, (), (None,) * len(steps))
    computed = [_again(round_problem, step, solution, session) for step in steps]
    return Relaxations(
        Extent.COMPUTED if all(computed) else Extent.STOPPED,
        steps,
        tuple(c[0] for c in computed if c),
        tuple(c[1] if c else None for c in computed),
    )


def _looser(round_problem: RoundProblem) -> Iterator[Step]:
    """Rules with a number, one step looser."""
    for rule, value in rules_on(round_problem.terms):
        looser = rule.setting.looser(value) if rule.setting else None
        if rule.setting is None or looser is None:
            continue
        others = _others(round_problem, rule.name)
        rules = (*others, *compile_rule(rule, looser, round_problem.pool, round_problem.terms))
        change = RelaxationStep(rule=rule.name, kind=StepKind.LOOSER, value=looser, instead_of=value)
        yield Step(change, rules)


def _without(round_problem: RoundProblem) -> Iterator[Step]:
    """Return the other exclusions, switched off: rules without a number, the coordinator's, the floor."""
    policy = round_problem.terms.policy
    kinds = {
        rule.name: StepKind.RULE_OFF
        for rule, _ in rules_on(round_problem.terms)
        if rule.setting is None and not rule.always
    }
    kinds[MUST_NOT] = StepKind.PAIRS_ALLOWED
    kinds |= {condition.name: StepKind.CONDITION_OFF for condition in policy.conditions}
    excluding = {rule.name for rule in round_problem.rules if _excludes(rule)}
    for name, kind in kinds.items():
        if name in excluding:
            yield Step(RelaxationStep(rule=name, kind=kind), _others(round_problem, name))
    if policy.objective.floor:
        change = RelaxationStep(rule=FLOOR, kind=StepKind.FLOOR_OFF, instead_of=policy.objective.floor)
        yield Step(change, round_problem.rules, floor=False)


def _others(round_problem: RoundProblem, name: str) -> tuple[CompiledRule, ...]:
    return tuple(rule for rule in round_problem.rules if rule.name != name)


def _excludes(rule: CompiledRule) -> bool:
    return bool(len(rule.pairs)) if isinstance(rule, ByPair) else not rule.allowed.all()


def _large(round_problem: RoundProblem) -> bool:
    return len(round_problem.pool.mentees) * len(round_problem.pool.mentors) > MOST_PAIRS


def _anybody_left(round_problem: RoundProblem, solution: Solution) -> bool:
    """Return whether there are mentees without anybody and mentors with a free place."""
    places = round_problem.problem.mentor_places
    if places is None or not len(solution.result.unmatched):
        return False
    taken = np.bincount(solution.pairs[:, 1], minlength=len(places))
    return bool((taken < places).any())


def _again(
    round_problem: RoundProblem,
    step: Step,
    solution: Solution,
    session: SolverSession,
) -> tuple[Relaxed, tuple[frozenset[int], frozenset[int]]] | None:
    """Solve again for the number of pairs, not their points: a gap of less than one pair will do.

    Returns:
        what is gained, and the mentees and mentors who are matched; None if there was no time for it.
    """
    if session.stopped():
        return None
    problem = replace(
        round_problem.problem,
        rules=hard_rules(step.rules),
        forbidden=forbidden_pairs(step.rules),
        least=round_problem.problem.least if step.floor else None,
    )
    result = session.run(problem, solution.result, gap=solution.result.proof.one_pair - 1, step="relaxations")
    if session.stopped():
        return None
    gained = max(0, len(result.pairs) - len(solution.pairs))
    matched = frozenset(result.pairs[:, 0].tolist()), frozenset(result.pairs[:, 1].tolist())
    return Relaxed(step=step.change, more_pairs=gained), matched


def relaxations_of(
    relaxations: Relaxations, people: Ints, now: Ints, others: int, *, side: int
) -> list[tuple[Relaxation, ...]]:
    """For some people of one side (0: mentees), what each step would give them, where it gives anything.

    Args:
        relaxations: the steps.
        people: their places.
        now: how many partners the rules leave them as they are.
        others: how many people the other side has.
        side: 0 for mentees, 1 for mentors.
    """
    whole = np.arange(others)
    gains: list[list[Relaxation]] = [[] for _ in people]
    for step, matched in zip(relaxations.steps, relaxations.matched, strict=True):
        then = _eligible(step.rules, people, whole, side)
        for n, (person, eligible) in enumerate(zip(people.tolist(), then.tolist(), strict=True)):
            gains[n].append(
                Relaxation(
                    step=step.change,
                    eligible=eligible,
                    matched=None if matched is None else person in matched[side],
                )
            )
    return [
        tuple(r for r in each if r.eligible > now[n] or (r.step.rule == FLOOR and r.matched))
        for n, each in enumerate(gains)
    ]


def _eligible(rules: Sequence[CompiledRule], people: Ints, others: Ints, side: int) -> Ints:
    mentees, mentors = (people, others) if side == 0 else (others, people)
    eligible = count_eligible(only(rules, mentees, mentors), len(mentees), len(mentors))
    return eligible.mentees if side == 0 else eligible.mentors
