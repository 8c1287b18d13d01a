"""Starting from an earlier run on nearly the same people."""

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
    priced = _take_prices(people, start, core)
    core.harden()
    rows, columns = _pairs(people, start, market)
    scores = market.scores(rows, columns)
    core.add(rows, columns, scores)
    profits, prices = core.state.profits, core.state.prices
    profits[:] = people.score_range[1]
    np.minimum.at(profits, rows, scores - prices[columns])
    pricer.newcomers(np.flatnonzero(~priced), np.unique(rows))
    last = core.state.units[1:] - 1
    profits[:] = np.maximum(profits, core.gains(prices)[last])
    pricer.everywhere(both=False)
    seat(core.state, rows, columns)


def _take_prices(people: Checked, start: Start, core: Core) -> NDArray[np.bool_]:
    """Take the prices of those who are still here; true where there is one."""
    market, prices = core.market, core.state.prices
    column_of = {people.source.mentor_ids[number]: n for n, number in enumerate(market.columns.tolist())}
    priced = np.zeros(len(prices), dtype=np.bool_)
    least = np.where(market.places == 1, -market.credits, 0)
    for mentor, price in start.prices.items():
        if mentor in column_of:
            column = column_of[mentor]
            priced[column] = True
            prices[column] = min(max(int(least[column]), price), MOST)
    return priced


def _pairs(people: Checked, start: Start, market: Market) -> tuple[Ints64, Ints64]:
    """Rows and columns of earlier pairs that may still be made."""
    source = people.source
    row_of = {source.mentee_ids[number]: n for n, number in enumerate(market.rows.tolist())}
    column_of = {source.mentor_ids[number]: n for n, number in enumerate(market.columns.tolist())}
    numbers = [(row_of.get(mentee, -1), column_of.get(mentor, -1)) for mentee, mentor in start.pairs]
    pairs = np.array(numbers, dtype=np.int64).reshape(-1, 2)
    row, column = pairs[(pairs >= 0).all(axis=1)].T
    allowed = (market.follows_rules(row, column) > 0) & (market.scores(row, column) >= market.least[row])
    allowed &= ~np.isin(row * market.shape[1] + column, market.banned)
    return row[allowed], column[allowed]
