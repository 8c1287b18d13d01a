"""What the engine gives: pairs, how good they are, and the proof."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from services.matching.engine.jit import Ints64


class Outcome(StrEnum):
    """Why the engine stopped."""

    OPTIMAL = "optimal"
    GAP_REACHED = "gap-reached"
    TIME_LIMIT = "time-limit"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        step: what has just been finished: candidates, core, pricing.
        passes: looks at all pairs so far, counting parts.
        seconds: since the start.
        matched: mentees with a mentor.
        value: points of the best matching so far, penalties deducted.
        bound: what no matching can exceed.
        points: of the best matching so far, nothing deducted.
        penalty: what is deducted for a mentee left out, at least.
    """

    step: str
    passes: float
    seconds: float
    matched: int
    value: int
    bound: int
    points: int = 0
    penalty: int = 0

    @property
    def gap(self) -> int:
        """Points the matching may be short of the best at most."""
        return self.bound - self.value

    def missing_pairs(self) -> int:
        """How many pairs more there may be at most; 0 where pairs are made for their points only."""
        return more_pairs(self.gap, self.points, self.penalty) if self.penalty else 0


def more_pairs(gap: int, points: int, penalty: int) -> int:
    """How many pairs more there may be at most, where the pairs come before the points.

    Each adds its penalty to the value. Together they cost fewer points than one penalty, and, as no score is
    below 0, no more than all there are.

    Args:
        gap: of the value.
        points: of the pairs so far.
        penalty: deducted for a mentee left out, at least.
    """
    return min(-(-gap // penalty), max(0, gap + points) // penalty)


@dataclass(frozen=True, slots=True)
class Start:
    """Where to start from: what an earlier run found, by ids.

    Attributes:
        prices: of mentors.
        partners: the mentor of each mentee.
    """

    prices: Mapping[Hashable, int]
    partners: Mapping[Hashable, Hashable]


@dataclass(frozen=True, slots=True)
class Wave:
    """One assignment of at most one mentor to each mentee with places left, with its proof.

    For every allowed pair, score <= profit + price unless somebody of the two had no places left in this
    wave; then the value equals the bound and no matching is better.

    Attributes:
        pairs: mentee and mentor, [k, 2], ordered.
        scores: of the pairs, bonus included.
        mentees: who took part.
        mentors: who took part.
        places: of these mentors, in this wave.
        penalties: of these mentees: points lost if left out.
        profits: of these mentees: what each contributes to the bound.
        prices: of these mentors: what one place more would be worth.
        value: points of the pairs less penalties.
        bound: what no assignment exceeds.
        outcome: why it ended.
    """

    pairs: Ints64
    scores: Ints64
    mentees: Ints64
    mentors: Ints64
    places: Ints64
    penalties: Ints64
    profits: Ints64
    prices: Ints64
    value: int
    bound: int
    outcome: Outcome

    @property
    def gap(self) -> int:
        """Points this wave may be short of the best at most; 0 is proof."""
        return self.bound - self.value


@dataclass(frozen=True, slots=True)
class Result:
    """All pairs of a run.

    Attributes:
        pairs: mentee and mentor as numbered in the problem, [k, 2], ordered; the fixed ones included.
        total: points of all pairs chosen (without the fixed ones).
        left_out: mentees with places who got nobody at all.
        waves: how it came about; more than one only where mentees may have several mentors.
        outcome: the weakest of the waves.
        passes: looks at all pairs, counting parts.
        seconds: by step.
    """

    pairs: Ints64
    total: int
    left_out: Ints64
    waves: tuple[Wave, ...]
    outcome: Outcome
    passes: float
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def gap(self) -> int:
        """Points all waves together may be short of their best at most; 0 is proof."""
        return sum(wave.gap for wave in self.waves)

    @property
    def proven(self) -> bool:
        """Whether every wave is proven to be the best possible."""
        return self.gap == 0

    def missing_pairs(self) -> int:
        """How many more pairs a better matching of the first wave could have at most."""
        if not self.waves or not self.waves[0].penalties.any():
            return 0
        first = self.waves[0]
        return more_pairs(first.gap, int(first.scores.sum()), max(1, int(first.penalties.min())))
