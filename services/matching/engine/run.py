"""One run: candidates of both sides, the core solved, reselected by reduced scores, priced until proven.

Weak duality makes the proof: at any prices, no choice of pairs is worth more than what all columns could take
and what each row could gain. When no pair outside the core gains its row more than it has, the value reached
equals this bound.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from services.matching.engine.clock import Clock, Stopped
from services.matching.engine.core.sparse_core import Core
from services.matching.engine.jit import Ints64
from services.matching.engine.limits import Limits
from services.matching.engine.market import Market
from services.matching.engine.penalties import penalties
from services.matching.engine.pricing.bounds import best_possible
from services.matching.engine.pricing.ladder import ladder
from services.matching.engine.pricing.passes import Streamer
from services.matching.engine.pricing.pricer import Pricer
from services.matching.engine.problem import Checked
from services.matching.engine.result import Outcome, Proof, SolverProgress, Start
from services.matching.engine.warm_start import take_over

FEW: Final = 0.2
"""The core is rich enough for final penalties once at most this share of rows is still tempted."""
MOST: Final = 0.8
"""Share of the possible pairs; with fewer in the first core, everybody has the same few best partners."""


@dataclass(slots=True)
class Run:
    """A run in the making.

    Attributes:
        people: the whole problem.
        market: those with places left.
        clock: when to stop.
        limits: what is good enough.
        progress: called after every step.
        start: an earlier run to start from.
    """

    people: Checked
    market: Market
    clock: Clock
    limits: Limits
    progress: Callable[[SolverProgress], None]
    start: Start | None = None
    core: Core = field(init=False)
    pricer: Pricer = field(init=False)

    def run(self) -> None:
        """Until proven, or stopped."""
        best = np.minimum(self.market.most, best_possible(self.market.features, self.market.others))
        best += max(0, int(self.people.bonus[:, 2].max(initial=0)))
        final = penalties(self.people, self.market, best)
        dear = max(1, int(np.abs(best).max(initial=0)), -self.people.score_range[0])
        soft = np.minimum(final, dear)
        self.core = Core.of(self.market, self.clock, final, soft)
        streamer = Streamer(self.limits.threads, self.limits.tile, self.clock.stop)
        self.pricer = Pricer(self.market, self.clock, self.core, streamer)
        self.pricer.prove(np.repeat(best, self.market.units), np.zeros_like(self.market.places))
        try:
            if self.start is not None and self.start.prices:
                take_over(self.people, self.start, self.core, self.pricer)
            else:
                self._first_candidates()
            self._solve()
            self._until_proven()
        except Stopped:
            self.core.salvage()

    def _first_candidates(self) -> None:
        """Find the best partners of everybody by score alone, and a cheap first assignment."""
        self.pricer.candidates()
        self.core.bid()
        nothing = np.zeros_like(self.market.places)
        self.pricer.prove(self.core.gains(nothing), nothing)
        self._tell("candidates")

    def _until_proven(self) -> None:
        """Price, add, solve again until nobody would gain by a pair outside the core."""
        while not self.pricer.whole():
            violated = self.pricer.price()
            self._tell("pricing")
            if self.pricer.pricings == 1 and self.core.seated() < MOST * self.market.most_pairs:
                self.core.add(*ladder(self.market))
            if (
                violated <= FEW * self.market.shape[0]
                and self.core.state.penalties is not self.core.penalties
            ):
                self._solve()
                self.core.harden()
            elif not violated or self._good_enough():
                return
            self._solve()
        self.core.harden()
        self._solve()
        self.pricer.prove_whole()
        self._tell("whole")

    def _solve(self) -> None:
        self.core.solve()
        self._tell("core")

    def _value(self) -> int:
        return self.core.value(self.core.best or self.core.state)

    def _good_enough(self) -> bool:
        return self.pricer.bound - self._value() <= self.limits.gap

    def _tell(self, step: str) -> None:
        state = self.core.best or self.core.state
        participation = self.people.penalty is None
        self.progress(
            SolverProgress(
                step=step,
                passes=self.pricer.passes,
                seconds=self.clock.seconds(),
                matched=int((state.match >= 0).sum()),
                value=self.core.value(state),
                bound=self.pricer.bound,
                points=self.core.gained(state),
                penalty=int(self.core.penalties.min(initial=1 << 62)) if participation else 0,
                partners=int(self.market.units.max(initial=1)),
            )
        )

    def pairs(self) -> tuple[Ints64, Ints64]:
        """Return the best pairs found, in the problem's numbers and order, and their scores."""
        best = self.core.best or self.core.state
        units = np.flatnonzero(best.match >= 0)
        pairs = np.stack(
            [self.market.rows[best.row_of[units]], self.market.columns[best.match[units]]], axis=1
        )
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        return pairs[order], best.points[units][order]

    def proof(self) -> Proof:
        """Return how good they are."""
        return Proof(
            mentees=self.market.rows,
            mentee_places=self.market.units,
            penalties=self.core.penalties,
            mentors=self.market.columns,
            mentor_places=np.minimum(self.market.places, self.market.shape[0]),
            credits=self.market.credits,
            prices=self.pricer.proof,
            value=self._value(),
            bound=self.pricer.bound,
        )

    def outcome(self) -> Outcome:
        """Why it ended."""
        if self.pricer.bound == self._value():
            return Outcome.OPTIMAL
        return self.clock.outcome if self.clock.stop() else Outcome.GAP_REACHED
