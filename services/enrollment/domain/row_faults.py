"""Faults of rows of an HR export: a code and parameters for pages, and a sentence for programs' logs."""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum

from shared.kernel import Param


class HrFault(StrEnum):
    """The kinds of faults, and of warnings about rows that were taken."""

    EMPTY = "cell-empty"
    TOO_LONG = "cell-too-long"
    NOT_UTF_8 = "cell-not-utf-8"
    ID_UNREADABLE = "id-unreadable"
    ID_TWICE = "id-twice"
    EMAIL_UNREADABLE = "email-unreadable"
    EMAIL_IN_FILE = "email-in-file"
    EMAIL_IN_DIRECTORY = "email-in-directory"
    GRADE_UNREADABLE = "grade-unreadable"
    MANAGER_UNREADABLE = "manager-unreadable"
    MANAGER_UNKNOWN = "manager-unknown"
    MANAGER_EMAIL_UNKNOWN = "manager-email-unknown"
    MANAGER_NOT_TAKEN = "manager-not-taken"
    MANAGER_CIRCLE = "manager-circle"
    OWN_MANAGER = "own-manager"
    LINE_TOO_DEEP = "line-too-deep"
    TIME_ZONE_UNKNOWN = "time-zone-unknown"
    TOO_MANY_PARTS = "too-many-parts"
    LANGUAGES_UNREADABLE = "languages-unreadable"
    LANGUAGE_TWICE = "language-twice"
    SKILLS_UNREADABLE = "skills-unreadable"
    SKILL_TWICE = "skill-twice"
    DAY_UNREADABLE = "day-unreadable"
    DAY_NOT_IN_CALENDAR = "day-not-in-calendar"
    DAY_OUT_OF_RANGE = "day-out-of-range"
    YEAR_UNREADABLE = "year-unreadable"
    YEAR_IN_FUTURE = "year-in-future"
    STATUS_UNKNOWN = "status-unknown"
    ROW_TOO_LONG = "row-too-long"
    ROW_NOT_CSV = "row-not-csv"
    QUOTE_OPEN = "quote-open"
    ROW_WIDTH = "row-width"
    NAMELESS = "row-of-nobody"


class BadCell(ValueError):  # noqa: N818 (a value, named as HR says it)
    """A cell, or a row, that breaks a rule.

    Args:
        code: the rule.
        message: the same in words; names in braces stand for the parameters.
        params: what the message names.
    """

    def __init__(self, code: HrFault, message: str, **params: Param) -> None:
        super().__init__(message.format_map(params) if params else message)
        self.code = code
        self.params = params


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class RowError:
    """A fault of a row, or a warning about it, for the people who keep the HR data."""

    line: int
    """The line on which the row starts; the first line of the file is line 1."""
    employee_id: str
    field: str
    message: str
    code: HrFault
    params: Mapping[str, Param] = dataclasses.field(default_factory=dict, compare=False)
    """The parameters of the message."""
