"""Upper bounds: on the scores of each mentee before any pair has been priced, and at prices."""

from typing import Final

import numpy as np

from services.matching.engine.jit import Floats, Ints32, Ints64, Whole, compiled

GROUPS: Final = 256
LEAST: Final = 16
"""Columns in a group."""


def best_possible(features: Floats, others: Floats) -> Ints64:
    """For each row, what its score with no column exceeds.

    Columns are sorted by their indicators (features that are 0 or 1, like a region) and cut into groups.
    Within a group hardly any indicator differs, so that bounding it feature by feature loses little.
    """
    rows, columns = len(features), len(others)
    if not rows or not columns:
        return np.zeros(rows, dtype=np.int64)
    indicators = others[:, ((others == 0) | (others == 1)).all(axis=0)]
    order = np.lexsort(indicators.T) if indicators.shape[1] else np.arange(columns)
    groups = min(GROUPS, 1 + columns // LEAST)
    starts = np.unique(np.linspace(0, columns, groups, endpoint=False).astype(np.int64))
    ordered = others[order]
    high, low = (end.reduceat(ordered, starts, axis=0) for end in (np.maximum, np.minimum))
    most = np.maximum(features, 0) @ high.T
    negative = (features < 0).any(axis=0)
    if negative.any():
        most += np.minimum(features[:, negative], 0) @ low[:, negative].T
    bounds: Ints64 = np.rint(most.max(axis=1)).astype(np.int64)
    return bounds


@compiled
def gains_at(
    starts: Ints64, columns: Ints32, scores: Ints32, prices: Ints64, units: Ints64, nothing: Whole
) -> Ints64:
    """Return what each unit could gain from edges at these prices: the best of a row its first unit, etc.

    Args:
        starts: where each row's edges begin.
        columns: of the edges.
        scores: of the edges.
        prices: of the columns.
        units: where each row's units begin.
        nothing: for units for whom there is no edge.
    """
    gains = np.full(units[-1], nothing, dtype=np.int64)
    for row in range(len(units) - 1):
        first, last = units[row], units[row + 1] - 1
        for e in range(starts[row], starts[row + 1]):
            gain = scores[e] - prices[columns[e]]
            if gain <= gains[last]:
                continue
            at = last
            while at > first and gains[at - 1] < gain:
                gains[at] = gains[at - 1]
                at -= 1
            gains[at] = gain
    return gains


def most_taken(prices: Ints64, places: Ints64, credits_: Ints64) -> int:
    """Return the most that columns could take for their places, with the credit for a first one."""
    one = np.minimum(places, 1) * (prices + credits_)
    return int(np.maximum(0, one + np.maximum(0, places - 1) * np.maximum(0, prices)).sum())
