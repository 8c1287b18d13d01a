"""Several runs of the engine within the limits of one round."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from services.matching.engine import (
    InvalidProblem,
    Limits,
    Outcome,
    Problem,
    Progress,
    Result,
    solve,
    start_from,
)
from shared.kernel import RuleBroken


@dataclass(slots=True)
class Solving:
    """Runs the engine; all runs together keep the limit of time.

    Attributes:
        limits: of the round.
        progress: told after every step of every run.
        spent: seconds so far.
        ended: whether a run was cancelled or had no time left.
    """

    limits: Limits
    progress: Callable[[Progress], None]
    spent: float = 0.0
    ended: bool = field(init=False, default=False)

    def run(self, problem: Problem, start: Result | None = None, gap: int | None = None) -> Result:
        """Solve a problem, from the result of a similar one if there is one.

        Args:
            problem: what.
            start: of an earlier run.
            gap: points short of the best that are good enough; None: as the limits say.

        Raises:
            RuleBroken: more than the engine can count.
        """
        limits = replace(self.limits, gap=self.limits.gap if gap is None else gap)
        if limits.seconds is not None:
            limits = replace(limits, seconds=max(0.0, limits.seconds - self.spent))
        earlier = None if start is None else start_from(problem, start)
        try:
            result = solve(problem, limits, progress=self.progress, start=earlier)
        except InvalidProblem as error:
            raise RuleBroken(f"this round can't be computed: {error}") from error
        self.spent += result.seconds["all"]
        self.ended = self.ended or result.outcome in {Outcome.CANCELLED, Outcome.TIME_LIMIT}
        return result

    def stopped(self) -> bool:
        """Whether what is still to be computed has to be left undone."""
        return self.ended
