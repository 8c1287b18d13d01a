"""Charts drawn as SVG."""

import asyncio
import json
import sys
from collections import OrderedDict
from dataclasses import asdict
from typing import Final

from services.console.charts.programme_charts import Chart

_KEPT: Final = 256
_LARGEST_SVG: Final = 4_000_000
_PATIENCE_SECONDS: Final = 30.0
"""The first chart of a process takes a second, on a busy machine several."""


class DrawingFailed(RuntimeError):  # noqa: N818 (named as people say it)
    """A chart could not be drawn; its table still says it all."""


class Drawings:
    """Charts as SVG, drawn by a process of its own (``chart_process.py``) and kept for the same numbers.

    Args:
        patience_seconds: how long a chart may take.
    """

    def __init__(self, *, patience_seconds: float = _PATIENCE_SECONDS) -> None:
        self._patience_seconds = patience_seconds
        self._process: asyncio.subprocess.Process | None = None
        self._one_at_a_time = asyncio.Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def draw(self, chart: Chart) -> bytes:
        """The chart as SVG.

        Raises:
            DrawingFailed: it could not be drawn in time or at all.
        """
        asked = json.dumps(asdict(chart), sort_keys=True)
        async with self._one_at_a_time:
            if asked not in self._kept:
                self._kept[asked] = await self._have_drawn(asked)
            self._kept.move_to_end(asked)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[asked]

    async def _have_drawn(self, asked: str) -> bytes:
        try:
            async with asyncio.timeout(self._patience_seconds):
                answer = await self._ask(asked)
        except asyncio.CancelledError:
            # The answer to a cancelled question must not be taken for the next one's.
            await self.close()
            raise
        except (OSError, ValueError, TimeoutError) as error:
            await self.close()
            raise DrawingFailed(f"the chart could not be drawn: {type(error).__name__}") from error
        if "svg" not in answer:
            raise DrawingFailed(answer["error"])
        return answer["svg"].encode()

    async def _ask(self, asked: str) -> dict[str, str]:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "services.console.charts.chart_process",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=_LARGEST_SVG,
            )
        pipe_in, pipe_out = self._process.stdin, self._process.stdout
        if pipe_in is None or pipe_out is None:
            raise OSError("no pipes")
        pipe_in.write(asked.encode() + b"\n")
        await pipe_in.drain()
        answer: dict[str, str] = json.loads(await pipe_out.readline())
        return answer

    async def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()
