"""How far a computation is, in figures a progress bar can trust."""

from collections.abc import Mapping
from math import log1p
from typing import Final

from services.matching import engine
from services.matching.domain.rounds.parts import Progress
from shared.contracts.matching import RoundStep
from shared.contracts.measures import SMALLEST_CELL

_READ: Final = 2
_PROVEN: Final = 80
_STEPS: Final[Mapping[str, int]] = {
    RoundStep.FLOOR: 82,
    RoundStep.FAIRNESS: 84,
    RoundStep.RUNNERS_UP: 88,
    RoundStep.RELAXATIONS: 90,
    RoundStep.REASONS: 96,
    RoundStep.KEEPING: 98,
}


class Gauge:
    """Makes figures for people of the engine's; the percentage never falls.

    Most of the way is the proof: the gap falls by orders of magnitude, so its logarithm counts. Everybody may
    have a partner long before.

    Args:
        at_most: pairs there would be if places alone decided.
    """

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._widest = 0
        self._percent = _READ
        self.latest = Progress(step=RoundStep.READ, percent=_READ, at_most=at_most)

    def measure(self, done: engine.SolverProgress) -> Progress:
        """Return the figures after a step."""
        pairs = done.missing_pairs()
        few = self._at_most < SMALLEST_CELL
        self.latest = Progress(
            step=RoundStep(done.step),
            percent=self._reached(done),
            passes=round(done.passes, 2),
            matched=done.matched,
            at_most=self._at_most,
            value=0 if few else done.value,
            bound=done.gap if few else done.bound,
            gap=done.gap,
            missing_pairs=pairs,
            missing_points=max(0, done.gap - pairs * done.penalty),
            seconds=round(done.seconds, 2),
        )
        return self.latest

    def keeping(self) -> Progress:
        """Report that all is computed, and is being written down."""
        self._percent = _STEPS[RoundStep.KEEPING]
        self.latest = self.latest.model_copy(update={"step": RoundStep.KEEPING, "percent": self._percent})
        return self.latest

    def _reached(self, done: engine.SolverProgress) -> int:
        self._widest = max(self._widest, done.gap)
        proven = 1.0 - log1p(done.gap) / log1p(self._widest) if self._widest else 1.0
        way = _STEPS.get(done.step, _READ + int((_PROVEN - _READ) * proven))
        self._percent = max(self._percent, way)
        return self._percent
