"""The worker's handle on the computing process: started when it is needed, ended when it is not."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from pathlib import Path
from typing import Final

from services.matching.domain.round_parts import Progress
from services.matching.jobs.lines import STOP, Computed, Job, Report

_ROOT: Final = Path(__file__).parents[3]
_LINE_BYTES: Final = 2**24
"""A policy may name thousands of people."""
_IDLE_SECONDS: Final = 60.0
"""Warm for the next round; then the memory is given back."""


class CalculatorDied(Exception):  # noqa: N818
    """The computing process came to its end in the middle of a job."""


class Refused(Exception):  # noqa: N818
    """The job can't be computed; the message says why, the trace where, if it is a defect."""

    def __init__(self, reason: str | None, trace: str | None) -> None:
        super().__init__(reason)
        self.trace = trace


class Calculator:
    """One computing process at most, for one job at a time."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._idle: asyncio.TimerHandle | None = None

    async def compute(self, job: Job, note: Callable[[Progress], None]) -> Computed:
        """Compute a job.

        Args:
            job: what.
            note: told how far it is.

        Raises:
            Refused: it can't be computed.
            CalculatorDied: the process was killed, or crashed.
        """
        process = await self._started()
        try:
            return await self._converse(process, job, note)
        finally:
            self._idle = asyncio.get_running_loop().call_later(_IDLE_SECONDS, self.kill)

    def stop_early(self) -> None:
        """Ask for the best matching so far."""
        if self._process and self._process.stdin:
            self._process.stdin.write(STOP)

    def kill(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process and process.returncode is None:
            process.kill()

    async def close(self) -> None:
        """End the process and wait until it is gone."""
        process = self._process
        self.kill()
        if self._idle:
            self._idle.cancel()
        if process:
            await process.communicate()

    async def _started(self) -> Process:
        if self._idle:
            self._idle.cancel()
        if self._process is None or self._process.returncode is not None:
            path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "services.matching.jobs.computing",
                stdin=PIPE,
                stdout=PIPE,
                limit=_LINE_BYTES,
                env={**os.environ, "PYTHONPATH": path},
            )
        return self._process

    async def _converse(self, process: Process, job: Job, note: Callable[[Progress], None]) -> Computed:
        if process.stdin is None or process.stdout is None:
            raise CalculatorDied("the computing process has no pipes")
        process.stdin.write(job.model_dump_json().encode() + b"\n")
        async for line in process.stdout:
            report = Report.model_validate_json(line)
            if report.progress:
                note(report.progress)
            elif report.computed:
                return report.computed
            else:
                raise Refused(report.refused, report.trace)
        raise CalculatorDied(f"the computing process ended with {await process.wait()}")
