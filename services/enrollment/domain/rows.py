"""One row of an HR export: each column's rule, and what to tell HR when it is broken."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from services.enrollment.domain.employee import Employee
from shared.contracts.vocabulary import Language, TopicLevel

_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._~-]{0,63}")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LANGUAGE: Final = re.compile(r"([a-z]{2,3}):([1-5])")
_SKILL: Final = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):([1-3])")
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TOPIC_LENGTH: Final = 40


class BadCell(ValueError):  # noqa: N818 (a value, named as HR says it)
    """A cell that breaks its column's rule; the message says which rule."""


def _employee_id(cell: str) -> str:
    return _identifier(cell).lower()


def _identifier(cell: str) -> str:
    if not _IDENTIFIER.fullmatch(cell):
        raise BadCell("1 to 64 letters, digits and . _ ~ - are allowed" if cell else "is required")
    return cell


def is_employee_id(cell: str) -> bool:
    """Whether this can be an employee's id."""
    return _IDENTIFIER.fullmatch(cell) is not None


def _manager(cell: str) -> str | None:
    return _employee_id(cell) if cell else None


def _text(longest: int) -> Callable[[str], str]:
    def check(cell: str) -> str:
        if not cell:
            raise BadCell("is required")
        if len(cell) > longest:
            raise BadCell(f"at most {longest} characters")
        return cell

    return check


def _panel(cell: str) -> str | None:
    return _text(64)(cell) if cell else None


def _email(cell: str) -> str:
    if len(cell) > 254 or not _EMAIL.fullmatch(cell):
        raise BadCell("is no e-mail address" if cell else "is required")
    return cell


def _grade(cell: str) -> int:
    if not cell.isdecimal() or not cell.isascii() or not 1 <= int(cell[:3]) <= 12 or len(cell) > 2:
        raise BadCell("must be a whole number from 1 to 12")
    return int(cell)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _time_zone(cell: str) -> str:
    if cell not in _zones():
        raise BadCell("is no IANA time zone such as Europe/Paris")
    return cell


@cache
def _languages(cell: str) -> tuple[Language, ...]:
    if not cell:
        raise BadCell("is required, such as en:5;fr:3")
    pairs = [_LANGUAGE.fullmatch(part.strip()) for part in cell.split(";")]
    found = tuple(Language(code=pair[1], level=int(pair[2])) for pair in pairs if pair)
    if len(found) < len(pairs):
        raise BadCell("must be language codes with levels 1 to 5, such as en:5;fr:3")
    if len({language.code for language in found}) < len(found):
        raise BadCell("names a language twice")
    return found


def _skills(cell: str) -> tuple[TopicLevel, ...]:
    if not cell:
        return ()
    pairs = [_SKILL.fullmatch(part.strip()) for part in cell.split(";")]
    if not all(pair and len(pair[1]) <= _TOPIC_LENGTH for pair in pairs):
        raise BadCell("must be topics with levels 1 to 3, such as ai-prompting:3;social-media:1")
    found = tuple(_skill(pair[1], int(pair[2])) for pair in pairs if pair)
    if len({skill.topic for skill in found}) < len(found):
        raise BadCell("names a topic twice")
    return found


@cache
def _skill(topic: str, level: int) -> TopicLevel:
    return TopicLevel(topic=topic, level=level)


def _date(cell: str) -> date:
    if not _ISO_DATE.fullmatch(cell):
        raise BadCell("must be a date such as 2024-09-30")
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise BadCell("is no day of the calendar") from error


def _born_year(cell: str) -> int | None:
    if not cell:
        return None
    if not re.fullmatch(r"(19|20)\d\d", cell):
        raise BadCell("must be a year such as 1998, or empty")
    return int(cell)


RULES: Final[Mapping[str, Callable[[str], Any]]] = {
    "employee_id": _employee_id,
    "name": _text(200),
    "email": _email,
    "grade": _grade,
    "manager_id": _manager,
    "department": _text(100),
    "team": _text(100),
    "region": _identifier,
    "time_zone": _time_zone,
    "languages": _languages,
    "skills": _skills,
    "hired_on": _date,
    "born_year": _born_year,
}
"""What each column takes; a rule returns the value or raises BadCell."""

COLUMNS: Final = tuple(RULES)

OPTIONAL: Final[Mapping[str, Callable[[str], Any]]] = {"pay_panel": _panel}
"""Columns a file may have besides."""


def read_employee(cells: Mapping[str, str], tenant: str) -> tuple[Employee | None, list[tuple[str, str]]]:
    """Check a row.

    Returns:
        the employee, or None and each wrong field with what is wrong.
    """
    values: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    for column, rule in {**RULES, **OPTIONAL}.items():
        try:
            values[column] = rule(cells.get(column, "").strip())
        except BadCell as fault:
            faults.append((column, str(fault)))
    if not faults and values["manager_id"] == values["employee_id"]:
        faults.append(("manager_id", "nobody is their own manager"))
    if faults:
        return None, faults
    return Employee(id=values.pop("employee_id"), tenant=tenant, **values), []
