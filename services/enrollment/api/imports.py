"""Endpoints for the import of employees."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Self

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict

from services.enrollment.api import examples
from services.enrollment.api.access import require_people_manager
from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands.imports.run_import import ImportOptions, import_file
from services.enrollment.commands.imports.turn import turn
from services.enrollment.domain.hr_import import HrImport, ImportMode, InProgress
from services.enrollment.domain.row_faults import HrFault, RowError
from services.enrollment.domain.rows import COLUMNS
from services.enrollment.queries import imports
from shared.kernel import Identifier, Param
from shared.runtime.quotas import HEAVY, costs
from shared.service import (
    Coordinator,
    Paging,
    Read,
    RunMany,
    large_body,
    received_file,
)

router = APIRouter(tags=["employees"], prefix="/programmes/{programme_id}")

_RETRY_SECONDS: Final = 10
CSV_TYPES = ("text/csv", "application/csv", "application/octet-stream")


class RowErrorView(BaseModel):
    """A fault that refused a row, or a warning about it."""

    line: int
    employee_id: str
    field: str
    message: str
    code: HrFault
    """The kind of the fault."""
    params: Mapping[str, Param]
    """The values that the message names."""

    @classmethod
    def of(cls, error: RowError) -> Self:
        """Return the view of a fault."""
        return cls(
            line=error.line,
            employee_id=error.employee_id,
            field=error.field,
            message=error.message,
            code=error.code,
            params=error.params,
        )


class FindingsView(BaseModel):
    """The findings about a file."""

    accepted: int
    """Valid rows."""
    rejected: int
    """Refused rows."""
    left: int
    """People who count as having left."""
    inactive: int
    """Rows of people who are no longer employed, by their status or date of termination."""
    ignored_columns: Sequence[str]
    """Columns that are ignored; a misspelt name appears here."""
    errors: list[RowErrorView]
    """The faults of refused rows, by line."""
    error_count: int
    """The number of faults."""
    warnings: list[RowErrorView]
    """Warnings about accepted rows, by line: the first thousand are kept."""
    warning_count: int
    """The number of warnings."""


class ImportView(FindingsView):
    """The result of an import; the first response has all faults and warnings, later ones have a page."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.IMPORT]})

    import_id: str
    mode: ImportMode
    changed: int
    """Rows of people who are new or changed."""
    finished_at: datetime | None

    @classmethod
    def of(cls, record: HrImport, errors: Sequence[RowError], warnings: Sequence[RowError]) -> Self:
        """Return the view of an import with some of its faults and warnings."""
        return cls(
            import_id=record.id,
            mode=record.mode,
            accepted=record.accepted,
            changed=record.changed_rows,
            rejected=record.rejected,
            left=record.left,
            finished_at=record.finished_at,
            inactive=record.inactive,
            ignored_columns=record.ignored_columns,
            errors=[RowErrorView.of(error) for error in errors],
            error_count=record.error_count,
            warnings=[RowErrorView.of(warning) for warning in warnings],
            warning_count=record.warning_count,
        )


Mode = Annotated[ImportMode, Query(description="full: people missing from the file have left")]

CSV_IN_OPENAPI: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {
                "schema": {"type": "string"},
                "example": ",".join(COLUMNS)
                + "\nE000042,Ada Example,ada@example.com,3,E000007,Engineering,ENG-0004,emea,Europe/Berlin,"
                "de:5;en:4,ai-prompting:3;social-media:2,2022-09-01,1998\n",
            }
        },
    }
}


@router.post(
    "/imports",
    summary="Import an HR export",
    openapi_extra=CSV_IN_OPENAPI,
    dependencies=[large_body(*CSV_TYPES), costs(HEAVY)],
)
async def import_employees(
    programme_id: ProgrammeId,
    caller: Coordinator,
    request: Request,
    run: RunMany,
    mode: Mode = ImportMode.PARTIAL,
    *,
    confirm_leavers: Annotated[
        bool, Query(description="Required for a full file that lacks more than half of the people")
    ] = False,
) -> ImportView:
    """Save the valid rows and report the others by line; importing the same file again changes nothing.

    Cells are separated by commas, semicolons, tabs or ``|``. A file with more than 1,000 faults or 250,000
    rows is refused as a whole. An organisation imports one file at a time: a second one waits for up to 20 s
    and is then answered 409. Imports and their faults can be looked up for 30 days.
    """
    require_people_manager(caller)
    state = request.app.state
    options = ImportOptions(mode=mode, confirm_leavers=confirm_leavers, today=state.clock.now().date())
    try:
        async with turn(run, caller), received_file(request, state.settings.max_file_bytes) as file:
            outcome = await import_file(run, state.reader, caller, programme_id, file, options)
    except InProgress as error:
        raise HTTPException(409, error.message, {"Retry-After": str(_RETRY_SECONDS)}) from error
    return ImportView.of(outcome.record, outcome.errors, outcome.warnings)


@router.get("/imports/{import_id}", summary="One import")
async def get_import(
    programme_id: ProgrammeId,
    import_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
) -> ImportView:
    """Return an import with a page of its faults and one of its warnings, by line.

    An import in progress has no ``finished_at``.
    """
    require_people_manager(caller)
    import_and_faults = await read.read(caller, programme_id, imports.get_import, import_id, page)
    return ImportView.of(*import_and_faults)
