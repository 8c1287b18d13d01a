"""One wave: candidates of both sides, the core solved, reselected by reduced scores, priced until proven.

Weak duality makes the proof: with any prices >= 0, no assignment is worth more than the sum of all prices
(once for each place) and of what each row could gain at these prices. When no pair outside the core gains its
row more than it has, the matching's value equals this bound.

Not all pairs have to be looked at again after every change of prices. A full look leaves, for each row, what
no pair outside the core exceeds at the prices of then (`rest`). A pair can only have become better than its
row's profit if its column's price has since fallen by more than the row's slack (profit less rest). With rows
by slack and columns by fall, the pairs in question are a staircase in the corner; only they are looked at.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from services.matching.engine.auction import BIDS, auction
from services.matching.engine.bounds import best_possible
from services.matching.engine.graph import Graph
from services.matching.engine.jit import FAR, NOBODY, Ints64
from services.matching.engine.market import Market, View
from services.matching.engine.problem import EXACT, MOST, Checked, penalties
from services.matching.engine.result import Outcome, Progress, Start, Wave
from services.matching.engine.search import augment, refill, scratch
from services.matching.engine.state import State, fresh, release_unhappy, seat
from services.matching.engine.stream import Kept, Pass, Streamer

if TYPE_CHECKING:
    from services.matching.engine.controller import Limits

FIRST: Final = 20
"""Candidates of each person at first."""
AGAIN: Final = 10
"""Candidates of each person by reduced score, and most new ones of a row in one pricing."""
PATIENCE: Final = 4
"""After so many pricings twice as many new ones are taken, and so on: hard inputs end with a dense core."""
MOST_AGAIN: Final = 640
"""But never more for one row at once."""
FEW: Final = 0.2
"""When at most so many rows are still tempted, the core is rich enough to count nobody out lightly."""
NOTHING: Final = -MOST - EXACT
"""A floor below all scores less prices."""
EFFORT: Final = 100_000
"""Columns searched between two looks at the clock."""


class Stopped(Exception):  # noqa: N818 -- not an error: somebody asked for it
    """Time is up, or somebody cancelled."""


class Clock:
    """Time spent, and whether to stop."""

    def __init__(self, seconds: float | None, cancelled: Callable[[], bool]) -> None:
        self.began = time.monotonic()
        self.spent: dict[str, float] = {}
        self._deadline = None if seconds is None else self.began + seconds
        self._cancelled = cancelled
        self.outcome = Outcome.OPTIMAL

    def stop(self) -> bool:
        """Whether to stop now; notes why."""
        if self._cancelled():
            self.outcome = Outcome.CANCELLED
        elif self._deadline is not None and time.monotonic() > self._deadline:
            self.outcome = Outcome.TIME_LIMIT
        return self.outcome in {Outcome.CANCELLED, Outcome.TIME_LIMIT}

    def check(self) -> None:
        """Stop if it is time to."""
        if self.stop():
            raise Stopped

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the time of a step."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.spent[name] = self.spent.get(name, 0.0) + time.monotonic() - began


@dataclass(frozen=True, slots=True)
class Reference:
    """What a full look at all pairs left behind: score <= rest + price outside the core."""

    prices: Ints64
    rest: Ints64


@dataclass(slots=True)
class Round:
    """One wave in the making."""

    people: Checked
    market: Market
    clock: Clock
    limits: "Limits"
    progress: Callable[[Progress], None]
    start: Start | None = None
    passes: float = 0.0
    pricings: int = 0
    bound: int = field(init=False, default=FAR)
    graph: Graph = field(init=False)
    state: State = field(init=False)
    best: State | None = field(init=False, default=None)
    proof: tuple[Ints64, Ints64] = field(init=False)
    reference: Reference | None = field(init=False, default=None)
    streamer: Streamer = field(init=False)
    everybody: View = field(init=False)
    order: Ints64 = field(init=False)
    final: Ints64 = field(init=False)

    def __post_init__(self) -> None:
        """Order rows and columns so that people with the same hard rules lie together."""
        self.streamer = Streamer(self.limits.threads, self.limits.tile, self.clock.stop)
        rows, columns = self.market.shape
        self.graph = Graph.empty(rows, columns)
        self.order = np.lexsort(self.market.classes) if len(self.market.classes) else np.arange(rows)
        self.everybody = self.market.view(np.arange(columns))

    def run(self) -> Wave:
        """Until proven, or stopped."""
        rows = self.market.shape[0]
        best = np.minimum(self.market.most, best_possible(self.market.features, self.market.others))
        best += max(0, int(self.people.bonus[:, 2].max(initial=0)))
        slots = int(np.minimum(self.market.places, rows).sum())
        self.final = penalties(self.people, best, self.market.priority, slots)
        self._prove(best, np.zeros_like(self.market.places))
        soft = np.minimum(self.final, max(1, int(np.abs(best).max(initial=0))))
        self.state = fresh(self.graph, self.market.places, soft)
        try:
            if self.start is not None and self.start.prices:
                self._take_over(self.start)
            else:
                self._first_candidates()
            self._until_proven()
        except Stopped:
            self._keep_better()
        return self._wave()

    def _pass(
        self,
        view: View,
        rows: Ints64,
        floors: Ints64,
        size: int,
        columns: int,
        reach: Ints64 | None = None,
    ) -> tuple[Kept, Kept]:
        """Look at pairs at present prices, and count it."""
        job = Pass(self.market, view, rows, self.state.prices, self.state.profits, reach)
        seen = len(rows) * len(view.columns) if reach is None else int(reach.sum())
        with self.clock.step("passes"):
            kept = job.run(
                floors, max(1, min(size, len(view.columns))), self.streamer, min(columns, len(rows))
            )
        self.passes += seen / max(1, self.market.shape[0] * self.market.shape[1])
        return kept

    def _first_candidates(self) -> None:
        """The best partners of everybody on both sides by score alone; the core of them solved."""
        rows = self.market.shape[0]
        self.state.profits[:] = 0
        floors = np.full(rows, NOTHING, dtype=np.int64)
        for_rows, for_columns = self._pass(self.everybody, self.order, floors, FIRST, FIRST)
        self._add(for_rows, for_columns)
        self._add_bonus()
        self.state.profits[:] = -self.state.penalties
        with self.clock.step("core"):
            self.state = self.state.on(self.graph)
            auction(self.state, BIDS * rows)
        self.clock.check()
        self._prove(self._gains_in_core(0), np.zeros_like(self.market.places))
        self._tell("candidates")
        self._solve()

    def _gains_in_core(self, prices: Ints64 | int) -> Ints64:
        """What each row could gain from the core at these prices."""
        best = np.full(self.market.shape[0], NOTHING, dtype=np.int64)
        costs = np.broadcast_to(prices, self.market.places.shape)[self.graph.columns]
        np.maximum.at(best, self.graph.rows(), self.graph.scores - costs)
        return best

    def _prove(self, gains: Ints64, prices: Ints64) -> None:
        """Note the bound these prices prove, if it is better: no row gains more than this from any pair."""
        gains = np.maximum(gains, -self.final)
        places = np.minimum(self.market.places, len(gains))
        bound = int(gains.sum()) + int((places * prices).sum())
        if bound <= self.bound:
            self.bound = bound
            self.proof = gains, prices.copy()

    def _take_over(self, start: Start) -> None:
        """Pairs and prices of an earlier run; who is new costs so much that nobody is tempted yet."""
        source, columns = self.people.source, self.market.shape[1]
        column_of = {source.mentor_ids[number]: n for n, number in enumerate(self.market.columns.tolist())}
        known = np.zeros(columns, dtype=np.bool_)
        for mentor, price in start.prices.items():
            if mentor in column_of:
                known[column_of[mentor]] = True
                self.state.prices[column_of[mentor]] = min(max(0, price), MOST)
        partners = [start.partners.get(source.mentee_ids[number]) for number in self.market.rows.tolist()]
        partner = np.array([column_of.get(mentor, -1) for mentor in partners], dtype=np.int64)
        self.state = self.state._replace(penalties=self.final)
        self._add_bonus()
        row = np.flatnonzero(partner >= 0)
        row = row[self._allowed(row, partner[row])]
        self.graph = self.graph.add(row, partner[row], self.market.scores(row, partner[row]))
        self.state.profits[:] = self.people.score_range[1]
        self.state.profits[row] = self.market.scores(row, partner[row]) - self.state.prices[partner[row]]
        self._price_newcomers(np.flatnonzero(~known), row)
        self.state.profits[:] = np.maximum(self.state.profits, self._gains_in_core(self.state.prices))
        self._full_look(both=False)
        self.state = self.state.on(self.graph)
        seat(self.state, row, partner[row])
        self._solve()

    def _price_newcomers(self, new: Ints64, row: Ints64) -> None:
        """New columns get candidates, and a price at which no row would rather have them."""
        if not len(new) or not len(row):
            return
        nothing = np.full(len(row), MOST - 1, dtype=np.int64)
        _, best = self._pass(self.market.view(new), row, nothing, 1, FIRST)
        self.clock.check()
        self.state.prices[new] = np.maximum(0, best.best())
        line, tempted, gain = best.entries()
        self.graph = self.graph.add(tempted, new[line], gain + self.state.profits[tempted])

    def _allowed(self, rows: Ints64, columns: Ints64) -> NDArray[np.bool_]:
        """Whether pairs may be made, those with a bonus aside."""
        keys = rows * self.market.shape[1] + columns
        allowed = (self.market.follows_rules(rows, columns) > 0) & ~np.isin(keys, self.market.banned)
        return allowed & (self.market.scores(rows, columns) >= self.market.least[rows])

    def _add(self, for_rows: Kept, for_columns: Kept | None) -> None:
        """Take what a pass kept into the core."""
        with self.clock.step("merge"):
            line, column, gain = for_rows.entries()
            self.graph = self.graph.add(self.order[line], column, gain + self.state.prices[column])
            if for_columns is not None:
                column, row, gain = for_columns.entries()
                self.graph = self.graph.add(row, column, gain + self.state.profits[row])

    def _add_bonus(self) -> None:
        """Pairs with extra points are always in the core."""
        row, column, extra = self.market.bonus.T
        score = self.market.scores(row, column) + extra
        kept = (self.market.follows_rules(row, column) > 0) & (score >= self.market.least[row])
        self.graph = self.graph.add(row[kept], column[kept], score[kept])

    def _solve(self) -> None:
        """The best assignment on the core."""
        with self.clock.step("core"):
            state = self.state = self.state.on(self.graph)
            release_unhappy(state)
            work = scratch(len(state.prices), len(state.columns))
            waiting = np.flatnonzero(state.match == NOBODY).astype(np.int32)
            first = 0
            while first < len(waiting):
                self.clock.check()
                first = augment(state, work, waiting, first, EFFORT)
            if ((state.prices > 0) & (state.taken < np.diff(state.places))).any():
                refill(state, work, *self.graph.by_column())
        self._keep_better()
        self._tell("core")

    def _keep_better(self) -> None:
        if self.best is None or self._value(self.state) >= self._value(self.best):
            self.best = self.state.copy()

    def _value(self, state: State) -> int:
        return int(self._scores(state).sum()) - int(self.final[state.match < 0].sum())

    def _scores(self, state: State) -> Ints64:
        """Of the pairs, by row."""
        chosen = self.graph.columns == np.repeat(state.match, np.diff(self.graph.starts))
        scores: Ints64 = self.graph.scores[chosen].astype(np.int64)
        return scores

    def _until_proven(self) -> None:
        """Price, add, solve again until nobody would gain by a pair outside the core."""
        while True:
            region = self._region()
            violated = self._full_look(both=self.reference is None) if region is None else self._look(*region)
            self._tell("pricing")
            if self.state.penalties is not self.final and violated <= FEW * len(self.final):
                self._solve()
                self.state = self.state._replace(penalties=self.final)
            elif not violated or self._good_enough():
                return
            self._solve()

    def _good_enough(self) -> bool:
        return self.best is not None and self.bound - self._value(self.best) <= self.limits.gap

    def _full_look(self, *, both: bool) -> int:
        """All pairs at present prices; the best by reduced score enter the core."""
        rows = self.market.shape[0]
        floors = np.full(rows, NOTHING, dtype=np.int64)
        size = min(AGAIN << (self.pricings // PATIENCE), MOST_AGAIN)
        self.pricings += 1
        kept, others = self._pass(self.everybody, self.order, floors, size, AGAIN if both else 0)
        self.clock.check()
        rest = np.empty(rows, dtype=np.int64)
        rest[self.order] = kept.rest()
        self.reference = Reference(self.state.prices.copy(), rest)
        gains = self.state.profits.copy()
        gains[self.order] = np.maximum(gains[self.order], kept.best())
        return self._conclude(gains, kept, others if both else None, self.order)

    def _conclude(self, gains: Ints64, kept: Kept, others: Kept | None, rows: Ints64) -> int:
        """Note the bound proven; take what was found into the core.

        Returns:
            how many rows would gain by a pair outside the core.
        """
        self._prove(gains, self.state.prices)
        violated = int((gains > np.maximum(self.state.profits, -self.final)).sum())
        order, self.order = self.order, rows
        self._add(kept, others)
        self.order = order
        return violated

    def _region(self) -> tuple[View, Ints64, Ints64] | None:
        """The pairs that may have come to gain more than their row has; None if nearly all."""
        if self.reference is None:
            return None
        fall = self.reference.prices - self.state.prices
        columns = np.argsort(-fall, kind="stable")
        slack = self.state.profits - self.reference.rest
        reach = np.searchsorted(-fall[columns], -slack, side="left")
        rows = np.argsort(-reach, kind="stable")
        rows = rows[reach[rows] > 0]
        if reach.sum() > 0.5 * self.market.shape[0] * self.market.shape[1]:
            return None
        return self.market.view(columns[: int(reach.max(initial=0))]), rows, reach[rows]

    def _look(self, view: View, rows: Ints64, reach: Ints64) -> int:
        """At a region only; what gains more enters the core."""
        size = min(AGAIN << (self.pricings // PATIENCE), MOST_AGAIN)
        self.pricings += 1
        kept, _ = self._pass(view, rows, self.state.profits[rows], size, 0, reach)
        self.clock.check()
        gains = self.state.profits.copy()
        gains[rows] = np.maximum(gains[rows], kept.best())
        return self._conclude(gains, kept, None, rows)

    def _tell(self, step: str) -> None:
        state = self.best or self.state
        self.progress(
            Progress(
                step=step,
                passes=self.passes,
                seconds=time.monotonic() - self.clock.began,
                matched=int((state.match >= 0).sum()),
                value=self._value(state),
                bound=self.bound,
                points=int(self._scores(state).sum()),
                penalty=int(self.final.min(initial=MOST)) if self.people.penalty is None else 0,
            )
        )

    def _wave(self) -> Wave:
        """What there is now, in the problem's numbers."""
        best = self.best or self.state
        rows = np.flatnonzero(best.match >= 0)
        pairs = np.stack([self.market.rows[rows], self.market.columns[best.match[rows]]], axis=1)
        scores = self._scores(best)
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        value = self._value(best)
        return Wave(
            pairs=pairs[order],
            scores=scores[order],
            mentees=self.market.rows,
            mentors=self.market.columns,
            places=self.market.places,
            penalties=self.final,
            profits=self.proof[0],
            prices=self.proof[1],
            value=value,
            bound=self.bound,
            outcome=self._outcome(value),
        )

    def _outcome(self, value: int) -> Outcome:
        """Why it ended."""
        if self.bound == value:
            return Outcome.OPTIMAL
        return self.clock.outcome if self.clock.stop() else Outcome.GAP_REACHED
