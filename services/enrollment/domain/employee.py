"""An employee as the organisation's HR system describes them."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final

from pydantic import computed_field

from shared.contracts.vocabulary import Language, TopicLevel
from shared.kernel import Aggregate, EmployeeId

MAX_LINE: Final = 25
"""The most managers above an employee; an import refuses deeper lines."""


class Employee(Aggregate):
    """One person of the organisation; belongs to no programme. The region is the aggregate's own."""

    id: EmployeeId
    name: str
    email: str
    grade: int
    manager_id: EmployeeId | None
    """None for the head of the organisation."""
    department: str
    team: str
    time_zone: str
    languages: tuple[Language, ...]
    skills: tuple[TopicLevel, ...]
    hired_on: date
    born_year: int | None
    pay_panel: str | None = None
    """The group whose pay is reviewed together; None where HR doesn't say."""
    left: bool = False
    """No longer in the organisation."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def email_key(self) -> str:
        """The mail address, to search by."""
        return search_key(self.email)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def name_key(self) -> str:
        """The name, to search by."""
        return search_key(self.name)

    @property
    def spoken(self) -> list[str]:
        """The codes of the person's languages, the best spoken first."""
        return [language.code for language in sorted(self.languages, key=lambda each: -each.level)]

    def same_facts(self, other: "Employee") -> bool:
        """Whether HR says the same of both."""
        bookkeeping = {"version": 0, "saved_at": None}
        return self.model_copy(update=bookkeeping) == other.model_copy(update=bookkeeping)


def search_key(text: str) -> str:
    """Return a text as it is searched for: in lower case, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def reporting_line(employee_id: str, managers: Mapping[str, str | None]) -> tuple[EmployeeId, ...]:
    """The ids of an employee's managers, nearest first, up to the head or the last one known.

    Args:
        employee_id: whose line.
        managers: each known employee's manager.
    """
    line: dict[str, None] = {}
    manager_id = managers.get(employee_id)
    while manager_id and manager_id != employee_id and manager_id not in line and len(line) < MAX_LINE:
        line[manager_id] = None
        manager_id = managers.get(manager_id)
    return tuple(line)
