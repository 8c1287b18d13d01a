"""Measure the matching engine and its peers: `python -m benchmarks.matching [--quick] [--only NAME …]`.

Every measurement is a process of its own. Prints a table, judges it, keeps it in build/bench-matching.json,
and ends with 1 if a bar is missed. The machine code is compiled or loaded before the clock starts; what that
takes is a line of its own.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from benchmarks.matching.bars import Measurements, judge
from benchmarks.matching.cases import FULL, QUICK, Case
from benchmarks.matching.report import markdown, show, write

OUTPUT: Final = Path("build/bench-matching.json")
MACHINE: Final = {
    "processors": os.cpu_count(),
    "machine": platform.machine(),
    "python": platform.python_version(),
}


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


def kept() -> Measurements:
    """Return the earlier measurements."""
    if not OUTPUT.exists():
        return {}
    measured: Measurements = json.loads(OUTPUT.read_text(encoding="utf-8"))["measurements"]
    return measured


def keep(measurements: Measurements) -> None:
    """Write what has been measured so far."""
    OUTPUT.parent.mkdir(exist_ok=True)
    verdicts = [asdict(each) for each in judge(measurements)]
    report = {"machine": MACHINE, "measurements": measurements, "verdicts": verdicts}
    OUTPUT.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def in_order(measurements: Measurements) -> Measurements:
    """As the cases are listed; what is no case any more falls away."""
    return {what["name"]: measurements[what["name"]] for what in FULL if what["name"] in measurements}


def main() -> int:
    """Measure what was asked for, beside what was measured before of other cases.

    Returns:
        1 if a bar is missed.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 5,000 people a side only")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", help="these measurements, or all whose names begin so"
    )
    parser.add_argument("--docs", action="store_true", help="write the tables into docs/matching.md")
    options = parser.parse_args()
    measurements = kept() if options.only or options.docs else {}
    for what in QUICK if options.quick else FULL:
        if options.only is None and options.docs and measurements:
            break  # write down what was measured before
        if options.only and not any(str(what["name"]).startswith(name) for name in options.only):
            continue
        measurements[what["name"]] = measure(what)
        print(f"{what['name']}: done", file=sys.stderr, flush=True)
        keep(in_order(measurements))
    measurements = in_order(measurements)
    verdicts = judge(measurements)
    show(measurements, verdicts)
    if options.docs:
        write(markdown(measurements, verdicts, MACHINE))
    return 0 if all(each.met for each in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
