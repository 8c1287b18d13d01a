"""The engine's output: pairs, their quality, and the proof."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from services.matching.engine.jit import Ints64


class Outcome(StrEnum):
    """Why the engine stopped."""

    OPTIMAL = "optimal"
    GAP_REACHED = "gap-reached"
    TIME_LIMIT = "time-limit"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class SolverProgress:
    """How far a run is.

    Attributes:
        step: what has just been finished: candidates, core, pricing.
        passes: passes over all pairs so far; a part counts as a fraction.
        seconds: since the start.
        matched: pairs of the best matching so far.
        value: its points, penalties deducted.
        bound: what no matching can exceed.
        points: of the best matching so far, credits included, nothing deducted.
        penalty: with participation first, what one pair more is worth at least; 0 where points decide.
        partners: that a mentee may have, at most.
    """

    step: str
    passes: float
    seconds: float
    matched: int
    value: int
    bound: int
    points: int = 0
    penalty: int = 0
    partners: int = 1

    @property
    def gap(self) -> int:
        """Points the matching may be short of the best at most."""
        return self.bound - self.value

    def missing_pairs(self) -> int:
        """Return how many pairs more there may be at most; 0 where pairs are made for their points only."""
        return more_pairs(self.gap, self.points, self.penalty, self.partners)


def more_pairs(gap: int, points: int, penalty: int, partners: int = 1) -> int:
    """Return how many pairs more there may be at most, where the pairs come before the points.

    Each adds its penalty to the value. Together they cost fewer points than one penalty for each partner a
    mentee may have, and, as no score is below 0, no more than all there are.

    Args:
        gap: of the value.
        points: of the pairs so far.
        penalty: deducted for a place left empty, at least; 0: points decide, and nothing can be said.
        partners: that a mentee may have, at most.
    """
    if not gap or not penalty:
        return 0
    return min(-(-gap // penalty) + partners - 1, max(0, gap + points) // penalty)


@dataclass(frozen=True, slots=True)
class Start:
    """Where to start from: what an earlier run found, by ids.

    Attributes:
        prices: of mentors.
        pairs: mentee and mentor.
    """

    prices: Mapping[Hashable, int]
    pairs: Sequence[tuple[Hashable, Hashable]]


@dataclass(frozen=True, slots=True)
class Proof:
    """How good the pairs are, and what proves that nothing is better.

    Let mentors charge any prices for a place. No choice of pairs is worth more than what each mentee could
    gain at most at these prices, with as many different mentors as it has places, and what the mentors could
    take at most. At the right prices this bound is reached.

    Attributes:
        mentees: who had places left beside fixed pairs.
        mentee_places: how many, of each.
        penalties: points lost for the first place of a mentee's that stays empty, for the second, and so on;
            [all places], by mentee, from the first partner to the last. Never increasing.
        mentors: who had places left.
        mentor_places: how many, of each.
        credits: points gained if the mentor gets anybody.
        prices: of a place of each mentor.
        value: points and credits of the pairs chosen less penalties.
        bound: what no choice of pairs exceeds.
    """

    mentees: Ints64
    mentee_places: Ints64
    penalties: Ints64
    mentors: Ints64
    mentor_places: Ints64
    credits: Ints64
    prices: Ints64
    value: int
    bound: int

    @property
    def gap(self) -> int:
        """Points the pairs may be short of the best at most; 0 is proof that nothing is better."""
        return self.bound - self.value

    @property
    def one_pair(self) -> int:
        """Return the least worth of one more pair, with participation first; 1 where points decide."""
        return max(1, int(self.penalties.min())) if len(self.penalties) else 1


@dataclass(frozen=True, slots=True)
class Result:
    """All pairs of a run.

    Attributes:
        pairs: mentee and mentor as numbered in the problem, [k, 2], ordered; the fixed ones included.
        chosen: those of them that are not fixed.
        scores: of the chosen pairs, bonus included.
        unmatched: mentees with capacity and without any partner.
        proof: how good they are.
        outcome: why the run ended.
        passes: passes over all pairs; a part counts as a fraction.
        seconds: by step.
    """

    pairs: Ints64
    chosen: Ints64
    scores: Ints64
    unmatched: Ints64
    proof: Proof
    outcome: Outcome
    passes: float
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Points of all pairs chosen (without the fixed ones)."""
        return int(self.scores.sum())

    @property
    def gap(self) -> int:
        """Points the pairs may be short of the best at most; 0 is proof."""
        return self.proof.gap

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.gap == 0

    def missing_pairs(self) -> int:
        """Return how many more pairs a better choice could have at most; 0 where points decide."""
        proof = self.proof
        if not proof.penalties.any():
            return 0
        credit = int(proof.credits[np.isin(proof.mentors, self.chosen[:, 1])].sum())
        partners = int(proof.mentee_places.max(initial=1))
        return more_pairs(self.gap, self.total + credit, proof.one_pair, partners)
