"""The figures of a run against what they must reach."""

from dataclasses import dataclass
from statistics import median, quantiles
from typing import Final

from rich.table import Table

from benchmarks.pages.pages import PAGES
from benchmarks.pages.visits import Opened
from benchmarks.rows import Row

P95_MS: Final = 100
KILOBYTES: Final = 60
CALLS: Final = 3
RATIO: Final = 1.5
"""Against the same page with few people stored: what is stored must hardly matter."""


@dataclass(frozen=True)
class Measured:
    """All figures of a run.

    Attributes:
        people: stored, by stage: few, then all.
        pairings: stored, by stage.
        documents: put into the services' databases.
        opened: what each page gave, by stage.
        calls: to owners, the most of each page.
        lookups: seconds of each search for an address, by stage.
    """

    people: tuple[int, int]
    pairings: tuple[int, int]
    documents: int
    opened: tuple[dict[str, list[Opened]], dict[str, list[Opened]]]
    calls: dict[str, int]
    lookups: tuple[list[float], list[float]]


@dataclass(frozen=True)
class PageFigures:
    """One page: milliseconds, bytes, calls; ``ratio`` of its median to that with few people stored."""

    name: str
    visits: int
    p50: float
    p95: float
    ratio: float
    size: int
    calls: int

    @property
    def reached(self) -> bool:
        """Whether it reaches what a page must."""
        return self.p95 <= P95_MS and self.size <= KILOBYTES * 1000 and self.calls <= CALLS


def figures_of(measured: Measured) -> list[PageFigures]:
    """Return the figures of each page, in the pages' order."""
    few, full = measured.opened
    return [
        PageFigures(
            name,
            len(opened),
            _p50([each.seconds for each in opened]),
            _p95([each.seconds for each in opened]),
            _p50([each.seconds for each in opened]) / _p50([each.seconds for each in few[name]]),
            max(each.size for each in opened),
            measured.calls[name],
        )
        for name, opened in ((page.name, full[page.name]) for page in PAGES)
    ]


def page_table(pages: list[PageFigures], people: int, few: int) -> Table:
    """Return the table of the pages."""
    table = Table(title=f"Participants' pages, {people:,} people stored, one request at a time")
    columns = ("p50 ms", "p95 ms", f"p50 to that with {few:,}", "kB with styles", "calls")
    table.add_column("page")
    for column in (*columns, ""):
        table.add_column(column, justify="right")
    for page in pages:
        values = (f"{page.p50:.1f}", f"{page.p95:.1f}", f"{page.ratio:.2f}x", f"{page.size / 1000:.1f}")
        table.add_row(page.name, *values, str(page.calls), "yes" if page.reached else "no")
    return table


def rows_of(measured: Measured, pages: list[PageFigures]) -> list[Row]:
    """Judge the figures: of all pages, the worst."""
    slowest = max(pages, key=lambda page: page.p95)
    largest = max(pages, key=lambda page: page.size)
    busiest = max(pages, key=lambda page: page.calls)
    ratio = median(page.ratio for page in pages)
    few, full = ([second * 1000 for second in stage] for stage in measured.lookups)
    percentile = _p95([second / 1000 for second in full])
    return [
        Row(
            f"slowest page, p95 ({slowest.name})",
            f"{slowest.p95:.1f} ms",
            f"≤ {P95_MS} ms",
            slowest.p95 <= P95_MS,
        ),
        Row(
            f"largest page with its styles ({largest.name})",
            f"{largest.size / 1000:.1f} kB",
            f"≤ {KILOBYTES} kB",
            largest.size <= KILOBYTES * 1000,
        ),
        Row(
            f"calls to owners, at most ({busiest.name})",
            str(busiest.calls),
            f"≤ {CALLS}",
            busiest.calls <= CALLS,
        ),
        Row(
            f"median page, against {measured.people[0]:,} people stored",
            f"{ratio:.2f}x",
            f"≤ {RATIO}x",
            ratio <= RATIO,
        ),
        Row(
            "an employee by mail address, p95",
            f"{percentile:.1f} ms (p50 {median(full):.1f} ms, {median(full) / median(few):.2f}x)",
            f"≤ {P95_MS} ms",
            percentile <= P95_MS,
        ),
    ]


def _p50(seconds: list[float]) -> float:
    return median(seconds) * 1000


def _p95(seconds: list[float]) -> float:
    """Return the time that 95 of 100 requests do not exceed; of very few requests the longest."""
    if len(seconds) < 20:
        return max(seconds) * 1000
    return quantiles(seconds, n=20, method="inclusive")[-1] * 1000
