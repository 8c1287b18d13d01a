"""The table of a benchmark: a measure a row, with the bar it must reach."""

from dataclasses import dataclass

from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One measure.

    Attributes:
        measure: what was measured.
        value: the figure, with its unit.
        wanted: what it must reach.
        reached: whether it does.
    """

    measure: str
    value: str
    wanted: str
    reached: bool


def none_of(measure: str, number: int) -> Row:
    """Return the row of what must not happen."""
    return Row(measure, str(number), "0", number == 0)


def memory_growth(measure: str, mebibytes: float, *, most: float) -> Row:
    """Return the row of a process's memory, in MiB."""
    return Row(measure, f"{mebibytes:+.1f} MiB", f"≤ {most:.0f} MiB", mebibytes <= most)


def table_of(title: str, rows: list[Row]) -> Table:
    """Return the table of these rows."""
    table = Table(title=title)
    for column in ("measure", "value", "must reach", ""):
        table.add_column(column)
    for row in rows:
        table.add_row(row.measure, row.value, row.wanted, "yes" if row.reached else "no")
    return table
