"""What a rule one step looser, or switched off, would give: counted and computed, not guessed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.eligibility.compiled_rules import (
    MUST_NOT,
    Barrier,
    ByPair,
    compiled,
    forbidden_pairs,
    rules_on,
)
from services.matching.domain.eligibility.counting import count_eligible, only
from services.matching.domain.rounds.results.unmatched import Extent, Relaxation, Relaxed
from services.matching.domain.solving.round_problem import Question, hard_rules
from services.matching.domain.solving.session import Solving
from services.matching.domain.solving.solution import Solution

MOST_PAIRS: Final = 100_000_000
"""Mentees times mentors of a round that is computed again for every rule; for larger ones partners are only
counted. Not a limit of time: the same inputs get the same explanations."""


FLOOR: Final = "floor"


@dataclass(frozen=True, slots=True)
class Step:
    """One rule a step looser, or without it where it has no steps; ``barriers``: those that are left then."""

    name: str
    text: str
    barriers: tuple[Barrier, ...]
    floor: bool = True


@dataclass(frozen=True, slots=True)
class Outlook:
    """What each step gives: to the whole, and who would be matched then (None: not computed).

    ``extent`` says how far one looked.
    """

    extent: Extent
    steps: tuple[Step, ...]
    relaxed: tuple[Relaxed, ...]
    matched: tuple[tuple[frozenset[int], frozenset[int]] | None, ...]


def look_out(question: Question, found: Solution, solving: Solving) -> Outlook:
    """Compute the round again for every rule that can be a step looser, if anybody could gain by it."""
    everybody = (question.pool.mentees, question.pool.mentors)
    if all(len(np.unique(found.pairs[:, side])) == len(people) for side, people in enumerate(everybody)):
        return Outlook(Extent.NOT_NEEDED, (), (), ())
    steps = (*_looser(question), *_without(question))
    if not _anybody_left(question, found) or _large(question):
        extent = Extent.COUNTED if _large(question) else Extent.NOT_NEEDED
        return Outlook(extent, steps, (), (None,) * len(steps))
    computed = [_again(question, step, found, solving) for step in steps]
    return Outlook(
        Extent.COMPUTED if all(computed) else Extent.STOPPED,
        steps,
        tuple(c[0] for c in computed if c),
        tuple(c[1] if c else None for c in computed),
    )


def _looser(question: Question) -> Iterator[Step]:
    """Rules with a number, one step looser."""
    for rule, value in rules_on(question.terms):
        looser = rule.setting.looser(value) if rule.setting else None
        if rule.setting is None or looser is None:
            continue
        others = _others(question, rule.name)
        barriers = (*others, *compiled(rule, looser, question.pool, question.terms))
        yield Step(rule.name, f"with {rule.setting.title} {looser} instead of {value}", barriers)


def _without(question: Question) -> Iterator[Step]:
    """What else excludes anybody, switched off: rules without a number, the coordinator's own, the floor."""
    policy = question.terms.policy
    texts = {
        rule.name: f"without the rule {rule.name} ({rule.breach})"
        for rule, _ in rules_on(question.terms)
        if rule.setting is None and not rule.always
    }
    texts[MUST_NOT] = "with the pairs allowed that the coordinator keeps apart"
    texts |= {each.name: f"without the condition {each.name} ({each.breach})" for each in policy.conditions}
    excluding = {barrier.name for barrier in question.barriers if _excludes(barrier)}
    for name, text in texts.items():
        if name in excluding:
            yield Step(name, text, _others(question, name))
    if policy.objective.floor:
        text = f"without the floor of {policy.objective.floor} points"
        yield Step(FLOOR, text, question.barriers, floor=False)


def _others(question: Question, name: str) -> tuple[Barrier, ...]:
    return tuple(barrier for barrier in question.barriers if barrier.name != name)


def _excludes(barrier: Barrier) -> bool:
    return bool(len(barrier.pairs)) if isinstance(barrier, ByPair) else not barrier.allowed.all()


def _large(question: Question) -> bool:
    return len(question.pool.mentees) * len(question.pool.mentors) > MOST_PAIRS


def _anybody_left(question: Question, found: Solution) -> bool:
    """Whether there are mentees without anybody and mentors with a free place."""
    places = question.problem.mentor_places
    if places is None or not len(found.result.left_out):
        return False
    taken = np.bincount(found.pairs[:, 1], minlength=len(places))
    return bool((taken < places).any())


def _again(
    question: Question,
    step: Step,
    found: Solution,
    solving: Solving,
) -> tuple[Relaxed, tuple[frozenset[int], frozenset[int]]] | None:
    """The number of pairs is of interest, not their points: a gap of less than one pair will do.

    Returns:
        what is gained, and the mentees and mentors who are matched; None if there was no time for it.
    """
    if solving.stopped():
        return None
    problem = replace(
        question.problem,
        rules=hard_rules(step.barriers),
        forbidden=forbidden_pairs(step.barriers),
        least=question.problem.least if step.floor else None,
    )
    result = solving.run(problem, found.result, gap=found.result.proof.one_pair - 1, step="outlook")
    if solving.stopped():
        return None
    gained = max(0, len(result.pairs) - len(found.pairs))
    matched = frozenset(result.pairs[:, 0].tolist()), frozenset(result.pairs[:, 1].tolist())
    return Relaxed(rule=step.name, text=step.text, more_pairs=gained), matched


def relaxations(
    outlook: Outlook, people: Ints, now: Ints, others: int, *, side: int
) -> list[tuple[Relaxation, ...]]:
    """For some people of one side (0: mentees), what each step would give them, where it gives anything.

    Args:
        outlook: the steps.
        people: their places.
        now: how many partners the rules leave them as they are.
        others: how many people the other side has.
        side: 0 for mentees, 1 for mentors.
    """
    whole = np.arange(others)
    found: list[list[Relaxation]] = [[] for _ in people]
    for step, matched in zip(outlook.steps, outlook.matched, strict=True):
        then = _eligible(step.barriers, people, whole, side)
        for n, (person, eligible) in enumerate(zip(people.tolist(), then.tolist(), strict=True)):
            found[n].append(
                Relaxation(
                    rule=step.name,
                    text=step.text,
                    eligible=eligible,
                    matched=None if matched is None else person in matched[side],
                )
            )
    return [
        tuple(r for r in each if r.eligible > now[n] or (r.rule == FLOOR and r.matched))
        for n, each in enumerate(found)
    ]


def _eligible(barriers: Sequence[Barrier], people: Ints, others: Ints, side: int) -> Ints:
    mentees, mentors = (people, others) if side == 0 else (others, people)
    eligible = count_eligible(only(barriers, mentees, mentors), len(mentees), len(mentors))
    return eligible.mentees if side == 0 else eligible.mentors
