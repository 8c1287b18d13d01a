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


def table_of(title: str, rows: list[Row]) -> Table:
    """Return the table of these rows."""
    table = Table(title=title)
    for column in ("measure", "value", "must reach", ""):
        table.add_column(column)
    for row in rows:
        table.add_row(row.measure, row.value, row.wanted, "yes" if row.reached else "no")
    return table
