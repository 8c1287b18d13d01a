"""Faulty rows as HR systems really send them, at the end of the export."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from simulation.sample import Employee, export_row

_FAULTS: Final[tuple[Callable[[Employee], Employee], ...]] = (
    lambda person: replace(person, grade=14),
    lambda person: replace(person, time_zone="Europe/Atlantis"),
    lambda person: replace(person, name="Example, Ada"),
    lambda person: replace(person, name="Zoë Example"),
    lambda person: replace(person, manager_id="X999999"),
)
"""No such grade, no such zone, a comma without quotes, another encoding, an unknown manager."""

BAD_ROWS: Final = len(_FAULTS)


def bad_rows(like: Employee) -> bytes:
    """Return one row for each fault, of people who are not in the company, otherwise like this one."""
    return b"".join(_row(person) for person in _people(like))


def _people(like: Employee) -> Iterator[Employee]:
    for number, spoil in enumerate(_FAULTS, start=1):
        person = replace(like, employee_id=f"X{number:06d}", email=f"x{number}@example.com")
        yield spoil(replace(person, name="Ada Example"))


def _row(person: Employee) -> bytes:
    cells = ("" if cell is None else str(cell) for cell in export_row(person))
    return (",".join(cells) + "\n").encode("latin-1")
