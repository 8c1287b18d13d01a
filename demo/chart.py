"""The report as a picture: sessions by week, and each objective from baseline to target."""

from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from demo.client import Json
from demo.report import SESSION_STATES

_COLOURS = {"held": "#2f7d6b", "missed": "#c9772b", "cancelled": "#b0b7bf", "planned": "#7aa6c9"}
_WIDTH = 640


def write_chart(report: Json, path: Path) -> None:
    """Draw the report as SVG; fonts and colours are part of the file."""
    chart = alt.vconcat(_weeks(report["sessions_by_week"]), _objectives(report["feedback"]["objectives"]))
    run = report["run"]
    title = f"Reverse mentoring, {run['from']} to {run['to']}: {run['people']} people, seed {run['seed']}"
    spec = chart.properties(title=title).configure_view(stroke=None).to_json()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(vl_convert.vegalite_to_svg(spec))


def _weeks(weeks: list[Json]) -> Any:
    rows = [
        {"week": week["week"], "state": state, "sessions": week[state]}
        for week in weeks
        for state in SESSION_STATES
    ]
    return (
        alt.Chart(_data(rows))
        .mark_bar()
        .encode(
            x=alt.X("week:O", title="week beginning", axis=alt.Axis(labelAngle=-60)),
            y=alt.Y("sessions:Q", title="sessions"),
            color=alt.Color(
                "state:N",
                title=None,
                scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())),
            ),
        )
        .properties(width=_WIDTH, height=220)
    )


def _objectives(objectives: list[Json]) -> Any:
    """Percent of the way from baseline to target; the target is the line at 100."""
    rows = [
        {"objective": objective["name"], "reached": way}
        for objective in objectives
        if (way := way_reached(objective)) is not None
    ]
    bars = (
        alt.Chart(_data(rows))
        .mark_bar(color=_COLOURS["held"])
        .encode(
            x=alt.X("reached:Q", title="percent of the way from baseline to target"),
            y=alt.Y("objective:N", title=None, sort=None),
        )
        .properties(width=_WIDTH, height=26 * max(len(objectives), 1))
    )
    target = alt.Chart(_data([{"target": 100}])).mark_rule(strokeDash=[4, 3]).encode(x="target:Q")
    return bars + target


def _data(rows: list[Json]) -> Any:
    return alt.InlineData(values=rows)


def way_reached(objective: Json) -> float | None:
    """Percent of the way from baseline to target; None without data."""
    actual, baseline, target = objective["actual"], objective["baseline"], objective["target"]
    if actual is None or target == baseline:
        return None
    return round(100 * float(actual - baseline) / float(target - baseline), 1)
