"""One row of an HR export: the rule of each column, and the message when it is broken."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final
from zoneinfo import available_timezones

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.row_faults import BadCell, HrFault
from shared.contracts.vocabulary import Language, TopicLevel

MOST_LANGUAGES: Final = 50
MOST_SKILLS: Final = 200
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100

_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._~-]{0,63}")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LANGUAGE: Final = re.compile(r"([a-z]{2,3}):([1-5])")
_SKILL: Final = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):([1-3])")
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TOPIC_LENGTH: Final = 40
_EMAIL_LENGTH: Final = 254
_ACTIVE: Final = frozenset({"active", "employed", "on leave"})
_INACTIVE: Final = frozenset({"inactive", "terminated", "left", "retired", "resigned"})


@dataclass(frozen=True, slots=True)
class Person:
    """The person of a valid row.

    Attributes:
        employee: without a manager where the row names that one by e-mail address.
        manager_email: the manager's address, in the form addresses are compared in.
        is_own_manager: the row names the person as their own manager.
    """

    employee: Employee
    manager_email: str = ""
    is_own_manager: bool = False


def is_employee_id(cell: str) -> bool:
    """Return whether this can be an employee's id."""
    return _IDENTIFIER.fullmatch(cell) is not None


def email_key(cell: str) -> str:
    """Return the form in which e-mail addresses are compared."""
    return cell.strip().casefold()


def is_email(cell: str) -> bool:
    """Return whether this can be an e-mail address."""
    return len(cell) <= _EMAIL_LENGTH and _EMAIL.fullmatch(cell) is not None


def _empty() -> BadCell:
    return BadCell(HrFault.EMPTY, "is required")


def _employee_id(cell: str) -> str:
    return _identifier(cell).lower()


def _identifier(cell: str) -> str:
    if not _IDENTIFIER.fullmatch(cell):
        if not cell:
            raise _empty()
        raise BadCell(HrFault.ID_UNREADABLE, "1 to 64 letters, digits and . _ ~ - are allowed")
    return cell


def _manager(cell: str) -> str | None:
    """Return an employee id, or an e-mail address as it is compared; the two can't be mixed up."""
    if not cell:
        return None
    if is_email(cell):
        return email_key(cell)
    if not is_employee_id(cell):
        raise BadCell(HrFault.MANAGER_UNREADABLE, "must be the manager's employee id or e-mail address")
    return cell.lower()


def _text(longest: int) -> Callable[[str], str]:
    def check(cell: str) -> str:
        if not cell:
            raise _empty()
        if len(cell) > longest:
            raise BadCell(HrFault.TOO_LONG, "at most {most} characters", most=longest)
        return cell

    return check


def _panel(cell: str) -> str | None:
    return _text(64)(cell) if cell else None


def _email(cell: str) -> str:
    if not is_email(cell):
        raise BadCell(HrFault.EMAIL_UNREADABLE, "is not an e-mail address") if cell else _empty()
    return cell


def _grade(cell: str) -> int:
    if not cell.isdecimal() or not cell.isascii() or not 1 <= int(cell[:3]) <= 12 or len(cell) > 2:
        raise BadCell(HrFault.GRADE_UNREADABLE, "must be a whole number from 1 to 12")
    return int(cell)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _time_zone(cell: str) -> str:
    if cell not in _zones():
        raise BadCell(HrFault.TIME_ZONE_UNKNOWN, "is not an IANA time zone such as Europe/Paris")
    return cell


def _parts(cell: str, most: int) -> list[str]:
    parts = cell.split(";", most)
    if len(parts) > most:
        raise BadCell(HrFault.TOO_MANY_PARTS, "at most {most} are allowed", most=most)
    return [part.strip() for part in parts]


def _languages(cell: str) -> tuple[Language, ...]:
    if not cell:
        raise BadCell(HrFault.EMPTY, "is required, such as en:5;fr:3")
    pairs = [_LANGUAGE.fullmatch(part) for part in _parts(cell, MOST_LANGUAGES)]
    languages = tuple(_language(pair[1], int(pair[2])) for pair in pairs if pair)
    if len(languages) < len(pairs):
        raise BadCell(
            HrFault.LANGUAGES_UNREADABLE, "must be language codes with levels 1 to 5, such as en:5;fr:3"
        )
    if len({language.code for language in languages}) < len(languages):
        raise BadCell(HrFault.LANGUAGE_TWICE, "lists a language twice")
    return languages


