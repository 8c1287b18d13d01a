"""An employee as the organisation's HR system describes them."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, computed_field

from shared.contracts.vocabulary import Language, TopicLevel
from shared.kernel import Aggregate, EmployeeId, Identifier

MAX_LINE: Final = 25
"""The most managers above an employee; an import refuses deeper lines."""


MOST_POSITIONS: Final = 100
"""The latest that are kept of an employee."""
MOST_IN_TOTAL: Final = 20
"""The most pairings at a time that an employee may state over all programmes."""


class Position(BaseModel):
    """The place of an employee in the organisation from a day on: the day of the import that brought it."""

    model_config = ConfigDict(frozen=True)

    since: date
    grade: int
    region: Identifier
    department: str


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
    left_on: date | None = None
    """The day of the import by which they had left."""
    positions: tuple[Position, ...] = ()
    """The earliest first; what a programme changes is measured by them."""
    total_capacity: int | None = None
    """Pairings at a time over all programmes, as the employee has stated; None if they have not."""

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
        """Return whether HR says the same of both."""
        own = {"version": 0, "saved_at": None, "left_on": None, "positions": (), "total_capacity": None}
        return self.model_copy(update=own) == other.model_copy(update=own)

    def following(self, earlier: "Employee | None", today: date) -> Self:
        """Return the employee with what is kept beside an earlier description, and the position of today."""
        stated = earlier.total_capacity if earlier else None
        known = earlier.positions if earlier else ()
        place = {"grade": self.grade, "region": self.region, "department": self.department}
        if known and known[-1].model_dump(exclude={"since"}) == place:
            return self.changed(positions=known, total_capacity=stated)
        before = [position for position in known if position.since < today]
        positions = (*before, Position(since=today, **place))[-MOST_POSITIONS:]
        return self.changed(positions=positions, total_capacity=stated)

    def leave(self, today: date) -> Self:
        """Return the employee as somebody who has left."""
        return self.changed(left=True, left_on=today)


def search_key(text: str) -> str:
    """Return a text as it is searched for: in lower case, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def reporting_line(employee_id: str, managers: Mapping[str, str | None]) -> tuple[EmployeeId, ...]:
    """Return the ids of an employee's managers, nearest first, up to the head or the last one known.

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
