"""Charts drawn as SVG."""

import asyncio
import json
import sys
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Final

import altair as alt

from services.console.charts import Chart
from services.console.domain import figures

_COLOURS: Final = {
    "held": "#1a7f64",
    "planned": "#8aa4c8",
    "missed": "#c4501b",
    "cancelled": "#6b6f7b",
    "dropped": "#c9ccd3",
    "on-track": "#1a7f64",
    "too-early-to-tell": "#8aa4c8",
    "needs-attention": "#c4501b",
    "mentor": "#2b5fa8",
    "mentee": "#c98a12",
}
_WIDTH: Final = 430
_HEIGHT: Final = 210
_KEPT: Final = 256
_LARGEST_SVG: Final = 4_000_000
_PATIENCE_SECONDS: Final = 30.0
"""The first chart of a process takes a second, on a busy machine several."""


class DrawingFailed(RuntimeError):  # noqa: N818 (named as people say it)
    """A chart could not be drawn; its table still says it all."""


class Drawings:
    """Charts as SVG, drawn by a process of its own (``artist.py``) and kept for the same numbers."""

    def __init__(self) -> None:
        self._artist: asyncio.subprocess.Process | None = None
        self._one_at_a_time = asyncio.Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def draw(self, chart: Chart) -> bytes:
        """The chart as SVG.

        Raises:
            DrawingFailed: it could not be drawn in time or at all.
        """
        specification = json.dumps(_specification(chart), sort_keys=True)
        async with self._one_at_a_time:
            if specification not in self._kept:
                self._kept[specification] = await self._have_drawn(specification)
            self._kept.move_to_end(specification)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[specification]

    async def _have_drawn(self, specification: str) -> bytes:
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                answer = await self._ask(specification)
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

    async def _ask(self, specification: str) -> dict[str, str]:
        if self._artist is None or self._artist.returncode is not None:
            self._artist = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "services.console.artist",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=_LARGEST_SVG,
            )
        pipe_in, pipe_out = self._artist.stdin, self._artist.stdout
        if pipe_in is None or pipe_out is None:
            raise OSError("no pipes")
        pipe_in.write(specification.encode() + b"\n")
        await pipe_in.drain()
        answer: dict[str, str] = json.loads(await pipe_out.readline())
        return answer

    async def close(self) -> None:
        """End the process, if there is one."""
        artist, self._artist = self._artist, None
        if artist is not None and artist.returncode is None:
            artist.kill()
            await artist.wait()


def _specification(chart: Chart) -> dict[str, Any]:
    by_series = len(chart.columns) > 2
    marks = _marks(chart)
    order = [str(row[0]) for row in chart.rows]
    base = alt.Chart(alt.InlineData(values=marks))
    if chart.name == "sessions":
        drawn = _stacked_weeks(base)
    elif by_series:
        drawn = _grouped_bars(base, order)
    else:
        drawn = _bars(base, chart, order)
    specification: dict[str, Any] = (
        drawn.properties(width=_WIDTH, height=_HEIGHT, background="transparent")
        .configure(font="system-ui, -apple-system, Segoe UI, Roboto, sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=12,
            labelColor="#3d4450",
            gridColor="#e4e7ec",
            domainColor="#9aa1ad",
            tickColor="#9aa1ad",
            titleColor="#3d4450",
            titleFontSize=12,
            titleFontWeight="normal",
            titlePadding=12,
        )
        .configure_legend(
            orient="top", labelFontSize=12, labelColor="#3d4450", title=None, symbolType="square", offset=8
        )
        .to_dict()
    )
    return specification


def _marks(chart: Chart) -> list[dict[str, str | int]]:
    """One record a mark: what, series, count."""
    series = chart.columns[1:]
    return [
        {"what": str(row[0]), "series": name, "count": int(count), "order": place}
        for row in chart.rows
        for place, (name, count) in enumerate(zip(series, row[1:], strict=True))
    ]


def _count_axis() -> alt.Axis:
    return alt.Axis(format="d", tickMinStep=1, tickCount=5)


def _scale(names: Sequence[str], keys: Sequence[str]) -> alt.Scale:
    return alt.Scale(domain=list(names), range=[_COLOURS[key] for key in keys])


def _stacked_weeks(base: Any) -> Any:
    names = [state.capitalize() for state in figures.SESSION_STATES]
    return base.mark_bar().encode(
        x=alt.X(
            "what:O",
            timeUnit="utcyearmonthdate",
            title=None,
            axis=alt.Axis(format="%-d %b", labelAngle=0, labelOverlap="greedy"),
        ),
        y=alt.Y("count:Q", title="Sessions", axis=_count_axis()),
        color=alt.Color("series:N", scale=_scale(names, figures.SESSION_STATES)),
        order=alt.Order("order:Q"),
    )


def _grouped_bars(base: Any, order: Sequence[str]) -> Any:
    return base.mark_bar(cornerRadiusEnd=2).encode(
        y=alt.Y("what:N", sort=list(order), title=None),
        yOffset=alt.YOffset("series:N", sort=["Mentors", "Mentees"]),
        x=alt.X("count:Q", title="People", axis=_count_axis()),
        color=alt.Color("series:N", scale=_scale(["Mentors", "Mentees"], ["mentor", "mentee"])),
    )


def _bars(base: Any, chart: Chart, order: Sequence[str]) -> Any:
    colours = [_COLOURS[name] for name in figures.HEALTHS] if chart.name == "health" else None
    encoded = base.mark_bar(cornerRadiusEnd=2, color=_COLOURS["mentor"]).encode(
        x=alt.X("what:N", sort=list(order), title=chart.columns[0], axis=alt.Axis(labelAngle=0)),
        y=alt.Y("count:Q", title=chart.columns[1], axis=_count_axis()),
    )
    if colours is None:
        return encoded
    return encoded.encode(
        color=alt.Color("what:N", scale=alt.Scale(domain=list(order), range=colours), legend=None)
    )
