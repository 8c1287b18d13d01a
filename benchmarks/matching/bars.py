"""The bars of a measurement: ratios within one run, seconds, memory, equality, proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.matching.cases import FULL, written

Facts = dict[str, Any]
Measurements = dict[str, Facts]
GIB: Final = 1024.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a bar is met.

    Attributes:
        what: is judged.
        value: the number, or a word.
        bar: what it has to be.
        met: whether it is.
        by_cpu: the same of the processors' time, which a busy machine disturbs less.
    """

    what: str
    value: float | str
    bar: str
    met: bool
    by_cpu: float | None = None


RATIOS: Final = [
    # what, above, below, number, at least (or at most, below 0)
    *(
        (f"faster than scipy, {written(n)}", f"scipy-{written(n)}", f"engine-{written(n)}", "seconds", least)
        for n, least in ((2000, 5.0), (5000, 12.0), (10_000, 20.0))
    ),
    *(
        (f"memory of scipy's, {written(n)}", f"engine-{written(n)}", f"scipy-{written(n)}", "memory", -0.4)
        for n in (2000, 5000, 10_000)
    ),
    ("faster than mentor-match, 500", "mentor-match-500", "engine-500", "seconds", 200.0),
    ("faster than mentor-match, 1k", "mentor-match-1k", "engine-1k", "seconds", 400.0),
    *(
        (f"{what}, of the square case, {size}", f"{case}-{size}", f"engine-{size}", "seconds", -1.2)
        for size in ("5k", "20k")
        for what, case in (("places", "places"), ("unequal", "unequal"))
    ),
    ("more mentors, of the square case, 20k", "unequal-20k-more", "engine-20k", "seconds", -1.2),
    ("products, of the usual case, 2k", "products-2k", "engine-2k", "seconds", -4.0),
    ("products, of the usual case, 10k", "products-10k", "engine-10k", "seconds", -4.0),
    *(
        (
            f"newcomers, {part} of cold, {size}",
            f"newcomers-{size}/{part}",
            f"newcomers-{size}/cold",
            "seconds",
            bar,
        )
        for size in ("5k", "20k")
        for part, bar in (("warm", -0.4), ("fixed", -0.05))
    ),
]
LIMITS: Final = [
    # what, of, number, at most
    ("seconds, 20k", "engine-20k", "seconds", 12.0),
    ("memory (MiB), 20k", "engine-20k", "peak", GIB),
    ("seconds, 50k", "engine-50k", "seconds", 75.0),
    ("memory (MiB), 50k", "engine-50k", "peak", 2 * GIB),
]


def parts(measurements: Measurements) -> Measurements:
    """Return a verdict for every line of its own: a measurement of several parts gives one for each."""
    lines: Measurements = {}
    for name, facts in measurements.items():
        inner = {part: each for part, each in facts.items() if isinstance(each, dict) and "seconds" in each}
        lines |= {f"{name}/{part}": each for part, each in inner.items()} or {name: facts}
    return lines


def judge(measurements: Measurements) -> list[Verdict]:
    """Judge all measurements."""
    lines = parts(measurements)
    judged = (
        _ratios(lines),
        _limits(lines),
        _equal(measurements),
        _fullest(measurements),
        _proven(lines),
        _early(measurements),
    )
    return [verdict for verdicts in judged for verdict in verdicts]


def _ratios(lines: Measurements) -> Iterator[Verdict]:
    for what, above, below, number, bar in RATIOS:
        if above not in lines or below not in lines:
            continue
        ratio = lines[above][number] / max(lines[below][number], 1e-3)
        by_cpu = lines[above]["cpu"] / max(lines[below]["cpu"], 1e-3) if number == "seconds" else None
        text = f"at least {bar:g}" if bar > 0 else f"at most {-bar:g}"
        yield Verdict(what, ratio, text, ratio >= bar if bar > 0 else ratio <= -bar, by_cpu)


def _limits(lines: Measurements) -> Iterator[Verdict]:
    for what, name, number, most in LIMITS:
        if name in lines:
            value = lines[name][number]
            by_cpu = lines[name]["cpu"] if number == "seconds" else None
            yield Verdict(what, value, f"at most {most:g}", value <= most, by_cpu)


def _equal(measurements: Measurements) -> Iterator[Verdict]:
    """Yield the same total, to the last point, and as many pairs: with scipy, warm and cold."""
    for name, facts in measurements.items():
        rival = name.replace("engine-", "scipy-")
        if name.startswith("engine-") and rival in measurements:
            same = all(facts[number] == measurements[rival][number] for number in ("total", "left out"))
            yield Verdict(
                f"as scipy finds, {name[7:]}", facts["total"], f"{measurements[rival]['total']:,}", same
            )
        if name.startswith("newcomers-"):
            yield Verdict(f"warm as cold, {name[10:]}", _word(facts["equal"]), "yes", facts["equal"])


def _fullest(measurements: Measurements) -> Iterator[Verdict]:
    """Check that as many people are paired as in scipy's legal matching of the most pairs."""
    for size in ("500", "1k"):
        ours, fullest = measurements.get(f"engine-{size}"), measurements.get(f"scipy-{size}")
        rival = measurements.get(f"mentor-match-{size}")
        if ours and fullest and rival:
            least = fullest["left out"]
            what = f"left out (mentor-match: {rival['left out']}), {size}"
            yield Verdict(what, ours["left out"], f"at most {least}", ours["left out"] <= least)


def _proven(lines: Measurements) -> Iterator[Verdict]:
    """Check all pairs with the independent check: legal, and best where a gap of 0 is claimed."""
    early = {each["name"] for each in FULL if {"limit", "gap", "cancel"} & each.keys()}
    for name, facts in lines.items():
        if name not in early and "certified" in facts:
            yield Verdict(f"certified: {name}", _word(facts["certified"]), "yes", facts["certified"])


def _early(measurements: Measurements) -> Iterator[Verdict]:
    """Check that a matching stopped early is legal and the best so far.

    With a gap that is proven and reported.
    """
    for each in FULL:
        facts = measurements.get(each["name"])
        if facts is None or not {"limit", "gap", "cancel"} & each.keys():
            continue
        if "gap" in each:
            good, bar = facts["gap"] <= each["gap"], f"honest, gap at most {each['gap']:,}"
        else:
            expected = "time-limit" if "limit" in each else "cancelled"
            good, bar = facts["outcome"] in {expected, "optimal"}, f"honest, {expected}"
        word = f"gap {facts['gap']:,}, {facts['outcome']}"
        yield Verdict(f"stopped early: {each['name']}", word, bar, bool(good and facts["honest"]))


def _word(yes: bool) -> str:  # noqa: FBT001
    return "yes" if yes else "no"
