"""An independent check of a result: plain numpy, nothing shared with the solver but its input.

From nothing but the prices, it finds the bound they prove, looking at all pairs again with scores and rules
computed anew from the problem, and what the pairs chosen are worth.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matching.engine.jit import Integers, Ints64
from services.matching.engine.problem import Problem
from services.matching.engine.result import Proof, Result

TILE = 256
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Check:
    """The violations; all zero proves that the pairs are legal and that no better ones exist.

    Attributes:
        illegal_pairs: chosen though a rule forbids them, or twice.
        over_capacity: people with more partners than places.
        wrong_terms: penalties, credits or places in the proof that don't fit the problem.
        gap: the bound that the prices prove, less the points reached.
        understated: points by which the result claims a smaller gap than that.
        pairs_seen: how many allowed pairs were compared.
    """

    illegal_pairs: int
    over_capacity: int
    wrong_terms: int
    gap: int
    understated: int
    pairs_seen: int

    @property
    def honest(self) -> bool:
        """Whether the pairs are legal, and as near to the best as the result says."""
        return not (self.illegal_pairs or self.over_capacity or self.wrong_terms or self.understated)

    @property
    def optimal(self) -> bool:
        """Whether, besides, no gap is left."""
        return self.honest and self.gap == 0


def check(problem: Problem, result: Result) -> Check:
    """Check a result against the problem it claims to solve."""
    proof, penalties = result.proof, _penalties(result.proof)
    fixed = np.asarray(problem.fixed, dtype=np.int64).reshape(-1, 2)
    made = np.vstack([fixed, result.chosen])
    bound = _most_taken(proof)
    legal = value = seen = 0
    for lines, scores, allowed in _tiles(problem, proof, fixed):
        gains = np.where(allowed, scores - proof.prices, -np.inf)
        bound += _most_gained(gains, penalties[lines])
        row, column = _chosen_among(lines, result)
        legal += int(allowed[row, column].sum())
        value += int(scores[row, column].sum())
        seen += int(allowed.sum())
    gap = bound - value - _extra(result, penalties)
    return Check(
        illegal_pairs=len(result.chosen) - legal + len(made) - len(np.unique(made, axis=0)),
        over_capacity=_over_capacity(problem, made),
        wrong_terms=_wrong_terms(problem, proof, penalties, fixed),
        gap=gap,
        understated=max(0, gap - result.gap),
        pairs_seen=seen,
    )


def _penalties(proof: Proof) -> Scores:
    """For each mentee the points lost for its first place empty, its second, ...; infinite for no place."""
    most = int(proof.mentee_places.max(initial=1))
    table = np.full((len(proof.mentees), most), np.inf)
    table[np.arange(most) < proof.mentee_places[:, None]] = proof.penalties
    return table


def _most_gained(gains: Scores, penalties: Scores) -> int:
    """Return the most that mentees could gain at these prices, each from as many mentors as its capacity."""
    most = min(penalties.shape[1], gains.shape[1])
    best = np.full(penalties.shape, -np.inf)
    if most == 1:
        best[:, 0] = gains.max(axis=1)
    elif most:
        best[:, :most] = -np.sort(-np.partition(gains, -most, axis=1)[:, -most:], axis=1)
    return int(np.where(np.isinf(penalties), 0.0, np.maximum(best, -penalties)).sum())


def _most_taken(proof: Proof) -> int:
    """Return the most that mentors could take, each with any number of mentees up to its capacity."""
    full = proof.prices * proof.mentor_places + proof.credits
    most = np.maximum.reduce([np.zeros_like(full), proof.prices + proof.credits, full])
    return int(most[proof.mentor_places > 0].sum())


def _chosen_among(lines: Ints64, result: Result) -> tuple[Ints64, Ints64]:
    """Return the pairs chosen for some mentees, by their places in the tile."""
    proof, (mentee, mentor) = result.proof, result.chosen.T
    row = np.searchsorted(proof.mentees[lines], mentee, sorter=np.argsort(proof.mentees[lines]))
    row = np.argsort(proof.mentees[lines])[np.minimum(row, len(lines) - 1)]
    here = proof.mentees[lines][row] == mentee
    order = np.argsort(proof.mentors)
    return row[here], order[np.searchsorted(proof.mentors, mentor[here], sorter=order)]


def _extra(result: Result, penalties: Scores) -> int:
    """Credits of mentors who got somebody, less the penalties of places left empty."""
    proof = result.proof
    got = np.bincount(result.chosen[:, 0], minlength=int(proof.mentees.max(initial=0)) + 1)[proof.mentees]
    empty = (np.arange(penalties.shape[1]) >= got[:, None]) & np.isfinite(penalties)
    gained = np.isin(proof.mentors, result.chosen[:, 1])
    return int(proof.credits[gained].sum()) - int(penalties[empty].sum())


def _over_capacity(problem: Problem, made: Ints64) -> int:
    return sum(
        int((np.bincount(made[:, side], minlength=people) > _counts(places, people, 1)).sum())
        for side, (people, places) in enumerate(
            zip(problem.shape, (problem.mentee_places, problem.mentor_places), strict=True)
        )
    )


def _wrong_terms(problem: Problem, proof: Proof, penalties: Scores, fixed: Ints64) -> int:
    """Return how many penalties, credits and numbers of places of the proof don't fit the problem."""
    mentees, mentors = (
        np.bincount(fixed[:, side], minlength=people) for side, people in enumerate(problem.shape)
    )
    priority = _counts(problem.priority, len(mentees), 0)[proof.mentees]
    credit = np.where(mentors == 0, _counts(problem.mentor_priority, len(mentors), 0), 0)[proof.mentors]
    left = _counts(problem.mentee_places, len(mentees), 1) - mentees
    room = _counts(problem.mentor_places, len(mentors), 1) - mentors
    new = mentees[proof.mentees] == 0
    bare = penalties.copy()
    bare[new, 0] -= priority[new]
    if problem.penalty is None:
        expected = bare > 0
        expected[:, 1:] &= np.isinf(bare[:, 1:]) | (bare[:, 1:] <= bare[:, :-1])
    else:
        first = new[:, None] & (np.arange(bare.shape[1]) == 0)
        expected = np.isinf(bare) | (bare == np.where(first, problem.penalty, 0))
    return (
        int((~expected).sum())
        + int((proof.credits != credit).sum())
        + int((proof.mentee_places < np.minimum(left, len(proof.mentors))[proof.mentees]).sum())
        + int((proof.mentor_places < np.minimum(room, len(proof.mentees))[proof.mentors]).sum())
        + int((left > 0).sum() != len(proof.mentees))
        + int((room > 0).sum() != len(proof.mentors))
    )


