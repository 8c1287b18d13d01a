"""The sparse core: pairs considered so far, and the best assignment on them."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.matching.engine.clock import Clock
from services.matching.engine.core.auction import BIDS, auction
from services.matching.engine.core.augment import augment
from services.matching.engine.core.frontier import scratch
from services.matching.engine.core.graph import Graph
from services.matching.engine.core.refill import refill
from services.matching.engine.core.repair import fill, overpriced, release_unhappy, tempted
from services.matching.engine.core.state import State, fresh
from services.matching.engine.jit import NOBODY, Ints32, Ints64
from services.matching.engine.market import Market
from services.matching.engine.pricing.bounds import gains_at
from services.matching.engine.problem import NOTHING

EFFORT: Final = 100_000
"""Columns searched between two checks of the clock."""


@dataclass(slots=True)
class Core:
    """The core of a market.

    Attributes:
        market: the people.
        clock: asked during long searches.
        penalties: of all units, as they count in the end.
        state: the assignment; its own penalties may be lower at first.
        graph: the pairs.
        best: the best assignment seen.
    """

    market: Market
    clock: Clock
    penalties: Ints64
    state: State
    graph: Graph = field(init=False)
    best: State | None = field(init=False, default=None)

    @classmethod
    def of(cls, market: Market, clock: Clock, penalties: Ints64, first: Ints64) -> "Core":
        """Return a core without any pair.

        Args:
            market: the people.
            clock: asked during long searches.
            penalties: of all units.
            first: those that count at first.
        """
        graph = Graph.empty(*market.shape)
        core = cls(market, clock, penalties, fresh(graph, market.units, market.places, first, market.credits))
        core.use(graph)
        return core

    def add(self, rows: Ints64, columns: Ints64, scores: Ints64) -> None:
        """Take pairs into the core; what is there already stays once."""
        if len(rows):
            self.graph = self.graph.add(rows, columns, scores)
        self.state = self.state.on(self.graph)

    def use(self, graph: Graph) -> None:
        """Go on with another core, of pairs without a bonus; those with one are always in it."""
        row, column, extra = self.market.bonus.T
        score = self.market.scores(row, column) + extra
        kept = (self.market.follows_rules(row, column) > 0) & (score >= self.market.least[row])
        self.graph = graph
        self.add(row[kept], column[kept], score[kept])

    def bid(self) -> None:
        """Find a cheap first assignment."""
        with self.clock.step("core"):
            auction(self.state, BIDS * len(self.state.match))
        self.clock.check()

    def solve(self) -> None:
        """Find the best assignment."""
        with self.clock.step("core"):
            state = self.state
            release_unhappy(state)
            units = len(state.match)
            work = scratch(len(state.prices), len(state.profits), len(state.columns) + units)
            waiting = np.flatnonzero(state.match == NOBODY).astype(np.int32)
            first = 0
            while first < len(waiting):
                self.clock.check()
                first = augment(state, work, waiting, first, EFFORT)
            if overpriced(state):
                refill(state, work, *self.graph.by_column())
        self.keep_better()

    def harden(self) -> bool:
        """Let penalties count in full from now on; False if they do already."""
        soft = self.state.penalties is not self.penalties
        self.state = self.state._replace(penalties=self.penalties)
        return soft

    def tempted(self) -> int:
        """Return how many rows would gain by a pair of the core that they don't have."""
        return int(tempted(self.state))

    def gains(self, prices: Ints64) -> Ints64:
        """Return what each unit could gain from the core at these prices."""
        graph = self.graph
        gains: Ints64 = gains_at(graph.starts, graph.columns, graph.scores, prices, self.state.units, NOTHING)
        return gains

    def best_rows(self, count: int) -> Ints64:
        """For each row, return the least value of a number of its best edges, by score less price."""
        graph, state = self.graph, self.state
        return _last_of(count, graph.starts, graph.columns, graph.scores, state.prices)

    def best_columns(self, count: int) -> Ints64:
        """For each column, return the least value of a number of its best edges, by score less profit."""
        return _last_of(count, *self.graph.by_column(), self.state.profits)

    def keep_better(self) -> None:
        """Remember the assignment if none seen was better."""
        if self.best is None or self.value(self.state) >= self.value(self.best):
            self.best = self.state.copy()

    def salvage(self) -> None:
        """In the middle of solving: seat whom there is room for, and remember that if it is the best."""
        fill(self.state)
        self.keep_better()

    def seated(self) -> int:
        """Return how many pairs there are."""
        return int(self.state.taken.sum())

    def gained(self, state: State) -> int:
        """Points and credits of an assignment."""
        points: int = state.points[state.match >= 0].sum()
        return int(points) + int(state.credits[state.taken > 0].sum())

    def value(self, state: State) -> int:
        """Points and credits of an assignment less penalties."""
        got = np.bincount(state.row_of[state.match >= 0], minlength=len(state.profits))
        level = np.arange(len(state.match)) - state.units[state.row_of]
        empty: NDArray[np.bool_] = level >= got[state.row_of]
        return self.gained(state) - int(self.penalties[empty].sum())


def _last_of(count: int, starts: Ints64, others: Ints32, scores: Ints32, costs: Ints64) -> Ints64:
    """Return the least of a number of best edges of each line; NOTHING for a line with fewer."""
    places = np.arange(len(starts)) * count
    best: Ints64 = gains_at(starts, others, scores, costs, places, NOTHING)
    return best[count - 1 :: count]
