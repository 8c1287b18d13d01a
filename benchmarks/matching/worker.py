"""One measurement in a process of its own, so that its peak of memory is its own. Prints one line of JSON."""

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from benchmarks.matching import rivals
from benchmarks.matching.population import one_or_two, population
from benchmarks.matching.quality import matrices, quality
from services.matching.engine import Limits, Problem, Result, check, solve, start_from

Pairs = NDArray[np.int64]
QUALITY_UP_TO = 10_000


def memory(field: str) -> float:
    """VmRSS (now) or VmHWM (at most since the mark was reset) of this process, in MiB."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    raise LookupError(field)


def measured(work: Callable[[], Any]) -> tuple[Any, dict[str, Any]]:
    """What the work gives, its seconds (wall and processors) and what it took of memory at most, in MiB."""
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # forget the highest mark so far
    before, cpu, began = memory("VmRSS"), time.process_time(), time.monotonic()
    done = work()
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    most = memory("VmHWM")
    return done, {"seconds": seconds, "cpu": cpu, "memory": most - before, "peak": most}


def by_scipy(problem: Problem) -> Pairs:
    """The dense solver of scipy: the most pairs first, then the most points."""
    scores, allowed = matrices(problem)
    one_more = float(scores.max()) * (min(scores.shape) + 2)
    values = scores.astype(np.float64)
    del scores
    values += one_more
    values[~allowed] = 0.0
    rows, columns = linear_sum_assignment(values, maximize=True)
    chosen = values[rows, columns] > 0
    return np.stack([rows[chosen], columns[chosen]], axis=1)


def greedy(problem: Problem) -> Pairs:
    """The best pair first, then the best of the others."""
    scores, allowed = matrices(problem)
    order = np.argsort(-np.where(allowed, scores, -1), axis=None, kind="stable")[: int(allowed.sum())]
    free_rows, free_columns = np.ones(len(scores), dtype=bool), np.ones(scores.shape[1], dtype=bool)
    pairs = []
    for row, column in zip(*np.unravel_index(order, scores.shape), strict=True):
        if free_rows[row] and free_columns[column]:
            free_rows[row] = free_columns[column] = False
            pairs.append((row, column))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def engine_facts(result: Result) -> dict[str, Any]:
    """What the engine says of its own run."""
    steps = {name: round(seconds, 3) for name, seconds in result.seconds.items()}
    return {
        "outcome": result.outcome,
        "gap": result.gap,
        "gap pairs": result.missing_pairs(),
        "total": result.total,
        "left out": len(result.left_out),
        "passes": round(result.passes, 2),
        "steps": steps,
    }


def engine(problem: Problem, case: dict[str, Any]) -> dict[str, Any]:
    """The engine on the whole problem, stopped early if the case says so."""
    result, facts = measured(lambda: solve(problem, Limits(seconds=case.get("limit"))))
    facts |= engine_facts(result)
    if case.get("certify"):
        began = time.monotonic()
        facts["certified"] = check(problem, result).optimal
        facts["seconds to certify"] = time.monotonic() - began
    if max(problem.shape) <= QUALITY_UP_TO and problem.mentor_places is None:
        facts |= quality(problem, result.pairs)
    return facts


def newcomers(problem: Problem, case: dict[str, Any]) -> dict[str, Any]:
    """1 % new people on both sides: cold, from the earlier run, and with all earlier pairs accepted."""
    count = len(problem.mentee_ids) * 99 // 100
    rest = [
        replace(rule, classes=rule.classes[:count], allowed=rule.allowed[:, :count]) for rule in problem.rules
    ]
    earlier = replace(
        problem,
        mentee_features=problem.mentee_features[:count],
        mentor_features=problem.mentor_features[:count],
        mentee_ids=problem.mentee_ids[:count],
        mentor_ids=problem.mentor_ids[:count],
        rules=rest,
        forbidden=problem.forbidden[(problem.forbidden < count).all(axis=1)],
    )
    before = solve(earlier)
    start = start_from(earlier, before)
    cold, cold_facts = measured(lambda: solve(problem))
    warm, warm_facts = measured(lambda: solve(problem, start=start))
    fixed, fixed_facts = measured(lambda: solve(replace(problem, fixed=before.pairs)))
    return {
        "cold": cold_facts | engine_facts(cold),
        "warm": warm_facts | engine_facts(warm),
        "fixed": fixed_facts | engine_facts(fixed),
        "seconds": warm_facts["seconds"],
        "warm/cold": warm_facts["seconds"] / cold_facts["seconds"],
        "fixed/cold": fixed_facts["seconds"] / cold_facts["seconds"],
        "equal": cold.total == warm.total and case["mentees"] == len(problem.mentee_ids),
    }


def compiling(_: Problem, __: dict[str, Any]) -> dict[str, Any]:
    """The first solve of this process: compiling, or loading what was compiled."""
    return dict(COMPILED)


def given(problem: Problem) -> dict[str, NDArray[Any]]:
    """All a rival gets to know: people and rules, and scores for those that only rank."""
    scores, allowed = matrices(problem)
    tables = {f"allowed{n}": np.asarray(rule.allowed) for n, rule in enumerate(problem.rules)}
    return {
        "scores": scores,
        "allowed": allowed,
        "left": problem.mentee_features,
        "right": problem.mentor_features,
        "classes": np.stack([rule.classes for rule in problem.rules]),
        "forbidden": problem.forbidden,
        **tables,
    }


def peer(name: str) -> Callable[[Problem, dict[str, Any]], dict[str, Any]]:
    """A peer's time and quality."""

    def run(problem: Problem, _: dict[str, Any]) -> dict[str, Any]:
        if name in rivals.SCRIPTS:
            times, pairs = rivals.run(name, given(problem))
            children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            return times | {"peak": children} | quality(problem, pairs)
        pairs, facts = measured(lambda: (by_scipy if name == "scipy" else greedy)(problem))
        return facts | quality(problem, pairs)

    return run


METHODS = {
    "engine": engine,
    "newcomers": newcomers,
    "compile": compiling,
    **{name: peer(name) for name in ("scipy", "greedy", *rivals.SCRIPTS)},
}


def warm_up() -> dict[str, float]:
    """Load the compiled code (or compile it), with and without places and earlier runs."""
    began, cpu = time.monotonic(), time.process_time()
    small = population(60, 50, 1, places=one_or_two(50, 1))
    result = solve(small)
    solve(small, start=start_from(small, result))
    return {"seconds": time.monotonic() - began, "cpu": time.process_time() - cpu}


if __name__ == "__main__":
    CASE = json.loads(sys.argv[1])
    COMPILED = warm_up()
    PLACES = one_or_two(CASE["mentors"], CASE["seed"]) if CASE.get("places") else None
    PROBLEM = population(CASE["mentees"], CASE["mentors"], CASE["seed"], places=PLACES)
    print(json.dumps(METHODS[CASE["method"]](PROBLEM, CASE)))
