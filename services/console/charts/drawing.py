"""Charts drawn as SVG."""

import asyncio
import json
from collections import OrderedDict
from dataclasses import asdict
from typing import Final

from services.console.charts.programme_charts import Chart
from services.console.drawing_process import PATIENCE_SECONDS, DrawingProcess

_KEPT: Final = 256


class Drawings:
    """Charts as SVG, drawn by a process of its own (``chart_process.py``) and kept for the same numbers.

    Args:
        patience_seconds: how long a chart may take.
    """

    def __init__(self, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._process = DrawingProcess("services.console.charts.chart_process", patience_seconds)
        self._one_at_a_time = asyncio.Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def draw(self, chart: Chart) -> bytes:
        """Return the chart as SVG.

        Raises:
            DrawingFailed: it could not be drawn in time or at all; its table still says it all.
        """
        asked = asdict(chart)
        key = json.dumps(asked, sort_keys=True)
        async with self._one_at_a_time:
            if key not in self._kept:
                self._kept[key] = (await self._process.draw(asked)).encode()
            self._kept.move_to_end(key)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]

    async def close(self) -> None:
        """End the process, if there is one."""
        await self._process.close()
