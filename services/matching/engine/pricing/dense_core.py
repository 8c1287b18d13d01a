"""A core of all pairs there are: what hard inputs end with, as long as memory allows."""

from typing import Final

import numpy as np

from services.matching.engine.core.graph import Graph
from services.matching.engine.jit import Bytes, Floats, Ints32, Ints64, Whole, compiled
from services.matching.engine.market import ColumnView, Market
from services.matching.engine.pricing.tile_kernels import combine_masks

MOST_PAIRS: Final = 16_000_000
"""Rows times columns of a core of all pairs: each takes up to 24 bytes while it is solved."""
TILE: Final = 256


def whole_graph(market: Market, view: ColumnView) -> Graph:
    """Return all allowed pairs with their scores, those with a bonus aside.

    Args:
        market: the people.
        view: all columns, in order.
    """
    rows, columns = market.shape
    counts, parts = [np.zeros(1, dtype=np.int64)], []
    for start in range(0, rows, TILE):
        tile = np.arange(start, min(start + TILE, rows))
        scores = market.features[tile] @ view.features
        count, columns_of, scores_of = allowed_pairs(
            scores, tile, view.table, market.classes, view.forbidden_starts, view.forbidden, market.least
        )
        counts.append(count)
        parts.append((columns_of, scores_of))
    nothing = np.empty(0, dtype=np.int32)
    return Graph(
        starts=np.cumsum(np.concatenate(counts)),
        columns=np.concatenate([nothing, *(part[0] for part in parts)]),
        scores=np.concatenate([nothing, *(part[1] for part in parts)]),
        width=columns,
    )


@compiled
def allowed_pairs(
    scores: Floats,
    rows: Ints64,
    table: Bytes,
    classes: Ints32,
    forbidden_starts: Ints64,
    forbidden: Ints32,
    least: Ints64,
) -> tuple[Ints64, Ints32, Ints32]:
    """Return the allowed pairs of some rows and all columns.

    How many of each row, their columns and scores.
    """
    width = scores.shape[1]
    counts = np.zeros(len(rows), dtype=np.int64)
    columns = np.empty(len(rows) * width, dtype=np.int32)
    points = np.empty(len(rows) * width, dtype=np.int32)
    mask = np.empty(width, dtype=np.uint8)
    filled: Whole = 0
    for r in range(len(rows)):
        combine_masks(table, classes, rows[r], 0, mask)
        for b in range(forbidden_starts[rows[r]], forbidden_starts[rows[r] + 1]):
            mask[forbidden[b]] = 0
        for c in range(width):
            if mask[c] and np.int64(scores[r, c]) >= least[rows[r]]:
                columns[filled], points[filled] = c, np.int32(scores[r, c])
                filled += 1
                counts[r] += 1
    return counts, columns[:filled].copy(), points[:filled].copy()
