"""A child process of a service: started on demand, ended when idle."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from typing import ClassVar, Final

_ROOT: Final = Path(__file__).parents[2]
_LINE_BYTES: Final = 2**24
"""A policy may name thousands of people, and a chart is a line."""
_IDLE_SECONDS: Final = 60.0
"""Stay ready for the next job this long; then free the memory."""


class Launcher:
    """Starts child processes, and ends those that are not needed any more."""

    async def start(self, module: str, *, quiet: bool = False) -> Process:
        """Start a process that runs a module; of a quiet one, what it says of errors is not logged."""
        path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL if quiet else None,
            limit=_LINE_BYTES,
            env={**os.environ, "PYTHONPATH": path},
        )

    async def retire(self, module: str, process: Process) -> None:  # noqa: ARG002 - others keep it by module
        """Take back a process that waits for its next line."""
        await end_process(process)


class ChildProcess:
    """At most one process, which reads lines from its input and ends with it.

    Args:
        module: what it runs.
        remembers: whether it keeps what an earlier line said: then no other service may have it.

    Attributes:
        launcher: starts the processes of all of them; a test suite has one that keeps processes.
    """

    launcher: ClassVar[Launcher] = Launcher()

    def __init__(self, module: str, *, remembers: bool = False) -> None:
        self._module = module
        self._remembers = remembers
        self._process: Process | None = None
        self._idle: asyncio.TimerHandle | None = None

    @property
    def current(self) -> Process | None:
        """The process, if there is one."""
        return self._process

    async def started(self) -> Process:
        """Return the process; start it if there is none."""
        self._is_busy()
        if self._process is None or self._process.returncode is not None:
            self._process = await self.launcher.start(self._module)
        return self._process

    def rest(self) -> None:
        """End the process after a while without work; it has answered each line."""
        self._is_busy()
        self._idle = asyncio.get_running_loop().call_later(_IDLE_SECONDS, self.kill)

    def kill(self) -> None:
        """Kill the process."""
        process, self._process = self._process, None
        if process and process.returncode is None:
            process.kill()

    async def close(self) -> None:
        """End the process and wait until it is gone."""
        process, self._process = self._process, None
        may_serve_another = self._idle is not None and not self._remembers
        self._is_busy()
        if process and may_serve_another and process.returncode is None:
            await self.launcher.retire(self._module, process)
        elif process:
            await end_process(process)

    def _is_busy(self) -> None:
        if self._idle:
            self._idle.cancel()
            self._idle = None


async def end_process(process: Process) -> None:
    """Kill a process and wait until it is gone."""
    if process.returncode is None:
        process.kill()
    await process.communicate()


async def run_once(module: str, order: bytes) -> tuple[int, bytes]:
    """Run a module with an order as its input.

    Returns:
        Its exit code and what it printed; what it said of errors is dropped, as that may name what it read.
    """
    process = await Launcher().start(module, quiet=True)
    try:
        output, _ = await process.communicate(order)
    finally:
        await end_process(process)
    return process.returncode or 0, output
