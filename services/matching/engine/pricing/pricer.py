"""Price pairs: those that improve the assignment enter the core, and a bound is proven.

Not all pairs have to be priced again after every change of prices. A full pass leaves, for each row, what no
pair outside the core exceeds at the prices of that pass (`rest`). A pair can only have become better than its
row's profit if its column's price has since fallen by more than the row's slack (profit less rest). With rows
by slack and columns by fall, the pairs in question are a staircase in the corner; only they are priced.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from services.matching.engine.clock import Clock
from services.matching.engine.core.sparse_core import Core
from services.matching.engine.jit import FAR, Ints64
from services.matching.engine.market import ColumnView, Market
from services.matching.engine.pricing.bounds import most_taken
from services.matching.engine.pricing.dense_core import MOST_PAIRS, whole_graph
from services.matching.engine.pricing.passes import Kept, Pass, Streamer
from services.matching.engine.problem import MOST, NOTHING

FIRST: Final = 2
"""Candidates of each person at first, beside one for each doubling of the people: hubs are wanted by more."""
AGAIN: Final = 10
"""Candidates of each person by reduced score, and most new ones of a row in one pricing."""
PATIENCE: Final = 4
"""After this many pricings the number of new pairs doubles, and so on: hard inputs need a richer core."""
MOST_AGAIN: Final = 640
"""But never more for one row at once."""
IMPATIENCE: Final = 16
"""After this many pricings without a proof, all pairs enter the core at once, if memory allows."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The result of a full pass: score <= rest + price outside the core."""

    prices: Ints64
    rest: Ints64


