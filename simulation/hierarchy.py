"""The reporting tree: managers, grades and units."""

import math
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from simulation.company import CORPORATE_OFFICE, DEPARTMENTS, Department

TOP_GRADE = 12
_LARGEST_TEAM = 9
_TYPICAL_TEAM = 7
# Grades of people without reports: index 0 is grade 1.
_STAFF_GRADE_WEIGHTS = (10, 17, 20, 18, 14, 9, 4, 2)


@dataclass(frozen=True, slots=True)
class Position:
    """A position in the tree; ``manager`` is the index of the manager's position, None at the top."""

    manager: int | None
    grade: int
    department: Department
    team: str


def build_hierarchy(people: int, rng: Random) -> list[Position]:
    """Lay out ``people`` positions, managers before their reports, one head at the top.

    Every manager's grade is above those of the reports, and a unit has about seven of them.
    """
    return _Builder(rng).build(people)


class _Builder:
    """Opens units from the top until everybody has a position."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._positions: list[Position] = []
        self._open_units: deque[tuple[int, str, int]] = deque()
        self._units: Counter[str] = Counter()

    def build(self, people: int) -> list[Position]:
        unit = self._unit_code(CORPORATE_OFFICE)
        self._positions.append(Position(None, TOP_GRADE, CORPORATE_OFFICE, unit))
        sizes = apportion(people - 1, [department.weight for department in DEPARTMENTS])
        for department, size in zip(DEPARTMENTS, sizes, strict=True):
            if size:
                self._place(0, _department_head_grade(size - 1, self._rng), department, unit, size - 1)
        while self._open_units:
            self._fill_unit(*self._open_units.popleft())
        return self._positions

    def _fill_unit(self, manager: int, unit: str, people: int) -> None:
        above = self._positions[manager]
        for size in _branch_sizes(people, above.grade, self._rng):
            grade = _grade_below(above.grade, size - 1, self._rng)
            self._place(manager, grade, above.department, unit, size - 1)

    def _place(self, manager: int, grade: int, department: Department, team: str, below: int) -> None:
        self._positions.append(Position(manager, grade, department, team))
        if below:
            self._open_units.append((len(self._positions) - 1, self._unit_code(department), below))

    def _unit_code(self, department: Department) -> str:
        self._units[department.code] += 1
        return f"{department.code}-{self._units[department.code]:04d}"


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Split ``total`` into whole parts in proportion to the weights; the parts add up to it exactly."""
    scale = total / sum(weights)
    bounds = [0]
    running = 0.0
    for weight in weights[:-1]:
        running += weight
        bounds.append(min(total, round(running * scale)))
    bounds.append(total)
    return [upper - lower for lower, upper in pairwise(bounds)]


def _branch_sizes(people: int, manager_grade: int, rng: Random) -> list[int]:
    """Headcounts of the branches under one manager, each including the report who leads it."""
    # Below grade 2 nobody can lead, so a very deep tree ends in one wide team.
    if people <= _LARGEST_TEAM or manager_grade == 2:
        return [1] * people
    reports = rng.randint(_TYPICAL_TEAM - 2, _LARGEST_TEAM)
    leaders = min(reports, math.ceil((people - reports) / _TYPICAL_TEAM))
    specialists = reports - leaders
    weights = [rng.uniform(0.7, 1.3) for _ in range(leaders)]
    return apportion(people - specialists, weights) + [1] * specialists


def _department_head_grade(below: int, rng: Random) -> int:
    """Return the grade of a department's head, 9 to 11 by its size; very small ones have no executive."""
    if below >= 10:
        return 11 if below >= 40 else 10
    return 9 if below >= 3 else _grade_below(TOP_GRADE, below, rng)


def _grade_below(manager_grade: int, below: int, rng: Random) -> int:
    """Return a grade below the manager's, by the number of people below."""
    if below:
        responsibility = 5.7 + 1.7 * math.log(below, _TYPICAL_TEAM) + rng.gauss(0, 0.7)
        return max(2, min(manager_grade - 1, round(responsibility)))
    grade = rng.choices(range(1, len(_STAFF_GRADE_WEIGHTS) + 1), _STAFF_GRADE_WEIGHTS)[0]
    # A person without reports who reports to an executive is an expert, seldom a beginner.
    expertise = 3 if manager_grade >= 9 else 0
    return max(1, min(manager_grade - 1, grade + expertise, 9))
