"""The penalty of a mentee's empty place: with participation first, more than all points together."""

import numpy as np

from services.matching.engine.jit import Ints64
from services.matching.engine.market import Market
from services.matching.engine.problem import MOST, Checked, InvalidProblem


def penalties(problem: Checked, market: Market, best: Ints64) -> Ints64:
    """Points lost for each place left empty, by row, from the first partner to the last.

    With participation first, one level (a first partner, a second one) outweighs the next one, and the last
    one whatever else may change. A better choice of pairs differs from a worse one by paths; along one, each
    row changes its column once at most, from the best score to the lowest at worst, and one row wins or loses
    a level.

    Args:
        problem: the whole problem.
        market: of those with places left.
        best: what no score of a row exceeds.

    Raises:
        InvalidProblem: beyond what the engine can count exactly.
    """
    low, high = problem.score_range
    level = _levels(market)
    if problem.penalty is None:
        slots = int(np.minimum(market.places, len(best)).sum())
        falls = np.sort(np.maximum(best - low, 0))[::-1]
        step = int(falls[: slots + 1].sum()) + max(0, -low) + 1
        beyond = int(market.priority.max(initial=0)) + max(high, -low)
        most = int(level.max(initial=0)) + 1
        steps = min(most, max(min(2, most), (MOST - beyond) // step))
        lost = step * np.maximum(1, steps - level)
    else:
        lost = np.where(level == 0, problem.penalty, 0)
    lost[level == 0] += np.repeat(market.priority, market.units)[level == 0]
    reached = int(lost.max(initial=0)) + max(high, -low)
    if reached > MOST:
        raise InvalidProblem(
            f"penalty: penalties and priorities reach {reached}, at most {MOST} can be counted"
        )
    return lost.astype(np.int64)


def _levels(market: Market) -> Ints64:
    """Return how many partners a row has before each of its units gets one, those it is fixed to included."""
    starts = np.cumsum(market.units) - market.units
    within: Ints64 = np.arange(int(market.units.sum())) - np.repeat(starts - market.fixed, market.units)
    return within
