"""A list of people to invite: a line each, by employee id, mail address or name."""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from services.enrollment.domain.employee import Employee, search_key

LONGEST_LINE: Final = 300
_ADDRESS_IN_BRACKETS: Final = re.compile(r"<([^<>\s]+@[^<>\s]+)>")
_SEPARATORS: Final = re.compile(r"[,;\t|]")


class Line(BaseModel):
    """One line of a list.

    Attributes:
        number: from 1.
        key: whom it names, as `search_key` writes it; not shown, since it may be a name.
        repeated: whether the list has the same before.
    """

    model_config = ConfigDict(frozen=True)

    number: int
    key: Annotated[str, Field(max_length=LONGEST_LINE, repr=False)]
    repeated: bool = False


def read_lines(lines: Iterable[str]) -> Iterator[Line]:
    """Read whom each line names, by its first cell or an address in angle brackets; leave out blank lines."""
    keys: set[int] = set()
    for number, text in enumerate(lines, start=1):
        shortened = text[: 2 * LONGEST_LINE].removeprefix("\ufeff")
        in_brackets = _ADDRESS_IN_BRACKETS.search(shortened)
        cell = in_brackets[1] if in_brackets else _SEPARATORS.split(shortened, 1)[0]
        key = search_key(cell.strip().strip("\"'"))[:LONGEST_LINE]
        if key or shortened.strip():
            digest = hash(key)
            yield Line(number=number, key=key, repeated=digest in keys)
            keys.add(digest)


class People:
    """The employees whom some lines may name.

    Args:
        employees: those who can take part.
        by_name: whether a line may be a name.
    """

    def __init__(self, employees: Iterable[Employee], *, by_name: bool) -> None:
        self._by_key: dict[str, dict[str, Employee]] = {}
        for employee in employees:
            keys = [employee.id, employee.email_key, *([employee.name_key] if by_name else ())]
            for key in keys:
                self._by_key.setdefault(key, {})[employee.id] = employee

    def named(self, line: Line) -> list[Employee]:
        """Return those whom a line names."""
        return list(self._by_key.get(line.key, {}).values())
