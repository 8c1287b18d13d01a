"""The output of the demo: a progress bar, then the report as tables."""

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from demo.chart import way_reached
from demo.client import Json


def progress_bar(console: Console) -> Progress:
    """Return a progress bar over the days of the programme, with the virtual date."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=console,
    )


def print_report(report: Json, console: Console) -> None:
    """Print the report as tables."""
    console.print(_refused_rows(report["import"]["errors"]))
    console.print(_figures(report))
    console.print(_objectives(report["feedback"]["objectives"]))


def _refused_rows(errors: list[Json]) -> Table:
    """Print the refused rows of the HR export."""
    table = Table(title="Rows of the HR export that were refused", title_justify="left")
    for heading in ("line", "column", "reason"):
        table.add_column(heading, justify="right" if heading == "line" else "left")
    for error in errors:
        table.add_row(str(error["line"]), error["field"], error["message"])
    return table


def _figures(report: Json) -> Table:
    matching, sessions, feedback = report["matching"], report["sessions"], report["feedback"]
    table = Table(title=f"Programme {report['run']['from']} to {report['run']['to']}", title_justify="left")
    table.add_column("what")
    table.add_column("number", justify="right")
    imported = report["import"]
    table.add_row("HR export", f"{imported['accepted']} rows kept, {imported['rejected']} refused")
    for role, states in report["participants"].items():
        counts = ", ".join(f"{count} {state}" for state, count in states.items())
        table.add_row(f"{role}s", counts)
    for role, states in report["invitations"].items():
        counts = ", ".join(f"{count} {state}" for state, count in states.items() if count)
        table.add_row(f"invitations to {role}s", counts)
    waitlist = report["waitlist"]
    table.add_row("waitlist", f"{waitlist['applied']} applied, {waitlist['joined']} joined by an offer")
    terms, helped, delegates = report["terms"], report["help"], report["delegates"]
    table.add_row("changed terms", f"{terms['agreed']} agreed, {terms['due']} have not")
    table.add_row("own questions", f"{report['own_questions']['answered']} answered")
    table.add_row("left and came back", f"{report['returned']}")
    table.add_row(
        "questions to coordinators", f"{helped['answered']} answered, {helped['published']} for all"
    )
    moved = delegates["sessions_moved"]
    table.add_row("delegates", f"{delegates['accepted']} accepted, {moved} sessions moved by them")
    table.add_row("matching rounds", f"{matching['rounds']}")
    table.add_row("proposals", ", ".join(f"{n} {state}" for state, n in matching["proposals"].items() if n))
    table.add_row("pairings", f"{matching['active_pairings']} active, {matching['ended_pairings']} ended")
    table.add_row(
        "time to match",
        f"{_hours(matching['hours_to_match_p50'])} median, {_hours(matching['hours_to_match_p95'])} for 95 %",
    )
    table.add_row(
        "sessions",
        ", ".join(f"{sessions[state]} {state}" for state in ("held", "missed", "cancelled", "planned")),
    )
    table.add_row("cancellation alarms", f"{sessions['alarms']}")
    _add_opinions(table, feedback["released"])
    table.add_row("pairings' health", ", ".join(f"{n} {health}" for health, n in feedback["health"].items()))
    table.add_row("certificates", f"{report['certificates']}")
    return table


def _add_opinions(table: Table, released: Json) -> None:
    """Add the released figures of each question, a row for each."""
    for figure in released["figures"]:
        question = f"{figure['questionnaire']}: {figure['question']}"
        label = f"{question}, {figure['category']} ({figure['votes']} votes)"
        table.add_row(label, f"{figure['mean']} ± {figure['mean_margin']} of 5")
    for figure in released["recommendations"]:
        label = f"net promoter score, {figure['category']} ({figure['votes']} votes)"
        table.add_row(label, f"{figure['net']} ± {figure['net_margin']}")
    if not any(figure["question"] == "usefulness" for figure in released["figures"]):
        table.add_row("usefulness", "no figure yet: too few people have answered")


def _objectives(objectives: list[Json]) -> Table:
    table = Table(title="Objectives", title_justify="left")
    for heading in ("objective", "baseline", "target", "actual", "of the way"):
        table.add_column(heading, justify="left" if heading == "objective" else "right")
    for one in objectives:
        way = way_reached(one)
        table.add_row(
            one["name"],
            _value(one["baseline"]),
            _value(one["target"]),
            _value(one["actual"]),
            "no data" if way is None else f"{way:.0f} %",
        )
    return table


def _hours(hours: float | None) -> str:
    return "no data" if hours is None else f"{hours / 24:.1f} days"


def _value(value: float | None) -> str:
    return "no data" if value is None else f"{value:g}"
