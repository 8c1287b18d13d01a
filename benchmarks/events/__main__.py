"""``python -m benchmarks.events``: the event kit measured, as a table and as ``build/bench-events.json``."""

import argparse
import asyncio
from dataclasses import asdict
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.events.latency import beside_attackers, command_to_effect
from benchmarks.events.memory import idle_services
from benchmarks.events.pipeline import Place, bare_faststream, exactly_once, fill, place_on
from benchmarks.events.poison import one_in_a_hundred
from benchmarks.events.profile import Profile, where_time_goes
from benchmarks.rows import Row
from benchmarks.running import parser_of, report, running_stack
from devstack.stack import Addresses

_REPEATS = 3


async def _place(addresses: Addresses, events: int) -> Place:
    place = place_on(addresses)
    await fill(place, events)
    return place


async def _pipelines(addresses: Addresses, events: int, out: Console) -> tuple[list[Row], dict[str, object]]:
    """Return the pipeline, its rivals and the poisoned one, interleaved so that noise hits all alike."""
    single_events = max(events // 100, 200)
    rates: dict[str, list[float]] = {"exactly once": [], "bare": [], "one each": [], "poisoned": []}
    await exactly_once(await _place(addresses, 2000), 2000)  # warms code, broker and database
    for round_ in range(_REPEATS):
        rates["exactly once"].append(await exactly_once(await _place(addresses, events), events))
        rates["bare"].append(await bare_faststream(await _place(addresses, events), events))
        single = await exactly_once(await _place(addresses, single_events), single_events, batch_size=1)
        rates["one each"].append(single)
        poisoned = await one_in_a_hundred(await _place(addresses, events), events)
        rates["poisoned"].append(poisoned.rate)
        out.print(
            f"round {round_ + 1}: "
            + ", ".join(f"{name} {per_round[-1]:,.0f}/s" for name, per_round in rates.items())
        )
    middle = median(rates["exactly once"])
    against_one = _ratio(rates["exactly once"], rates["one each"])
    against_bare = _ratio(rates["exactly once"], rates["bare"])
    with_poison = _ratio(rates["poisoned"], rates["exactly once"])
    rows = [
        Row("against one transaction per event", f"{against_one:.1f}x", "≥ 25x", against_one >= 25),
        Row("against bare FastStream, no database", f"{against_bare:.2f}x", "≥ 0.35x", against_bare >= 0.35),
        Row(
            "exactly-once pipeline",
            f"{middle:,.0f} events/s",
            "≥ 8,000 on a quiet machine",
            middle >= 8000,
        ),
        Row("with 1 % poison, against clean", f"{with_poison:.2f}x", "≥ 0.8x", with_poison >= 0.8),
        Row(
            "poison: dead, recovered by redrive",
            f"{poisoned.dead}, {poisoned.recovered} of {events // 100}",
            "all",
            poisoned.dead == poisoned.recovered == events // 100,
        ),
    ]
    return rows, {"rates": rates, "poisoned": asdict(poisoned)}


def _ratio(rates: list[float], others: list[float]) -> float:
    """Return the middle one of the rounds' ratios: a machine that slows down slows both of a round."""
    return median(rate / other for rate, other in zip(rates, others, strict=True))


async def _latency(root: Path, addresses: Addresses, seconds: int) -> tuple[list[Row], dict[str, object]]:
    latency = await command_to_effect(root, addresses, commands=200 * seconds, per_second=200)
    text = (
        f"p50 {latency.p50:.0f} ms, p99 {latency.p99:.0f} ms "
        f"(and the answer: {latency.answer_p50:.0f} and {latency.answer_p99:.0f})"
    )
    reached = latency.p50 <= 25 and latency.p99 <= 100
    return [Row("command to effect, 200/s", text, "p50 ≤ 25 ms, p99 ≤ 100 ms", reached)], asdict(latency)


async def _attacked(root: Path, addresses: Addresses, seconds: int) -> tuple[list[Row], dict[str, object]]:
    latencies = await beside_attackers(root, addresses, commands=50 * seconds, per_second=50, rounds=_REPEATS)
    ratio = median(attacked.p99 / quiet.p99 for quiet, attacked in latencies)
    quiet, attacked = (median(pair[place].p99 for pair in latencies) for place in (0, 1))
    text = f"{ratio:.2f}x (p99 {quiet:.0f} ms without, {attacked:.0f} ms with)"
    rows = [Row("command to effect beside attackers, 50/s", text, "≤ 1.5x", ratio <= 1.5)]
    return rows, {"rounds": [[asdict(each) for each in pair] for pair in latencies]}


async def _memory(root: Path, addresses: Addresses, seconds: float) -> tuple[list[Row], dict[str, object]]:
    memory = await idle_services(root, addresses, seconds=seconds)
    worst = max(memory.end, key=lambda name: memory.end[name])
    growth = max(memory.end[name] - memory.start[name] for name in memory.end)
    rows = [
        Row(
            f"idle service, largest ({worst})",
            f"{memory.end[worst]:.0f} MiB",
            "≤ 120 MB",
            memory.end[worst] <= 114,
        ),
        Row(f"growth over {memory.seconds:.0f} s", f"{growth:+.1f} MiB", "flat", growth < 3),
    ]
    return rows, asdict(memory)


def _profile_table(profile: Profile) -> Table:
    busy = ", ".join(f"{name} {cores:.2f}" for name, cores in profile.cores.items())
    table = Table(title=f"Where the service's time goes (cores kept busy: {busy})")
    table.add_column("part")
    table.add_column("share", justify="right")
    for part, share in profile.shares.items():
        table.add_row(part, f"{share:.0%}")
    return table


async def _run(arguments: argparse.Namespace, addresses: Addresses, root: Path) -> None:
    out = Console()
    rows: list[Row] = []
    raw: dict[str, object] = {}
    if "pipeline" in arguments.only:
        measured, raw["pipeline"] = await _pipelines(addresses, arguments.events, out)
        rows += measured
    if "latency" in arguments.only:
        measured, raw["latency"] = await _latency(root, addresses, arguments.seconds)
        rows += measured
    if "attacked" in arguments.only:
        measured, raw["attacked"] = await _attacked(root, addresses, arguments.seconds)
        rows += measured
    if "memory" in arguments.only:
        measured, raw["memory"] = await _memory(root, addresses, arguments.soak)
        rows += measured
    if "profile" in arguments.only:
        profile = await where_time_goes(await _place(addresses, arguments.events), arguments.events)
        raw["profile"] = asdict(profile)
        out.print(_profile_table(profile))
    report(arguments.build, "events", addresses, f"The event kit on {addresses.broker}", rows, raw)


def main() -> None:
    """Measure and say."""
    parser = parser_of("events")
    parser.add_argument("--events", type=int, default=30_000, help="events for each pipeline run")
    parser.add_argument("--seconds", type=int, default=15, help="of commands, for the latency")
    parser.add_argument("--soak", type=float, default=600, help="seconds the idle services are watched")
    parser.add_argument("--only", nargs="+", default=["pipeline", "latency", "attacked", "memory", "profile"])
    arguments = parser.parse_args()
    with running_stack(arguments.broker, "feedback") as (root, addresses):
        asyncio.run(_run(arguments, addresses, root))


if __name__ == "__main__":
    main()
