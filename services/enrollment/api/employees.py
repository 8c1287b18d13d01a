"""Endpoints for employees and their import."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any, Final, Self

from fastapi import APIRouter, Depends, Header, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict

from services.enrollment.api import examples
from services.enrollment.api.access import manages_people, require_people_manager
from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands.imports.run_import import Wishes, take_in
from services.enrollment.commands.imports.turn import turn
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.export import RowError
from services.enrollment.domain.hr_import import HrImport, ImportMode, InProgress
from services.enrollment.domain.rows import COLUMNS
from services.enrollment.queries import employees as queries
from services.enrollment.queries import imports
from shared.contracts.vocabulary import Language, TopicLevel
from shared.kernel import EmployeeId, Identifier, NotFound
from shared.runtime.quotas import HEAVY, costs
from shared.service import (
    Coordinator,
    CoordinatorOrParticipant,
    Page,
    Paging,
    Read,
    Runner,
    large_body,
    received_file,
)

router = APIRouter(tags=["employees"], prefix="/programmes/{programme_id}")

_RETRY_SECONDS: Final = 10
_CSV_TYPES = ("text/csv", "application/csv", "application/octet-stream")


class RowErrorView(BaseModel):
    """A fault that refused a row, or a warning about it."""

    line: int
    employee_id: str
    field: str
    message: str

    @classmethod
    def of(cls, error: RowError) -> Self:
        """Return the view of a fault."""
        return cls(line=error.line, employee_id=error.employee_id, field=error.field, message=error.message)


class ImportView(BaseModel):
    """The result of an import."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.IMPORT]})

    import_id: str
    mode: ImportMode
    accepted: int
    """Valid rows."""
    changed: int
    """Rows of people who are new or changed."""
    rejected: int
    """Refused rows."""
    left: int
    """People who have left."""
    inactive: int
    """Rows of people who are no longer employed, by their status or date of termination."""
    finished_at: datetime | None
    ignored_columns: Sequence[str]
    """Columns that are ignored; a misspelt name appears here."""
    errors: list[RowErrorView]
    """The faults of refused rows, by line: all of them in the first response, later page by page."""
    error_count: int
    """The number of faults."""
    warnings: list[RowErrorView]
    """Warnings about accepted rows, by line: the first thousand in the first response, later page by page."""
    warning_count: int
    """The number of warnings; the first thousand are kept."""

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


class EmployeeView(BaseModel):
    """An employee with personal data; visible to that employee and to coordinators of all programmes."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.EMPLOYEE]})

    employee_id: str
    name: str
    email: str
    grade: int
    manager_id: str | None
    department: str
    team: str
    region: str
    time_zone: str
    languages: Sequence[Language]
    skills: Sequence[TopicLevel]
    hired_on: date
    born_year: int | None
    pay_panel: str | None
    left: bool

    @classmethod
    def of(cls, employee: Employee) -> Self:
        """Return the view of an employee."""
        return cls(employee_id=employee.id, **employee.model_dump(include=set(cls.model_fields)))


class NameView(BaseModel):
    """The name of a participant: all that a coordinator of some programmes needs."""

    model_config = ConfigDict(extra="forbid")

    employee_id: str
    name: str


def _show(employee: Employee, *, whole: bool) -> EmployeeView | NameView:
    return EmployeeView.of(employee) if whole else NameView(employee_id=employee.id, name=employee.name)


async def _import_runner(
    request: Request, traceparent: Annotated[str, Header(include_in_schema=False, max_length=55)] = ""
) -> Runner:
    """Return a runner for many transactions; the file's content, not one idempotency key, identifies them."""
    return Runner(
        request.app.state.group_commit,
        request.app.state.clock,
        correlation_id=request.headers["x-correlation-id"],
        idempotency_key=None,
        traceparent=traceparent,
        admission=request.app.state.admission,
    )


_CSV_IN_OPENAPI: dict[str, Any] = {
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
    openapi_extra=_CSV_IN_OPENAPI,
    dependencies=[large_body(*_CSV_TYPES), costs(HEAVY)],
)
async def import_employees(
    programme_id: ProgrammeId,
    caller: Coordinator,
    request: Request,
    run: Annotated[Runner, Depends(_import_runner)],
    mode: Annotated[ImportMode, Query(description="full: people missing from the file have left")] = (
        ImportMode.PARTIAL
    ),
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
    wishes = Wishes(mode=mode, confirm_leavers=confirm_leavers, today=state.clock.now().date())
    try:
        async with turn(run, caller), received_file(request, state.settings.max_file_bytes) as file:
            outcome = await take_in(run, state.reader, caller, programme_id, file, wishes)
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
    found = await read.read(caller, programme_id, imports.get_import, import_id, page)
    return ImportView.of(*found)


@router.get("/employees", summary="List employees")
async def list_employees(
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    page: Paging,
    grade_min: Annotated[int, Query(ge=1, le=12)] = 1,
    grade_max: Annotated[int, Query(ge=1, le=12)] = 12,
    region: Annotated[Identifier | None, Query()] = None,
    employee_id: Annotated[list[EmployeeId] | None, Query(max_length=500)] = None,
) -> Page[EmployeeView | NameView]:
    """List employees by id; coordinators of all programmes see the whole organisation.

    Coordinators of some programmes see the names of the participants of this one, and cannot filter.
    """
    everybody = manages_people(caller)
    if not everybody and (region or (grade_min, grade_max) != (1, 12)):
        raise HTTPException(403, "Only coordinators of all programmes may filter by grade or region")
    filters: dict[str, Any] = {"grade": {"$gte": grade_min, "$lte": grade_max}}
    if region:
        filters["region"] = region
    if employee_id:
        filters["id"] = {"$in": employee_id}
    found = await read.read(caller, programme_id, queries.list_employees, filters, page, everybody=everybody)
    return Page.of(found, partial(_show, whole=everybody))


@router.get("/employees/{employee_id}", summary="One employee")
async def get_employee(
    programme_id: ProgrammeId,
    employee_id: EmployeeId,
    caller: CoordinatorOrParticipant,
    read: Read,
) -> EmployeeView | NameView:
    """Return an employee; coordinators of some programmes see only the names of participants."""
    if not caller.may_coordinate(programme_id) and employee_id != caller.require_employee():
        raise NotFound(f"no such employee: {employee_id}")
    whole = manages_people(caller) or employee_id == caller.employee_id
    found = await read.read(caller, programme_id, queries.get_employee, employee_id, everybody=whole)
    return _show(found, whole=whole)
