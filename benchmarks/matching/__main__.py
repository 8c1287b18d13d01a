"""Measure the matching engine and its peers: `python -m benchmarks.matching [--quick] [--only NAME …]`.

Every measurement is a process of its own. Prints a table, writes build/bench-matching.json. The machine code
is compiled or loaded before the clock starts; what that takes is a line of its own.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

OUTPUT: Final = Path("build/bench-matching.json")
Case = dict[str, Any]


def case(name: str, method: str, mentees: int, mentors: int | None = None, **more: Any) -> Case:
    """One measurement."""
    sizes = {"mentees": mentees, "mentors": mentors or mentees}
    return {"name": name, "method": method, "seed": 1, **sizes, **more}


def square(size: int) -> str:
    """How a size is written."""
    return f"{size // 1000}k" if size >= 1000 else str(size)


QUICK: Final = [
    case("compile", "compile", 60, cold=True),
    case("load", "compile", 60),
    *(case(f"engine-{square(n)}", "engine", n, certify=True) for n in (500, 1000, 2000, 5000)),
    *(case(f"scipy-{square(n)}", "scipy", n) for n in (500, 1000, 2000, 5000)),
    case("greedy-1k", "greedy", 1000),
    case("mentor-match-500", "mentor-match", 500),
    case("matching-500", "matching", 500),
    case("places-5k", "engine", 5000, 3500, places=True),
    case("unequal-5k", "engine", 5000, 4000),
    case("newcomers-5k", "newcomers", 5000),
    case("stopped-5k", "engine", 5000, limit=0.3),
]
FULL: Final = [
    *QUICK,
    case("mentor-match-1k", "mentor-match", 1000),
    case("matching-1k", "matching", 1000),
    case("greedy-5k", "greedy", 5000),
    case("engine-10k", "engine", 10_000, certify=True),
    case("scipy-10k", "scipy", 10_000),
    case("engine-20k", "engine", 20_000, certify=True),
    case("places-20k", "engine", 20_000, 14_000, places=True, certify=True),
    case("unequal-20k", "engine", 20_000, 16_000),
    case("unequal-20k-more", "engine", 20_000, 25_000),
    case("newcomers-20k", "newcomers", 20_000),
    case("stopped-20k", "engine", 20_000, limit=3.0),
    case("engine-50k", "engine", 50_000, certify=True),
]
RATIOS: Final = [
    # what, slower, faster, number, at least (or at most, below 0)
    *(
        (f"faster than scipy, {square(n)}", f"scipy-{square(n)}", f"engine-{square(n)}", "seconds", least)
        for n, least in ((2000, 5.0), (5000, 12.0), (10_000, 20.0))
    ),
    *(
        (f"memory of scipy's, {square(n)}", f"engine-{square(n)}", f"scipy-{square(n)}", "memory", -0.4)
        for n in (2000, 5000, 10_000)
    ),
    ("faster than mentor-match, 500", "mentor-match-500", "engine-500", "seconds", 200.0),
    ("faster than mentor-match, 1k", "mentor-match-1k", "engine-1k", "seconds", 400.0),
    ("places of the square case, 5k", "places-5k", "engine-5k", "seconds", -1.2),
    ("unequal of the square case, 5k", "unequal-5k", "engine-5k", "seconds", -1.2),
    ("places of the square case, 20k", "places-20k", "engine-20k", "seconds", -1.2),
    ("unequal of the square case, 20k", "unequal-20k", "engine-20k", "seconds", -1.2),
    ("more mentors, of the square case, 20k", "unequal-20k-more", "engine-20k", "seconds", -1.2),
]
COLUMNS: Final = (
    "seconds", "cpu", "memory", "peak", "load", "total", "minimum", "left out", "blocking", "gap", "outcome",
    "passes",
)  # fmt: skip


def measure(what: Case) -> dict[str, Any]:
    """Run one measurement; a cold one compiles everything anew."""
    environment = dict(os.environ)
    with tempfile.TemporaryDirectory() as empty:
        if what.get("cold"):
            environment["NUMBA_CACHE_DIR"] = empty
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.matching.worker", json.dumps(what)],
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured | {"load": os.getloadavg()[0]}


def ratios(found: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Every ratio whose both sides were measured, and whether it is good enough."""
    rows = [
        (what, found[above], found[below], number, bar)
        for what, above, below, number, bar in RATIOS
        if above in found and below in found
    ]
    for name in ("newcomers-5k", "newcomers-20k"):
        if name in found:
            cold, warm, fixed = (found[name][part] for part in ("cold", "warm", "fixed"))
            rows.append((f"{name}: warm of cold", warm, cold, "seconds", -0.4))
            rows.append((f"{name}: pairs fixed, of cold", fixed, cold, "seconds", -0.05))
    return [ratio(*row) for row in rows]


def ratio(what: str, above: dict[str, Any], below: dict[str, Any], number: str, bar: float) -> dict[str, Any]:
    """One ratio; that of the processors' time beside it, which a busy machine disturbs less."""
    found = above[number] / max(below[number], 1e-3)
    busy = above["cpu"] / max(below["cpu"], 1e-3) if number == "seconds" else None
    return {
        "what": what,
        "ratio": found,
        "by cpu": busy,
        "bar": bar,
        "met": found >= bar if bar > 0 else found <= -bar,
    }


def text(value: Any) -> str:
    """A value as a cell."""
    if value is None:
        return ""
    return (
        f"{value:,.3f}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int)
        else str(value)
    )


def show(found: dict[str, dict[str, Any]]) -> None:
    """The tables."""
    print("".join([f"{'':18}", *(f"{column:>14}" for column in COLUMNS)]))
    for name, facts in found.items():
        parts = {f"{name}/{part}": facts[part] for part in ("cold", "warm", "fixed") if part in facts}
        for line, values in (parts or {name: facts}).items():
            print("".join([f"{line:18}", *(f"{text(values.get(column)):>14}" for column in COLUMNS)]))
    print()
    for row in ratios(found):
        bar = f"at least {row['bar']:g}" if row["bar"] > 0 else f"at most {-row['bar']:g}"
        by_cpu = f"{row['by cpu']:10.3f}" if row["by cpu"] else f"{'':10}"
        print(f"{row['what']:44}{row['ratio']:10.3f}{by_cpu}   {bar:16}{'met' if row['met'] else 'MISSED'}")


def main() -> None:
    """Measure what was asked for, keep what was measured before of other cases."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 5,000 people a side only")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", help="these measurements, or all whose names begin so"
    )
    options = parser.parse_args()
    found: dict[str, dict[str, Any]] = {}
    for what in QUICK if options.quick else FULL:
        if options.only and not any(str(what["name"]).startswith(name) for name in options.only):
            continue
        found[what["name"]] = measure(what)
        print(f"{what['name']}: {found[what['name']]['seconds']:.3f} s", file=sys.stderr, flush=True)
        keep(found)
    show(found)


def keep(found: dict[str, dict[str, Any]]) -> None:
    """Write what has been measured so far."""
    OUTPUT.parent.mkdir(exist_ok=True)
    machine = {
        "processors": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
    }
    report = {"machine": machine, "measurements": found, "ratios": ratios(found)}
    OUTPUT.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
