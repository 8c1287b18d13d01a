"""Child processes that outlive their service, for the next one: each start takes one to three seconds."""

import asyncio
from asyncio.subprocess import Process
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.service.child_process import ChildProcess, Launcher, end_process


class KeepingLauncher(Launcher):
    """Keeps processes that wait for their next line, which says all they know about a service."""

    def __init__(self) -> None:
        self._kept: defaultdict[tuple[str, asyncio.AbstractEventLoop], list[Process]] = defaultdict(list)

    async def start(self, module: str, *, quiet: bool = False) -> Process:
        """Return a kept process, or start one."""
        kept = self._kept[module, asyncio.get_running_loop()]
        while kept:
            process = kept.pop()
            if process.returncode is None:
                return process
        return await super().start(module, quiet=quiet)

    async def retire(self, module: str, process: Process) -> None:
        """Keep the process."""
        self._kept[module, asyncio.get_running_loop()].append(process)

    async def end(self) -> None:
        """End the kept processes of this event loop."""
        loop = asyncio.get_running_loop()
        for (_, of_loop), kept in self._kept.items():
            if of_loop is loop:
                await asyncio.gather(*map(end_process, kept))


@asynccontextmanager
async def kept_processes() -> AsyncIterator[None]:
    """Keep child processes until the block ends."""
    launcher, before = KeepingLauncher(), ChildProcess.launcher
    ChildProcess.launcher = launcher
    try:
        yield
    finally:
        ChildProcess.launcher = before
        await launcher.end()
