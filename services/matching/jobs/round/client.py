"""The worker's handle on the computing process."""

from asyncio.subprocess import Process
from collections.abc import Callable

from services.matching.domain.rounds.parts import Progress
from services.matching.jobs.protocol import STOP, Computed, Job, Report
from shared.contracts.matching import FailureReason
from shared.service import ChildProcess


class RoundProcessDied(Exception):  # noqa: N818
    """The computing process came to its end in the middle of a job."""


class Refused(Exception):  # noqa: N818
    """The job can't be computed; the trace says where, if it is a defect."""

    def __init__(self, reason: FailureReason, trace: str | None) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.trace = trace


class RoundClient:
    """One computing process at most, for one job at a time."""

    def __init__(self) -> None:
        self._process = ChildProcess("services.matching.jobs.round.main")

    async def compute(self, job: Job, note: Callable[[Progress], None]) -> Computed:
        """Compute a job.

        Args:
            job: what.
            note: called with the progress.

        Raises:
            Refused: it can't be computed.
            RoundProcessDied: the process was killed, or crashed.
        """
        process = await self._process.started()
        try:
            computed = await self._converse(process, job, note)
        except Refused:
            self._process.rest()
            raise
        except BaseException:
            self._process.kill()  # what it still says would answer the next job
            raise
        self._process.rest()
        return computed

    def stop_early(self) -> None:
        """Ask for the best matching so far."""
        process = self._process.current
        if process and process.stdin:
            process.stdin.write(STOP)

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()

    async def close(self) -> None:
        """End the process and wait until it is gone."""
        await self._process.close()

    async def _converse(self, process: Process, job: Job, note: Callable[[Progress], None]) -> Computed:
        if process.stdin is None or process.stdout is None:
            raise RoundProcessDied("the computing process has no pipes")
        process.stdin.write(job.model_dump_json().encode() + b"\n")
        async for line in process.stdout:
            report = Report.model_validate_json(line)
            if report.progress:
                note(report.progress)
            elif report.computed:
                return report.computed
            elif report.refused:
                raise Refused(report.refused, report.trace)
        raise RoundProcessDied(f"the computing process ended with {await process.wait()}")
