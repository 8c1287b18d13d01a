"""The Vega-Lite specification of each chart; only the drawing process imports it, as Altair takes 30 MiB."""

from collections.abc import Sequence
from typing import Any, Final

import altair as alt

from services.console.charts.programme_charts import Chart
from services.console.read_models import figures

COLOURS: Final = {
    "held": "#12436d",
    "planned": "#28a197",
    "missed": "#f46a25",
    "cancelled": "#801650",
    "dropped": "#909090",
    "on-track": "#12436d",
    "too-early-to-tell": "#28a197",
    "needs-attention": "#f46a25",
    "mentor": "#12436d",
    "mentee": "#28a197",
}
"""At least 3:1 on paper, and between those that meet most; most are of the Government Analysis Function."""
_WIDTH: Final = 430
_HEIGHT: Final = 210
_FEW: Final = 5
"""Up to here an axis labels each count."""


def vega_lite(chart: Chart) -> dict[str, Any]:
    """A chart in Vega-Lite."""
    by_series = len(chart.columns) > 2
    marks = _marks(chart)
    order = [str(row[0]) for row in chart.rows]
    base = alt.Chart(alt.InlineData(values=marks))
    if chart.name == "sessions":
        drawn = _stacked_weeks(base, chart)
    elif by_series:
        drawn = _grouped_bars(base, chart, order)
    else:
        drawn = _bars(base, chart, order)
    described: dict[str, Any] = (
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
    return described


def _marks(chart: Chart) -> list[dict[str, str | int]]:
    """One record a mark: what, series, count."""
    series = chart.columns[1:]
    return [
        {"what": str(row[0]), "series": name, "count": int(count), "order": place}
        for row in chart.rows
        for place, (name, count) in enumerate(zip(series, row[1:], strict=True))
    ]


def _count_axis(chart: Chart) -> alt.Axis:
    """Whole numbers only; of a few counts Vega would label halves, rounded."""
    together = sum if chart.name == "sessions" else max
    most = max((together(int(count) for count in row[1:]) for row in chart.rows), default=0)
    few = list(range(most + 1)) if most <= _FEW else alt.Undefined
    return alt.Axis(format="d", tickCount=5, values=few)


def _scale(names: Sequence[str], keys: Sequence[str]) -> alt.Scale:
    return alt.Scale(domain=list(names), range=[COLOURS[key] for key in keys])


def _stacked_weeks(base: Any, chart: Chart) -> Any:
    names = [state.capitalize() for state in figures.SESSION_STATES]
    return base.mark_bar(stroke="#ffffff", strokeWidth=1).encode(
        x=alt.X(
            "what:O",
            timeUnit="utcyearmonthdate",
            title=None,
            axis=alt.Axis(format="%-d %b", labelAngle=0, labelOverlap="greedy"),
        ),
        y=alt.Y("count:Q", title="Sessions", axis=_count_axis(chart)),
        color=alt.Color("series:N", scale=_scale(names, figures.SESSION_STATES)),
        order=alt.Order("order:Q"),
    )


def _grouped_bars(base: Any, chart: Chart, order: Sequence[str]) -> Any:
    return base.mark_bar(cornerRadiusEnd=2).encode(
        y=alt.Y("what:N", sort=list(order), title=None),
        yOffset=alt.YOffset("series:N", sort=["Mentors", "Mentees"]),
        x=alt.X("count:Q", title="People", axis=_count_axis(chart)),
        color=alt.Color("series:N", scale=_scale(["Mentors", "Mentees"], ["mentor", "mentee"])),
    )


def _bars(base: Any, chart: Chart, order: Sequence[str]) -> Any:
    colours = [COLOURS[name] for name in figures.HEALTHS] if chart.name == "health" else None
    encoded = base.mark_bar(cornerRadiusEnd=2, color=COLOURS["mentor"]).encode(
        x=alt.X("what:N", sort=list(order), title=chart.columns[0], axis=alt.Axis(labelAngle=0)),
        y=alt.Y("count:Q", title=chart.columns[1], axis=_count_axis(chart)),
    )
    if colours is None:
        return encoded
    return encoded.encode(
        color=alt.Color("what:N", scale=alt.Scale(domain=list(order), range=colours), legend=None)
    )
