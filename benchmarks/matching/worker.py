"""One measurement in a process of its own, so that its peak of memory is its own. Prints one line of JSON."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from benchmarks.matching.measuring import measured
from benchmarks.matching.peers import PEERS
from benchmarks.matching.people import TERMS, people
from benchmarks.matching.population import one_or_two, population, products
from benchmarks.matching.quality import quality
from services.matching.domain.solving.round_problem import round_problem_of
from services.matching.domain.solving.round_result import compute_round
from services.matching.engine import Limits, Problem, Result, SolverProgress, check, solve, start_from

QUALITY_UP_TO: Final = 10_000


def engine_facts(result: Result) -> dict[str, Any]:
    """Return the engine's report of its run."""
    steps = {name: round(seconds, 3) for name, seconds in result.seconds.items()}
    return {
        "outcome": result.outcome,
        "gap": result.gap,
        "gap pairs": result.missing_pairs(),
        "total": result.total,
        "left out": len(result.unmatched),
        "passes": round(result.passes, 2),
        "steps": steps,
    }


def engine(case: dict[str, Any]) -> dict[str, Any]:
    """Return the engine on the whole problem, stopped early if the case says so."""
    problem = problem_of(case)
    steps = list[SolverProgress]()
    limits = Limits(
        seconds=case.get("limit"),
        gap=case.get("gap", 0),
        cancelled=lambda: "cancel" in case and len(steps) >= case["cancel"],
    )

    def run() -> Result:
        steps.clear()
        return solve(problem, limits, progress=steps.append)

    result, facts = measured(run)
    facts |= engine_facts(result)
    if case.get("certify"):
        facts |= certified(problem, result)
    if max(problem.shape) <= QUALITY_UP_TO and problem.mentor_places is None:
        facts |= quality(problem, result.pairs)
    return facts


def certified(problem: Problem, result: Result) -> dict[str, Any]:
    """Return the findings of the independent check."""
    began = time.monotonic()
    checked = check(problem, result)
    return {
        "certified": checked.optimal,
        "honest": checked.honest,
        "seconds to certify": time.monotonic() - began,
    }


def newcomers(case: dict[str, Any]) -> dict[str, Any]:
    """1 % new people on both sides: cold, from the earlier run, and with all earlier pairs accepted."""
    problem = problem_of(case)
    earlier = without(problem, len(problem.mentee_ids) // 100)
    before = solve(earlier)
    start, kept = start_from(earlier, before), replace(problem, fixed=before.pairs)
    cold, cold_facts = measured(lambda: solve(problem))
    warm, warm_facts = measured(lambda: solve(problem, start=start))
    fixed, fixed_facts = measured(lambda: solve(kept))
    return {
        "cold": cold_facts | engine_facts(cold),
        "warm": warm_facts | engine_facts(warm) | certified(problem, warm),
        "fixed": fixed_facts | engine_facts(fixed) | certified(kept, fixed),
        "equal": (cold.total, len(cold.pairs)) == (warm.total, len(warm.pairs)),
    }


def without(problem: Problem, last: int) -> Problem:
    """Return the same people but for the last of each side."""
    count = len(problem.mentee_ids) - last
    return replace(
        problem,
        mentee_features=problem.mentee_features[:count],
        mentor_features=problem.mentor_features[:count],
        mentee_ids=problem.mentee_ids[:count],
        mentor_ids=problem.mentor_ids[:count],
        rules=[
            replace(rule, classes=rule.classes[:count], allowed=rule.allowed[:, :count])
            for rule in problem.rules
        ],
        forbidden=problem.forbidden[(problem.forbidden < count).all(axis=1)],
    )


def service(case: dict[str, Any]) -> dict[str, Any]:
    """From people to the problem for the engine, and the whole round with its explanations."""
    pool = people(case["mentees"], case["mentors"], case["seed"])
    round_problem, problem_facts = measured(lambda: round_problem_of(pool, TERMS))
    result, round_facts = measured(lambda: compute_round(pool, TERMS))
    facts = {
        "total": result.certificate.total,
        "left out": len(pool.mentees) - result.certificate.pairs,
        "gap": result.certificate.gap,
        "outcome": result.certificate.outcome,
    }
    forbidden = {"forbidden pairs": len(round_problem.problem.forbidden)}
    return {"problem": problem_facts | forbidden, "round": round_facts | facts}


def compiling(_: dict[str, Any]) -> dict[str, Any]:
    """Return the first solve of this process: compiling, or loading what was compiled."""
    return dict(COMPILED)


def problem_of(case: dict[str, Any]) -> Problem:
    """Return the people of a case."""
    sizes = case["mentees"], case["mentors"]
    if case.get("products"):
        return products(*sizes, case["seed"])
    places = one_or_two(case["mentors"], case["seed"]) if case.get("places") else None
    problem = population(*sizes, case["seed"], places=places)
    partners = one_or_two(case["mentees"], case["seed"]) if case.get("partners") else None
    return replace(problem, mentee_places=partners)


def method(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return how a case is measured."""
    if name in PEERS:
        return lambda case: PEERS[name](problem_of(case), case)
    return {"engine": engine, "newcomers": newcomers, "service": service, "compile": compiling}[name]


def warm_up() -> dict[str, float]:
    """Load the compiled code (or compile it): all that any case needs."""
    began, cpu = time.monotonic(), time.process_time()
    enough = population(800, 800, 1)  # for two threads, and for prices that have to fall again
    solve(enough, start=start_from(enough, solve(enough)))
    solve(replace(population(60, 50, 1, places=one_or_two(50, 1)), mentee_places=one_or_two(60, 1)))
    return {"seconds": time.monotonic() - began, "cpu": time.process_time() - cpu}


if __name__ == "__main__":
    CASE = json.loads(sys.argv[1])
    COMPILED = warm_up()
    print(json.dumps(method(CASE["method"])(CASE)))
