"""Format measurements as tables, for the terminal and for the documentation."""

from pathlib import Path
from typing import Any, Final

from benchmarks.matching.bars import Measurements, Verdict, parts

COLUMNS: Final = (
    "seconds", "cpu", "memory", "peak", "load", "total", "minimum", "left out", "blocking", "gap", "outcome",
    "passes",
)  # fmt: skip
DOCUMENT: Final = Path("docs/matching.md")
BEGIN: Final = "<!-- measured by benchmarks/matching: begin -->"
END: Final = "<!-- measured by benchmarks/matching: end -->"
_SHOWN: Final = ("seconds", "cpu", "peak", "total", "minimum", "left out", "blocking", "gap")
_TITLES: Final = (
    "seconds",
    "of processors",
    "memory, MiB",
    "points",
    "least pair",
    "left out",
    "blocking pairs",
    "gap",
)


def text(value: Any) -> str:
    """Return a value as a cell."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.3f}" if value < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def show(measurements: Measurements, verdicts: list[Verdict]) -> None:
    """Print the tables."""
    print("".join([f"{'':24}", *(f"{column:>14}" for column in COLUMNS)]))
    for line, facts in parts(measurements).items():
        print("".join([f"{line:24}", *(f"{text(facts.get(column)):>14}" for column in COLUMNS)]))
    print()
    for each in verdicts:
        cells = f"{each.what:46}{text(each.value):>26}{text(each.by_cpu):>12}"
        print(f"{cells}   {each.bar:30}{'met' if each.met else 'MISSED'}")


def markdown(measurements: Measurements, verdicts: list[Verdict], machine: dict[str, Any]) -> str:
    """Return the tables for the documentation."""
    lines = [
        f"Measured on {machine['processors']} processors ({machine['machine']}), Python {machine['python']}.",
        "",
        f"| | {' | '.join(_TITLES)} |",
        f"|---|{'---:|' * len(_TITLES)}",
    ]
    for name, facts in parts(measurements).items():
        lines.append(f"| {name} | {' | '.join(text(facts.get(column)) for column in _SHOWN)} |")
    lines += ["", "| | measured | by processors | must be | |", "|---|---:|---:|---|---|"]
    for each in verdicts:
        cells = (
            each.what,
            text(each.value),
            text(each.by_cpu),
            each.bar,
            "met" if each.met else "**missed**",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def write(tables: str) -> None:
    """Put the tables into the documentation, in place of those there."""
    page = DOCUMENT.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{tables}{END}{after}", encoding="utf-8")
