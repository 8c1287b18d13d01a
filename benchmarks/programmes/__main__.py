"""``python -m benchmarks.programmes``: many leave a full programme at once, and one with many pairings ends.

Prints a table, keeps it in ``build/bench-programmes.json``, and ends with 1 if a bar is missed.
"""

import argparse
import asyncio
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from rich.console import Console

from benchmarks.events.pipeline import Place, exactly_once, fill, fresh_place
from benchmarks.programmes.closing import Closed, close_programme
from benchmarks.programmes.waitlist import Offered, free_places
from benchmarks.rows import Row, table_of
from benchmarks.running import keep, running_stack
from devstack.stack import Addresses

_LEAST_EVENTS = 2000
_BARS = {"ended": 0.3, "growth": 10.0}


@dataclass(frozen=True)
class Measured:
    """All figures of a run.

    Attributes:
        pairings: of the programme.
        pipeline: events in a second of the bare pipeline, before and after.
        closed: the outcome of the programme's end.
        waiting: people on the waitlist of the full programme.
        leaving: people who leave it at once.
        offered: the outcome of that.
    """

    pairings: int
    pipeline: tuple[float, float]
    closed: Closed
    waiting: int
    leaving: int
    offered: Offered


async def measure(root: Path, addresses: Addresses, *, pairings: int, waiting: int, leaving: int) -> Measured:
    """End a programme, with the bare pipeline before and after; then let people leave another one."""
    before = await _pipeline(addresses, pairings)
    closed = await close_programme(_place(addresses), pairings)
    after = await _pipeline(addresses, pairings)
    offered = await free_places(_place(addresses), root, waiting=waiting, leaving=leaving)
    return Measured(pairings, (before, after), closed, waiting, leaving, offered)


async def _pipeline(addresses: Addresses, pairings: int) -> float:
    place, events = _place(addresses), max(pairings, _LEAST_EVENTS)
    await fill(place, events)
    return await exactly_once(place, events)


def _place(addresses: Addresses) -> Place:
    return fresh_place(addresses.kafka, addresses.mongo_uri, idempotent="Tansu" not in addresses.broker)


def rows_of(measured: Measured) -> list[Row]:
    """Judge the figures."""
    closed, offered = measured.closed, measured.offered
    ratio = closed.rate / median(measured.pipeline)
    left = f"{measured.leaving:,} leave, {measured.waiting:,} wait"
    return [
        Row(
            "pairings ended, against events of the bare pipeline",
            f"{ratio:.2f}x ({closed.rate:,.0f}/s)",
            f"≥ {_BARS['ended']}x",
            ratio >= _BARS["ended"],
        ),
        _none("pairings still active", closed.active),
        _none("ends not published", closed.missing),
        _none("ends published twice", closed.twice),
        _memory("growth of memory at the end", closed.growth),
        Row(f"{left}: people who left", f"{offered.rate:,.0f}/s", "", reached=True),
        _none("places that nobody was offered", offered.missing),
        _none("people offered two places", offered.twice),
        _none("people offered a place before their turn", offered.out_of_order),
        _memory("growth of memory while people leave", offered.growth),
    ]


def _none(measure: str, number: int) -> Row:
    return Row(measure, str(number), "0", number == 0)


def _memory(measure: str, growth: float) -> Row:
    most = _BARS["growth"]
    return Row(measure, f"{growth:+.1f} MiB", f"≤ {most:.0f} MiB", growth <= most)


def main() -> int:
    """Measure and say.

    Returns:
        1 if a bar is missed.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.programmes")
    parser.add_argument("--broker", default="auto")
    parser.add_argument("--quick", action="store_true", help="500 pairings, 500 who wait")
    parser.add_argument("--pairings", type=int, default=25_000, help="of the programme that ends")
    parser.add_argument("--waiting", type=int, default=10_000, help="on the waitlist of another programme")
    parser.add_argument("--leaving", type=int, default=1_000, help="who leave that programme at once")
    parser.add_argument("--build", type=Path, default=Path("build"))
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.pairings, arguments.waiting, arguments.leaving = 500, 500, 50
    with running_stack(arguments.broker, "bench") as (root, addresses):
        measured = asyncio.run(
            measure(
                root,
                addresses,
                pairings=arguments.pairings,
                waiting=arguments.waiting,
                leaving=arguments.leaving,
            )
        )
    rows = rows_of(measured)
    Console().print(table_of(f"Programmes on {addresses.broker}, {measured.pairings:,} pairings", rows))
    keep(arguments.build, "programmes", addresses, asdict(measured) | {"rows": [asdict(row) for row in rows]})
    return 0 if all(row.reached for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
