"""Starting from an earlier run on nearly the same people."""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from services.matching.engine.core.repair import seat
from services.matching.engine.core.sparse_core import Core
from services.matching.engine.jit import Ints64
from services.matching.engine.market import Market
from services.matching.engine.pricing.pricer import Pricer
from services.matching.engine.problem import MOST, Checked
from services.matching.engine.result import Start


def take_over(people: Checked, start: Start, core: Core, pricer: Pricer) -> None:
    """Take pairs and prices of an earlier run; a new mentor starts at a price that attracts nobody.

    Args:
        people: the whole problem.
        start: what the earlier run found.
        core: without any pair yet; not solved at the end.
        pricer: of its market.

    Raises:
        Stopped: it was time to stop.
    """
    market = core.market
    column_of = _numbers(people.source.mentor_ids, market.columns)
    priced = _take_prices(start, core, column_of)
    core.harden()
    rows, columns, scores = _pairs(people, start, market, column_of)
    core.add(rows, columns, scores)
    profits, prices = core.state.profits, core.state.prices
    profits[:] = people.score_range[1]
    np.minimum.at(profits, rows, scores - prices[columns])
    pricer.newcomers(np.flatnonzero(~priced), np.flatnonzero(np.bincount(rows)))
    last = core.state.units[1:] - 1
    profits[:] = np.maximum(profits, core.gains(prices)[last])
    pricer.everywhere(both=False)
    seat(core.state, rows, columns)


def _numbers(ids: Sequence[Hashable], people: Ints64) -> dict[Hashable, int]:
    """Return the market's number of each of these people, by id."""
    return {ids[person]: number for number, person in enumerate(people.tolist())}


def _take_prices(start: Start, core: Core, column_of: dict[Hashable, int]) -> NDArray[np.bool_]:
    """Take the prices of those who are still here; true where there is one."""
    market, prices = core.market, core.state.prices
    columns = np.array([column_of.get(mentor, -1) for mentor in start.prices], dtype=np.int64)
    earlier = np.array(list(start.prices.values()), dtype=np.int64)[columns >= 0]
    columns = columns[columns >= 0]
    least = np.where(market.places == 1, -market.credits, 0)
    prices[columns] = np.minimum(np.maximum(least[columns], earlier), MOST)
    priced = np.zeros(len(prices), dtype=np.bool_)
    priced[columns] = True
    return priced


def _pairs(
    people: Checked, start: Start, market: Market, column_of: dict[Hashable, int]
) -> tuple[Ints64, Ints64, Ints64]:
    """Rows, columns and scores of earlier pairs that may still be made."""
    row_of = _numbers(people.source.mentee_ids, market.rows)
    rows = np.array([row_of.get(mentee, -1) for mentee, _ in start.pairs], dtype=np.int64)
    columns = np.array([column_of.get(mentor, -1) for _, mentor in start.pairs], dtype=np.int64)
    here = (rows >= 0) & (columns >= 0)
    return market.allowed(rows[here], columns[here])
