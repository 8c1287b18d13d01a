"""``python -m benchmarks.feedback``: the effect of a programme in a large organisation.

Prints a table, keeps it in ``build/bench-feedback.json``, and ends with 1 if a bar is missed.
"""

import asyncio
import sys
from dataclasses import asdict
from typing import Final

from benchmarks.events.pipeline import place_on
from benchmarks.feedback.effect import Measured, measure_effect
from benchmarks.rows import Row, memory_growth
from benchmarks.running import parser_of, report, running_stack
from devstack.stack import Addresses

_SECONDS: Final = 60.0
_GROWTH: Final = 10.0
_ROUNDED: Final = 0.1
"""Figures are published in tenths."""


async def measure(addresses: Addresses, *, people: int, participants: int) -> Measured:
    """Measure once on this stack."""
    return await measure_effect(place_on(addresses), people=people, participants=participants)


def rows_of(measured: Measured) -> list[Row]:
    """Judge the figures."""
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
    parser.add_argument("--quick", action="store_true", help="2,000 of 10,000 people")
    parser.add_argument("--people", type=int, default=100_000, help="of the organisation")
    parser.add_argument("--participants", type=int, default=20_000, help="of the programme")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.people, arguments.participants = 10_000, 2_000
    with running_stack(arguments.broker, "bench") as (_, addresses):
        measured = asyncio.run(
            measure(addresses, people=arguments.people, participants=arguments.participants)
        )
    title = f"Effect of a programme of {arguments.participants:,} among {arguments.people:,} people"
    return report(arguments.build, "feedback", addresses, title, rows_of(measured), asdict(measured))


if __name__ == "__main__":
    sys.exit(main())