def _counts(values: Integers | None, people: int, default: int) -> Ints64:
    return np.full(people, default, dtype=np.int64) if values is None else np.asarray(values, dtype=np.int64)


def _tiles(
    problem: Problem, proof: Proof, fixed: Ints64
) -> Iterator[tuple[Ints64, Scores, NDArray[np.bool_]]]:
    """Places of some mentees in the proof, their scores and what is allowed, with all its mentors."""
    left = np.asarray(problem.mentee_features, dtype=np.float32)
    right = np.asarray(problem.mentor_features, dtype=np.float32)[proof.mentors].T
    column = np.full(problem.shape[1], -1, dtype=np.int64)
    column[proof.mentors] = np.arange(len(proof.mentors))
    forbidden = np.vstack([np.asarray(problem.forbidden, dtype=np.int64).reshape(-1, 2), fixed])
    bonus = np.asarray(problem.bonus, dtype=np.int64).reshape(-1, 3)
    line = np.full(problem.shape[0], -1, dtype=np.int64)
    tables = [(np.asarray(rule.allowed)[:, proof.mentors] != 0) for rule in problem.rules]
    for start in range(0, len(proof.mentees), TILE):
        mentees = proof.mentees[start : start + TILE]
        line[:] = -1
        line[mentees] = np.arange(len(mentees))
        scores = (left[mentees] @ right).astype(np.float64)
        allowed: NDArray[np.bool_] = np.ones(scores.shape, dtype=np.bool_)
        for table, rule in zip(tables, problem.rules, strict=True):
            allowed &= table[np.asarray(rule.classes)[mentees]]
        here = _here(forbidden, line, column)
        allowed[here[:, 0], here[:, 1]] = False
        extra = _here(bonus, line, column)
        scores[extra[:, 0], extra[:, 1]] += extra[:, 2]
        if problem.least is not None:
            allowed &= scores >= np.asarray(problem.least)[mentees][:, None]
        yield np.arange(start, start + len(mentees)), scores, allowed


def _here(links: Ints64, line: Ints64, column: Ints64) -> Ints64:
    """Return those links whose both people are in the tile, by their places in it."""
    inside = links[(line[links[:, 0]] >= 0) & (column[links[:, 1]] >= 0)].copy()
    inside[:, 0], inside[:, 1] = line[inside[:, 0]], column[inside[:, 1]]
    return inside
