"""Several runs of the engine within the limits of one round."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from services.matching.domain.not_computable import NotComputable
from services.matching.engine import (
    InvalidProblem,
    Limits,
    Outcome,
    Problem,
    Result,
    SolverProgress,
    Start,
    solve,
    start_from,
)
from shared.contracts.matching import FailureCode


@dataclass(slots=True)
class SolverSession:
    """Runs the engine; all runs together keep the limit of time.

    Attributes:
        limits: of the round.
        progress: called after every step of every run, always of the round itself: what a run on a similar
            problem has so far (another rule, no floor) is not what the round has.
        spent: seconds in runs that are over.
        latest: how far the round is.
        ended: whether a run was cancelled or had no time left.
    """

    limits: Limits
    progress: Callable[[SolverProgress], None]
    spent: float = 0.0
    latest: SolverProgress | None = field(init=False, default=None)
    ended: bool = field(init=False, default=False)

    def run(
        self, problem: Problem, start: Result | Start | None = None, gap: int | None = None, step: str = ""
    ) -> Result:
        """Solve a problem, from the result of a similar one if there is one.

        Args:
            problem: what.
            start: of an earlier run: its result, or what was kept of it.
            gap: points short of the best that are good enough; None: as the limits say.
            step: what it is for, unless it is the round itself.

        Raises:
            NotComputable: more than the engine can count.
        """
        limits = replace(self.limits, gap=self.limits.gap if gap is None else gap)
        if limits.seconds is not None:
            limits = replace(limits, seconds=max(0.0, limits.seconds - self.spent))
        note = partial(self._note_beside, step) if step else self._note
        earlier = start_from(problem, start) if isinstance(start, Result) else start
        try:
            result = solve(problem, limits, progress=note, start=earlier)
        except InvalidProblem as error:
            raise NotComputable(
                f"this round can't be computed: {error}", FailureCode.TOO_LARGE_NUMBERS
            ) from error
        self.spent += result.seconds["all"]
        self.ended = self.ended or result.outcome in {Outcome.CANCELLED, Outcome.TIME_LIMIT}
        return result

    def tell(self, step: str, seconds: float = 0.0) -> None:
        """Say what is done now, beside how far the round is.

        Args:
            step: what.
            seconds: of the present run, if one is on.
        """
        if self.latest:
            self.progress(replace(self.latest, step=step, seconds=self.spent + seconds))

    def _note(self, done: SolverProgress) -> None:
        self.latest = done
        self.tell(done.step, done.seconds)

    def _note_beside(self, step: str, done: SolverProgress) -> None:
        self.tell(step, done.seconds)

    def stopped(self) -> bool:
        """Return whether what is still to be computed has to be left undone."""
        return self.ended