@dataclass(slots=True)
class Pricer:
    """Prices the pairs of a market.

    Attributes:
        market: the people.
        clock: asked between tiles.
        core: what is found enters it.
        streamer: threads and tiles.
        passes: passes over all pairs so far; a part counts as a fraction.
        pricings: searches for pairs that improve the assignment.
        bound: what no assignment exceeds.
        proof: the prices that prove it.
    """

    market: Market
    clock: Clock
    core: Core
    streamer: Streamer
    passes: float = 0.0
    pricings: int = 0
    bound: int = field(init=False, default=FAR)
    proof: Ints64 = field(init=False)
    reference: Reference | None = field(init=False, default=None)
    _everybody: ColumnView = field(init=False)
    _order: Ints64 = field(init=False)
    _partners: int = field(init=False)

    def __post_init__(self) -> None:
        """Order rows so that people with the same hard rules lie together."""
        rows, columns = self.market.shape
        self._order = np.lexsort(self.market.classes) if len(self.market.classes) else np.arange(rows)
        self._everybody = self.market.view(np.arange(columns))
        self._partners = int(self.market.units.max(initial=1))

    def prove(self, gains: Ints64, prices: Ints64) -> None:
        """Note the bound these prices prove, if it is better: no unit gains more than this from any pair."""
        places = np.minimum(self.market.places, self.market.shape[0])
        gained = int(np.maximum(gains, -self.core.penalties).sum())
        bound = gained + most_taken(prices, places, self.market.credits)
        if bound <= self.bound:
            self.bound, self.proof = bound, prices.copy()

    def candidates(self) -> None:
        """Find the best partners of everybody on both sides by score alone."""
        profits = np.zeros(self.market.shape[0], dtype=np.int64)
        kept, others = self._pass(
            self._everybody, self._order, self._floors(), self._first, self._first, profits
        )
        self._add(kept, self._order)
        column, row, gain = others.entries()
        self.core.add(row, column, gain)

    def price(self) -> int:
        """Search for pairs that improve the assignment.

        Returns:
            the number of rows that gain by a pair from outside the core (the pair is in it now).
        """
        region = self._region()
        return self.everywhere(both=self.reference is None) if region is None else self._at(*region)

    def whole(self) -> bool:
        """Take all pairs into the core, if pricing leads nowhere and there is room for them; said if done."""
        rows, columns = self.market.shape
        if self.pricings < IMPATIENCE or rows * columns > MOST_PAIRS:
            return False
        with self.clock.step("merge"):
            self.core.use(whole_graph(self.market, self._everybody))
        self.passes += 1
        return True

    def prove_whole(self) -> None:
        """Prove the bound of a solved core of all pairs."""
        self.prove(self.core.gains(self.core.state.prices), self.core.state.prices)

    def everywhere(self, *, both: bool) -> int:
        """Let pairs outside the core enter it, the best by reduced score; those of columns too if asked for.

        Only what is better than the last of as many in the core is taken.
        """
        profits = self.core.state.profits
        size = self._size()
        floors = self.core.best_rows(size)[self._order]
        known = self.core.best_columns(AGAIN) if both else None
        outside = self._everybody.without(self.core.graph)
        kept, others = self._pass(
            outside, self._order, floors, size, AGAIN if both else 0, profits, known=known
        )
        self.clock.check()
        rest = np.empty(len(profits), dtype=np.int64)
        rest[self._order] = kept.rest()
        self.reference = Reference(self.core.state.prices.copy(), rest)
        if both:
            column, row, gain = others.entries()
            self.core.add(row, column, gain + profits[row])
        return self._conclude(kept, self._order)

    def newcomers(self, new: Ints64, rows: Ints64) -> None:
        """Give new columns candidates, and a price at which none of some rows would rather have them."""
        if not len(new) or not len(rows):
            return
        state = self.core.state
        nothing = np.full(len(rows), MOST - 1, dtype=np.int64)
        _, best = self._pass(self.market.view(new), rows, nothing, 1, self._first, state.profits)
        self.clock.check()
        state.prices[new] = np.maximum(state.prices[new], best.best())
        line, row, gain = best.entries()
        self.core.add(row, new[line], gain + state.profits[row])

    def _pass(
        self,
        view: ColumnView,
        rows: Ints64,
        floors: Ints64,
        size: int,
        columns: int,
        profits: Ints64,
        reach: Ints64 | None = None,
        known: Ints64 | None = None,
    ) -> tuple[Kept, Kept]:
        """Pass over pairs at present prices, and count it."""
        job = Pass(self.market, view, rows, self.core.state.prices, profits, reach)
        seen = len(rows) * len(view.columns) if reach is None else int(reach.sum())
        with self.clock.step("passes"):
            kept = job.run(
                floors, max(1, min(size, len(view.columns))), self.streamer, min(columns, len(rows)), known
            )
        self.passes += seen / max(1, self.market.shape[0] * self.market.shape[1])
        return kept

    @property
    def _first(self) -> int:
        return FIRST + max(self.market.shape).bit_length()

    def _floors(self) -> Ints64:
        return np.full(self.market.shape[0], NOTHING, dtype=np.int64)

    def _size(self) -> int:
        """Return how many pairs of a row to take; at least as many as it may get partners."""
        size = min(AGAIN << (self.pricings // PATIENCE), MOST_AGAIN)
        self.pricings += 1
        return max(size, self._partners)

    def _add(self, kept: Kept, rows: Ints64) -> None:
        """Take the best columns of these rows into the core."""
        with self.clock.step("merge"):
            line, column, gain = kept.entries()
            self.core.add(rows[line], column, gain + self.core.state.prices[column])

    def _conclude(self, kept: Kept, rows: Ints64) -> int:
        """Take what was found into the core, note the bound proven, and count who would gain by it."""
        self._add(kept, rows)
        state = self.core.state
        gains = self.core.gains(state.prices)
        self.prove(np.maximum(gains, state.profits[state.row_of]), state.prices)
        return self.core.tempted()

    def _region(self) -> tuple[ColumnView, Ints64, Ints64] | None:
        """Return the pairs that may have come to gain more than their row has; None if nearly all."""
        if self.reference is None:
            return None
        state = self.core.state
        fall = self.reference.prices - state.prices
        columns = np.argsort(-fall, kind="stable")
        slack = state.profits - self.reference.rest
        reach = np.searchsorted(-fall[columns], -slack, side="left")
        rows = np.argsort(-reach, kind="stable")
        rows = rows[reach[rows] > 0]
        if reach.sum() > 0.5 * self.market.shape[0] * self.market.shape[1]:
            return None
        return self.market.view(columns[: int(reach.max(initial=0))]), rows, reach[rows]

    def _at(self, view: ColumnView, rows: Ints64, reach: Ints64) -> int:
        """At a region only; what gains more enters the core."""
        profits = self.core.state.profits
        kept, _ = self._pass(view, rows, profits[rows], self._size(), 0, profits, reach)
        self.clock.check()
        return self._conclude(kept, rows)
