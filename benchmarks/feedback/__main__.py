"""``python -m benchmarks.feedback``: a release of very many answers, and the effect of a large programme.

Prints a table, keeps it in ``build/bench-feedback.json``, and ends with 1 if a bar is missed.
"""

import asyncio
import sys
from dataclasses import asdict
from typing import Final

from benchmarks.events.pipeline import place_on
from benchmarks.feedback.effect import Measured, measure_effect
from benchmarks.feedback.release import Released, measure_release
from benchmarks.rows import Row, memory_growth, none_of
from benchmarks.running import parser_of, report, running_stack
from devstack.stack import Addresses

_RELEASE_RATIO: Final = 0.5
_P95_MILLISECONDS: Final = 100.0
_RELEASE_GROWTH: Final = 100.0
_SECONDS: Final = 60.0
_GROWTH: Final = 10.0
_ROUNDED: Final = 0.1
"""Figures are published in tenths."""


async def measure(addresses: Addresses, *, people: int, participants: int) -> Measured:
    """Measure an effect once on this stack."""
    return await measure_effect(place_on(addresses), people=people, participants=participants)


def rows_of_release(released: Released) -> list[Row]:
    """Judge the figures of a release."""
    ratio = released.plain_seconds / released.seconds
    return [
        Row(
            f"release of {released.answers:,} answers, against pandas",
            f"{ratio:.2f}x ({released.seconds:.1f} s, pandas {released.plain_seconds:.1f} s)",
            f"≥ {_RELEASE_RATIO}x",
            ratio >= _RELEASE_RATIO,
        ),
        memory_growth("growth of the service's memory, to its peak", released.growth, most=_RELEASE_GROWTH),
        Row(
            f"p95 of {released.visits:,} requests meanwhile",
            f"{released.p95:.0f} ms (slowest {released.slowest:.0f} ms)",
            f"< {_P95_MILLISECONDS:.0f} ms",
            released.p95 < _P95_MILLISECONDS,
        ),
        none_of("of these without a good answer", sum(released.refused.values())),
        none_of("figures further from those of pandas than the blur explains", released.apart),
        none_of(f"answers left {released.deleting_seconds:.1f} s later that are in figures", released.left),
    ]


def rows_of(measured: Measured) -> list[Row]:
    """Judge the figures of an effect."""
    return [
        Row(
            "effect measured, loading of libraries included",
            f"{measured.seconds:.1f} s",
            f"≤ {_SECONDS:.0f} s",
            measured.seconds <= _SECONDS,
        ),
        Row("the same with pandas, libraries loaded", f"{measured.plain_seconds:.1f} s", "", reached=True),
        memory_growth("growth of memory while people are counted", measured.growth, most=_GROWTH),
        Row(
            "largest distance of a figure from that of pandas",
            f"{measured.farthest:.3f}",
            f"≤ {_ROUNDED}, as rounded",
            measured.farthest <= _ROUNDED,
        ),
    ]


def main() -> int:
    """Measure and say.

    Returns:
        1 if a bar is missed.
    """
    parser = parser_of("feedback")
    parser.add_argument("--quick", action="store_true", help="10,000 pairings, 2,000 of 10,000 people")
    parser.add_argument("--pairings", type=int, default=50_000, help="whose answers are released")
    parser.add_argument("--visitors", type=int, default=200, help="participants who come meanwhile")
    parser.add_argument("--people", type=int, default=100_000, help="of the organisation")
    parser.add_argument("--participants", type=int, default=20_000, help="of the programme with an effect")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.pairings, arguments.people, arguments.participants = 10_000, 10_000, 2_000
    with running_stack(arguments.broker, "bench") as (root, addresses):
        released = asyncio.run(
            measure_release(root, addresses, pairings=arguments.pairings, visitors=arguments.visitors)
        )
        measured = asyncio.run(
            measure(addresses, people=arguments.people, participants=arguments.participants)
        )
    title = (
        f"A release of {arguments.pairings:,} pairings; "
        f"effect of a programme of {arguments.participants:,} among {arguments.people:,} people"
    )
    rows = [*rows_of_release(released), *rows_of(measured)]
    figures = {"release": asdict(released), "effect": asdict(measured)}
    return report(arguments.build, "feedback", addresses, title, rows, figures)


if __name__ == "__main__":
    sys.exit(main())
