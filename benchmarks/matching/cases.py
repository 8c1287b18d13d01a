"""The cases of the benchmark."""

from typing import Any, Final

Case = dict[str, Any]

ENOUGH: Final = 7
"""Points a person short of the best that are good enough in the cases that say so: 0.1 % or less."""


def case(name: str, method: str, mentees: int, mentors: int | None = None, **more: Any) -> Case:
    """Return one measurement."""
    sizes = {"mentees": mentees, "mentors": mentors or mentees}
    return {"name": name, "method": method, "seed": 1, **sizes, **more}


def written(size: int) -> str:
    """Return how a size is written."""
    return f"{size // 1000}k" if size >= 1000 else str(size)


def _both(size: int, seed: int) -> list[Case]:
    """Return the engine and scipy on the same people, for the equality of what they find."""
    name = f"{written(size)}@{seed}"
    return [
        case(f"engine-{name}", "engine", size, seed=seed, certify=True),
        case(f"scipy-{name}", "scipy", size, seed=seed),
    ]


QUICK: Final = [
    case("compile", "compile", 60, cold=True),
    case("load", "compile", 60),
    *(case(f"engine-{written(n)}", "engine", n, certify=True) for n in (500, 1000, 2000, 5000)),
    *(case(f"scipy-{written(n)}", "scipy", n) for n in (500, 1000, 2000, 5000)),
    *(each for n in (500, 1000, 2000) for seed in (2, 3) for each in _both(n, seed)),
    case("greedy-500", "greedy", 500),
    case("greedy-1k", "greedy", 1000),
    case("mentor-match-500", "mentor-match", 500),
    case("matching-500", "matching", 500),
    case("places-5k", "engine", 5000, 3500, places=True, certify=True),
    case("both-places-5k", "engine", 5000, 3500, places=True, partners=True, certify=True),
    case("unequal-5k", "engine", 5000, 4000, certify=True),
    case("products-2k", "engine", 2000, products=True, certify=True),
    case("newcomers-5k", "newcomers", 5000),
    case("stopped-5k", "engine", 5000, limit=0.3, certify=True),
    case("enough-5k", "engine", 5000, gap=ENOUGH * 5000, certify=True),
    case("cancelled-5k", "engine", 5000, cancel=3, certify=True),
    case("service-5k", "service", 5000),
]
FULL: Final = [
    *QUICK,
    case("mentor-match-1k", "mentor-match", 1000),
    case("matching-1k", "matching", 1000),
    case("greedy-5k", "greedy", 5000),
    case("engine-10k", "engine", 10_000, certify=True),
    case("scipy-10k", "scipy", 10_000),
    case("products-10k", "engine", 10_000, products=True, certify=True),
    case("engine-20k", "engine", 20_000, certify=True),
    case("places-20k", "engine", 20_000, 14_000, places=True, certify=True),
    case("unequal-20k", "engine", 20_000, 16_000, certify=True),
    case("unequal-20k-more", "engine", 20_000, 25_000, certify=True),
    case("newcomers-20k", "newcomers", 20_000),
    case("stopped-20k", "engine", 20_000, limit=3.0, certify=True),
    case("enough-20k", "engine", 20_000, gap=ENOUGH * 20_000, certify=True),
    case("service-20k", "service", 20_000),
    case("engine-50k", "engine", 50_000, certify=True),
]
