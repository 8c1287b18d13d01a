"""Charts drawn as SVG."""

import asyncio
import json
from collections import OrderedDict
from dataclasses import asdict
from typing import Final

from services.console.charts.programme_charts import Chart
from shared.service import ChildProcess

_KEPT: Final = 256
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
        self._process = ChildProcess("services.console.charts.chart_process")
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
