"""When to stop before the proof is complete, and what to use."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop before the proof is complete, and what to use.

    Attributes:
        seconds: of time; None for no limit.
        gap: points short of the proven best that are good enough.
        cancelled: asked often, from several threads; a true answer ends the run.
        threads: for passes over all pairs.
        tile: rows and columns priced together; without influence on the result.
    """

    seconds: float | None = None
    gap: int = 0
    cancelled: Callable[[], bool] = bool
    threads: int = 2
    tile: tuple[int, int] = (128, 2048)


NO_LIMITS = Limits()
