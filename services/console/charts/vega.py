"""The Vega-Lite specification of each chart; only the drawing process imports it, as Altair takes 30 MiB."""

from collections.abc import Sequence
from typing import Any, Final

import altair as alt

from services.console.charts.chart_theme import DARK_DEVICE
from services.console.charts.programme_charts import Chart

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
ON_DARK: Final = {
    "#12436d": "#b5d6f8",
    "#28a197": "#178077",
    "#801650": "#fbd3e6",
    "#f46a25": "#bf4a12",
    "#909090": "#6b7585",
    "#3d4450": "#b0bac7",
    "#e4e7ec": "#384453",
    "#9aa1ad": "#8592a3",
    "#ffffff": "#1a212b",
}
"""The colour on a dark page, by the colour on a light one."""
_DARK_STYLE: Final = "{} {{ {} }}".format(
    DARK_DEVICE,
    " ".join(
        f'[fill="{light}"] {{ fill: {dark} }} [stroke="{light}"] {{ stroke: {dark} }}'
        for light, dark in ON_DARK.items()
    ),
)
_LABELS: Final = 7
"""As many weeks have a label at most, so that labels do not touch."""
_WIDTH: Final = 430
_HEIGHT: Final = 210
_PADDING: Final = {"left": 40, "top": 5, "right": 12, "bottom": 5}
"""Room for labels: the reader's font may be wider than the one that measured them."""
_FEW: Final = 5
"""Up to here an axis labels each count."""


def vega_lite(chart: Chart) -> dict[str, Any]:
    """Return a chart in Vega-Lite."""
    by_series = len(chart.columns) > 2
    marks = _marks(chart)
    order = [str(row[0]) for row in chart.rows]
    base = alt.Chart(alt.InlineData(values=marks))
    if chart.name == "sessions":
        drawn = _stacked_weeks(base, chart, order)
    elif by_series:
        drawn = _grouped_bars(base, chart, order)
    else:
        drawn = _bars(base, chart, order)
    described: dict[str, Any] = (
        drawn.properties(width=_WIDTH, height=_HEIGHT, background="transparent", padding=_PADDING)
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
            orient="top",
            labelFontSize=12,
            labelColor="#3d4450",
            title=None,
            symbolType="square",
            offset=8,
            columnPadding=28,  # browsers write wider letters than those that were measured
        )
        .to_dict()
    )
    return described


def _marks(chart: Chart) -> list[dict[str, str | int]]:
    """Return one record a mark: what, series, count."""
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


def _scale(chart: Chart) -> alt.Scale:
    names = chart.columns[1:] if len(chart.keys) == len(chart.columns) - 1 else [row[0] for row in chart.rows]
    return alt.Scale(domain=list(names), range=[COLOURS[key] for key in chart.keys])


def _stacked_weeks(base: Any, chart: Chart, order: Sequence[str]) -> Any:
    labelled = list(order[:: -(-len(order) // _LABELS)])
    return base.mark_bar(stroke="#ffffff", strokeWidth=1).encode(
        x=alt.X("what:O", sort=list(order), title=None, axis=alt.Axis(values=labelled, labelAngle=0)),
        y=alt.Y("count:Q", title=chart.unit, axis=_count_axis(chart)),
        color=alt.Color("series:N", scale=_scale(chart)),
        order=alt.Order("order:Q"),
    )


def _grouped_bars(base: Any, chart: Chart, order: Sequence[str]) -> Any:
    return base.mark_bar(cornerRadiusEnd=2).encode(
        y=alt.Y("what:N", sort=list(order), title=None),
        yOffset=alt.YOffset("series:N", sort=list(chart.columns[1:])),
        x=alt.X("count:Q", title=chart.unit, axis=_count_axis(chart)),
        color=alt.Color("series:N", scale=_scale(chart)),
    )


def _bars(base: Any, chart: Chart, order: Sequence[str]) -> Any:
    encoded = base.mark_bar(cornerRadiusEnd=2, color=COLOURS["mentor"]).encode(
        y=alt.Y("what:N", sort=list(order), title=chart.columns[0] if chart.name != "health" else None),
        x=alt.X("count:Q", title=chart.unit, axis=_count_axis(chart)),
    )
    if not chart.keys:
        return encoded
    return encoded.encode(color=alt.Color("what:N", scale=_scale(chart), legend=None))


def on_dark_pages_too(svg: str) -> str:
    """Let a chart follow the theme of the page that shows it."""
    head, end, rest = svg.partition(">")
    return f"{head}{end}<style>{_DARK_STYLE}</style>{rest}"
