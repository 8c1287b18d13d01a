"""Responses of enrollment about files of employees from HR."""

from datetime import datetime
from typing import Any

from services.console.clients.response import Response


class Finding(Response):
    """A row that is not taken, or a warning about one that is; ``field`` is its column."""

    line: int
    employee_id: str
    field: str
    code: str
    params: dict[str, Any]


class Findings(Response):
    """The findings about a file: its faults and its warnings, by line."""

    accepted: int
    rejected: int
    left: int
    inactive: int
    ignored_columns: list[str]
    errors: list[Finding]
    error_count: int
    warnings: list[Finding]
    warning_count: int


class ImportCheck(Findings):
    """The result that an import would have."""

    new: int
    must_be_confirmed: bool


class Import(Findings):
    """An import; one that goes on has no end yet."""

    import_id: str
    changed: int
    finished_at: datetime | None
