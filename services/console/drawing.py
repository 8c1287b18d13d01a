"""Drawing in a process of its own, since it would keep all other threads of the service waiting."""

import asyncio
import json
from asyncio.subprocess import Process
from collections.abc import Mapping
from typing import Any, Final

from shared.service import ChildProcess

PATIENCE_SECONDS: Final = 30.0
"""The first drawing of a process takes a second, on a busy machine several."""


class DrawingFailed(RuntimeError):  # noqa: N818 (named as people say it)
    """Something could not be drawn."""


class DrawingProcess:
    """A process that reads what to draw as JSON, a line each, and answers with its drawing in JSON.

    Args:
        module: what it runs.
        patience_seconds: how long a drawing may take.
    """

    def __init__(self, module: str, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._process = ChildProcess(module)
        self._patience_seconds = patience_seconds
        self._one_at_a_time = asyncio.Lock()

    @property
    def current(self) -> Process | None:
        """The process, if there is one."""
        return self._process.current

    async def draw(self, asked: Mapping[str, Any]) -> str:
        """The drawing, as text.

        Raises:
            DrawingFailed: it could not be drawn in time or at all.
        """
        async with self._one_at_a_time:
            try:
                async with asyncio.timeout(self._patience_seconds):
                    answer = await self._ask(json.dumps(asked))
            except asyncio.CancelledError:
                # The answer to a cancelled question must not be taken for the next one's.
                await self.close()
                raise
            except (OSError, ValueError, TimeoutError) as error:
                await self.close()
                raise DrawingFailed(f"nothing could be drawn: {type(error).__name__}") from error
        if "drawing" not in answer:
            raise DrawingFailed(answer["error"])
        return answer["drawing"]

    async def _ask(self, asked: str) -> dict[str, str]:
        process = await self._process.started()
        pipe_in, pipe_out = process.stdin, process.stdout
        if pipe_in is None or pipe_out is None:
            raise OSError("no pipes")
        pipe_in.write(asked.encode() + b"\n")
        await pipe_in.drain()
        answer: dict[str, str] = json.loads(await pipe_out.readline())
        self._process.rest()
        return answer

    async def close(self) -> None:
        """End the process, if there is one."""
        await self._process.close()
