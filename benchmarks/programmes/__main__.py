"""``python -m benchmarks.programmes``: many pairings end, many leave a full programme, many are invited.

Prints a table, keeps it in ``build/bench-programmes.json``, and ends with 1 if a bar is missed.
"""

import asyncio
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.events.pipeline import exactly_once, fill, place_on
from benchmarks.programmes.closing import Closed, close_programme
from benchmarks.programmes.inviting import Invited, invite_all
from benchmarks.programmes.waitlist import Offered, free_places
from benchmarks.rows import Row, memory_growth, none_of
from benchmarks.running import parser_of, report, running_stack
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
        inviting: people invited in one act.
        invited: the outcome of that.
    """

    pairings: int
    pipeline: tuple[float, float]
    closed: Closed
    waiting: int
    leaving: int
    offered: Offered
    inviting: int
    invited: Invited


async def measure(
    root: Path, addresses: Addresses, *, pairings: int, waiting: int, leaving: int, inviting: int
) -> Measured:
    """End a programme, with the bare pipeline before and after; let people leave one; invite to another."""
    before = await _pipeline(addresses, pairings)
    closed = await close_programme(place_on(addresses), pairings)
    after = await _pipeline(addresses, pairings)
    offered = await free_places(place_on(addresses), root, waiting=waiting, leaving=leaving)
    invited = await invite_all(place_on(addresses), root, inviting)
    return Measured(pairings, (before, after), closed, waiting, leaving, offered, inviting, invited)


async def _pipeline(addresses: Addresses, pairings: int) -> float:
    place, events = place_on(addresses), max(pairings, _LEAST_EVENTS)
    await fill(place, events)
    return await exactly_once(place, events)


def rows_of(measured: Measured) -> list[Row]:
    """Judge the figures."""
    closed, offered, invited = measured.closed, measured.offered, measured.invited
    ratio = closed.rate / median(measured.pipeline)
    left = f"{measured.leaving:,} leave, {measured.waiting:,} wait"
    return [
        Row(
            "pairings ended, against events of the bare pipeline",
            f"{ratio:.2f}x ({closed.rate:,.0f}/s)",
            f"≥ {_BARS['ended']}x",
            ratio >= _BARS["ended"],
        ),
        none_of("pairings still active", closed.active),
        none_of("ends not published", closed.missing),
        none_of("ends published twice", closed.twice),
        memory_growth("growth of memory at the end", closed.growth, most=_BARS["growth"]),
        Row(f"{left}: people who left", f"{offered.rate:,.0f}/s", "", reached=True),
        none_of("places that nobody was offered", offered.missing),
        none_of("people offered two places", offered.twice),
        none_of("people offered a place before their turn", offered.out_of_order),
        memory_growth("growth of memory while people leave", offered.growth, most=_BARS["growth"]),
        Row(f"{measured.inviting:,} invited in one act", f"{invited.rate:,.0f}/s", "", reached=True),
        none_of("people not invited", invited.missing),
        none_of("people invited twice", invited.twice),
        memory_growth("growth of memory while people are invited", invited.growth, most=_BARS["growth"]),
    ]


def main() -> int:
    """Measure and say.

    Returns:
        1 if a bar is missed.
    """
    parser = parser_of("programmes")
    parser.add_argument("--quick", action="store_true", help="500 pairings, 500 who wait, 2,000 invited")
    parser.add_argument("--pairings", type=int, default=25_000, help="of the programme that ends")
    parser.add_argument("--waiting", type=int, default=10_000, help="on the waitlist of another programme")
    parser.add_argument("--leaving", type=int, default=1_000, help="who leave that programme at once")
    parser.add_argument("--inviting", type=int, default=100_000, help="invited in one act")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.pairings, arguments.waiting, arguments.leaving = 500, 500, 50
        arguments.inviting = 2_000
    with running_stack(arguments.broker, "bench") as (root, addresses):
        measured = asyncio.run(
            measure(
                root,
                addresses,
                pairings=arguments.pairings,
                waiting=arguments.waiting,
                leaving=arguments.leaving,
                inviting=arguments.inviting,
            )
        )
    title = f"Programmes on {addresses.broker}, {measured.pairings:,} pairings"
    rows = rows_of(measured)
    return report(arguments.build, "programmes", addresses, title, rows, asdict(measured))


if __name__ == "__main__":
    sys.exit(main())
