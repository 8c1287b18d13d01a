"""A child process of the service: started on demand, ended when idle."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[3]
_LINE_BYTES: Final = 2**24
"""A policy may name thousands of people."""
_IDLE_SECONDS: Final = 60.0
"""Stay ready for the next job this long; then free the memory."""


class ChildProcess:
    """At most one process, which reads lines from its input and ends with it.

    Args:
        module: what it runs.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: Process | None = None
        self._idle: asyncio.TimerHandle | None = None

    @property
    def current(self) -> Process | None:
        """The process, if there is one."""
        return self._process

    async def started(self) -> Process:
        """Return the process; start it if there is none."""
        if self._idle:
            self._idle.cancel()
        if self._process is None or self._process.returncode is not None:
            path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                self._module,
                stdin=PIPE,
                stdout=PIPE,
                limit=_LINE_BYTES,
                env={**os.environ, "PYTHONPATH": path},
            )
        return self._process

    def rest(self) -> None:
        """End the process after a while without work."""
        if self._idle:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(_IDLE_SECONDS, self.kill)

    def kill(self) -> None:
        """Kill the process."""
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
