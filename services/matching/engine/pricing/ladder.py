"""Candidates where one thing decides nearly all: talent times need, say.

There, everybody's best partners are the same few, and prices have to climb step by step until they reach the
many. But the best pairs lie along a ladder: both sides put in the order of what decides, neighbours belong
together. The order follows the direction in which scores differ most once everybody's mean is taken off (the
first singular vectors), found in whole numbers: the same on every machine.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from services.matching.engine.jit import Floats, Ints64
from services.matching.engine.market import Market

RUNGS: Final = 24
"""Columns that each row is put beside."""
_TURNS: Final = 4
_FINE: Final = 1 << 15


def ladder(market: Market) -> tuple[Ints64, Ints64, Ints64]:
    """Rows, columns and scores of allowed pairs (bonus aside) of neighbours on the ladder."""
    row_key, column_key = _directions(_centred(market.features), _centred(market.others))
    steps = _steps(row_key, market.units), _steps(column_key, market.places)
    row, column = (np.concatenate(side) for side in zip(*_beside(*steps), strict=True))
    return market.allowed(row, column)


def _steps(keys: Ints64, places: Ints64) -> Ints64:
    """Everybody in order, as often as they have places."""
    order = np.argsort(keys, kind="stable")
    return np.repeat(order, np.minimum(places[order], RUNGS))


def _beside(rows: Ints64, columns: Ints64) -> Iterator[tuple[Ints64, Ints64]]:
    """Neighbours, with the lower ends of both orders side by side, and with the upper ends."""
    reach = np.arange(RUNGS) - RUNGS // 2
    for shift in {0, len(columns) - len(rows)}:
        places = np.arange(len(rows))[:, None] + shift + reach[None, :]
        inside = (places >= 0) & (places < len(columns))
        yield np.repeat(rows, RUNGS)[inside.ravel()], columns[places[inside]]


def _centred(features: Floats) -> Ints64:
    whole = features.astype(np.int64)
    centred: Ints64 = whole - whole.sum(axis=0) // len(whole)
    return centred


def _directions(features: Ints64, others: Ints64) -> tuple[Ints64, Ints64]:
    """Return the first singular vectors of the scores, coarsely."""
    spread = np.abs(features).sum(axis=0).astype(np.float64) * np.abs(others).sum(axis=0)
    along = others[:, int(np.argmax(spread))]
    across = features[:, 0]
    for _ in range(_TURNS):
        across = _coarse(features @ _coarse(others.T @ _coarse(along)))
        along = _coarse(others @ _coarse(features.T @ across))
    return across, along


def _coarse(vector: Ints64) -> Ints64:
    """Return the same direction in numbers small enough to go on with."""
    return vector // max(1, int(np.abs(vector).max(initial=0)) // _FINE)