def _skills(cell: str) -> tuple[TopicLevel, ...]:
    if not cell:
        return ()
    pairs = [_SKILL.fullmatch(part) for part in _parts(cell, MOST_SKILLS)]
    if not all(pair and len(pair[1]) <= _TOPIC_LENGTH for pair in pairs):
        raise BadCell(
            HrFault.SKILLS_UNREADABLE,
            "must be topics with levels 1 to 3, such as ai-prompting:3;social-media:1",
        )
    skills = tuple(_skill(pair[1], int(pair[2])) for pair in pairs if pair)
    if len({skill.topic for skill in skills}) < len(skills):
        raise BadCell(HrFault.SKILL_TWICE, "lists a topic twice")
    return skills


@lru_cache(maxsize=4096)
def _language(code: str, level: int) -> Language:
    return Language(code=code, level=level)


@lru_cache(maxsize=4096)
def _skill(topic: str, level: int) -> TopicLevel:
    return TopicLevel(topic=topic, level=level)


def read_day(cell: str) -> date:
    """Read a day of this age.

    Raises:
        BadCell: it is none.
    """
    if not _ISO_DATE.fullmatch(cell):
        raise BadCell(HrFault.DAY_UNREADABLE, "must be a date such as 2024-09-30")
    try:
        day = date.fromisoformat(cell)
    except ValueError as error:
        raise BadCell(HrFault.DAY_NOT_IN_CALENDAR, "is not a day of the calendar") from error
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise BadCell(
            HrFault.DAY_OUT_OF_RANGE,
            "must be from {first} to {last}; leave no placeholder",
            first=FIRST_YEAR,
            last=LAST_YEAR - 1,
        )
    return day


def _born_year(cell: str) -> int | None:
    if not cell:
        return None
    if not re.fullmatch(r"(19|20)\d\d", cell):
        raise BadCell(HrFault.YEAR_UNREADABLE, "must be a year such as 1998, or empty")
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
    "hired_on": read_day,
    "born_year": _born_year,
}
"""The rule of each column; it returns the value or raises BadCell."""

COLUMNS: Final = tuple(RULES)

_OPTIONAL_RULES: Final[Mapping[str, Callable[[str], Any]]] = {
    "pay_panel": _panel,
}
"""The rule of each optional column that is a fact about the person."""
_FACTS: Final[Mapping[str, Callable[[str], Any]]] = {**RULES, **_OPTIONAL_RULES}

STATUS: Final = "status"
TERMINATED: Final = "termination_date"

OPTIONAL: Final = (*_OPTIONAL_RULES, STATUS, TERMINATED)
"""Optional columns."""

Faults = list[tuple[str, BadCell]]
"""Each wrong field with its fault."""


def is_employed(cells: Mapping[str, str], today: date) -> bool:
    """Return whether the row's person is employed: by the status, else by the date of termination.

    Raises:
        BadCell: the status is unknown, or the date is none.
    """
    status = cells.get(STATUS, "").strip().lower()
    if status:
        if status not in _ACTIVE | _INACTIVE:
            raise BadCell(HrFault.STATUS_UNKNOWN, "must be active or inactive")
        return status in _ACTIVE
    ended = cells.get(TERMINATED, "").strip()
    return not ended or read_day(ended) > today


def read_person(cells: Mapping[str, str], tenant: str, today: date) -> tuple[Person | None, Faults]:
    """Check a row.

    Returns:
        the person, or None and the faults.
    """
    values: dict[str, Any] = {}
    faults: Faults = []
    for column, rule in _FACTS.items():
        try:
            values[column] = rule(cells.get(column, "").strip())
        except BadCell as fault:
            faults.append((column, fault))
    if (values.get("born_year") or 0) > today.year:
        faults.append(("born_year", BadCell(HrFault.YEAR_IN_FUTURE, "lies in the future")))
    if faults:
        return None, faults
    id_, manager = values.pop("employee_id"), values.pop("manager_id")
    by_email = manager is not None and "@" in manager
    own = manager in {id_, email_key(values["email"])}
    manager_id = None if by_email or own else manager
    employee = Employee(id=id_, tenant=tenant, manager_id=manager_id, **values)
    return Person(employee, manager if by_email and not own else "", own), []
