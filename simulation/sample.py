"""A human resources export of a fictional company: same people and seed, same bytes."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from random import Random
from typing import TextIO

from simulation.company import Site
from simulation.hierarchy import Position, build_hierarchy
from simulation.names import Culture
from simulation.people import draw_age, draw_culture, draw_hiring_day, draw_languages, draw_site, draw_skills

DEFAULT_TODAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Employee:
    """One row of the export; the fields are its columns, in order."""

    employee_id: str
    name: str
    email: str
    grade: int
    """1 to 12, higher is more senior."""
    manager_id: str | None
    """None for the head of the company only."""
    department: str
    team: str
    """Code of the unit the manager leads."""
    region: str
    time_zone: str
    """IANA name."""
    languages: tuple[tuple[str, int], ...]
    """ISO 639-1 codes with levels 1 (a few words) to 5 (native)."""
    skills: tuple[tuple[str, int], ...]
    """Topics with levels 1 to 3."""
    hired_on: date
    born_year: int


COLUMNS = tuple(field.name for field in fields(Employee))


def write_sample(out: TextIO, people: int, seed: int, today: date = DEFAULT_TODAY) -> None:
    """Write a company as CSV with a header; open ``out`` as UTF-8 with ``newline=""``.

    Raises:
        ValueError: ``people`` is below 1.
    """
    write_csv(out, make_company(people, seed, today))


def to_csv(people: Iterable[Employee]) -> str:
    """Return an HR export of these people."""
    out = io.StringIO(newline="")
    write_csv(out, people)
    return out.getvalue()


def write_csv(out: TextIO, people: Iterable[Employee]) -> None:
    """Write an HR export of these people, with a header."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(export_row, people))


def make_company(people: int, seed: int, today: date = DEFAULT_TODAY) -> list[Employee]:
    """Invent a company of ``people`` employees as of ``today``, in the order of their ids.

    Ids follow the day of hiring, so a manager may stand after the people managed, as in real exports.

    Raises:
        ValueError: ``people`` is below 1.
    """
    if people < 1:
        raise ValueError(f"people must be at least 1, got {people}")
    rng = Random(seed)
    positions = build_hierarchy(people, rng)
    sites = _assign_sites(positions, rng)
    ages = [draw_age(position.grade, rng) for position in positions]
    hired = [draw_hiring_day(age, today, rng) for age in ages]
    ids = _ids_by_hiring(hired)
    addresses = _AddressBook()
    employees = []
    for index, position in enumerate(positions):
        site = sites[index]
        culture = draw_culture(site, rng)
        name, email = _draw_name(culture, addresses, rng)
        employees.append(
            Employee(
                employee_id=ids[index],
                name=name,
                email=email,
                grade=position.grade,
                manager_id=None if position.manager is None else ids[position.manager],
                department=position.department.name,
                team=position.team,
                region=site.region,
                time_zone=site.time_zone,
                languages=draw_languages(site, culture, position.grade, rng),
                skills=draw_skills(position.department, ages[index], rng),
                hired_on=hired[index],
                born_year=today.year - ages[index],
            )
        )
    return sorted(employees, key=lambda employee: (len(employee.employee_id), employee.employee_id))


class _AddressBook:
    """Gives every person an address of their own: namesakes get a number."""

    def __init__(self) -> None:
        self._namesakes: Counter[str] = Counter()

    def address(self, given: str, family: str) -> str:
        local = f"{given}.{family}"
        self._namesakes[local] += 1
        number = self._namesakes[local]
        return f"{local}{number if number > 1 else ''}@example.com"


def _assign_sites(positions: Sequence[Position], rng: Random) -> list[Site]:
    sites: list[Site] = []
    for position in positions:
        sites.append(draw_site(None if position.manager is None else sites[position.manager], rng))
    return sites


def _ids_by_hiring(hired: Sequence[date]) -> list[str]:
    """Employee ids by position: the longest-serving has the lowest."""
    ids = [""] * len(hired)
    for number, index in enumerate(sorted(range(len(hired)), key=hired.__getitem__), start=1):
        ids[index] = f"E{number:06d}"
    return ids


def _draw_name(culture: Culture, addresses: _AddressBook, rng: Random) -> tuple[str, str]:
    pool = rng.choice(culture.pools)
    given, family = rng.choice(pool.given), rng.choice(pool.family)
    return culture.full_name(given, family), addresses.address(given.ascii, family.ascii)


def export_row(employee: Employee) -> tuple[str | int | None, ...]:
    """Return the cells of one employee, in the order of the columns."""
    return (
        employee.employee_id,
        employee.name,
        employee.email,
        employee.grade,
        employee.manager_id,
        employee.department,
        employee.team,
        employee.region,
        employee.time_zone,
        _levels(employee.languages),
        _levels(employee.skills),
        employee.hired_on.isoformat(),
        employee.born_year,
    )


def _levels(pairs: Iterable[tuple[str, int]]) -> str:
    return ";".join(f"{name}:{level}" for name, level in pairs)
