"""Endpoints for employees."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any, Self

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict

from services.enrollment.api import examples
from services.enrollment.api.access import manages_people
from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.domain.employee import Employee
from services.enrollment.queries import employees as queries
from shared.contracts.vocabulary import Language, TopicLevel
from shared.kernel import EmployeeId, Identifier, NotFound
from shared.service import (
    Coordinator,
    CoordinatorOrParticipant,
    Page,
    Paging,
    Read,
)

router = APIRouter(tags=["employees"], prefix="/programmes/{programme_id}")


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


@router.get("/employees", summary="List employees")
async def list_employees(
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    page: Paging,
    grade_min: Annotated[int, Query(ge=1, le=12, description="Lowest grade")] = 1,
    grade_max: Annotated[int, Query(ge=1, le=12, description="Highest grade")] = 12,
    region: Annotated[Identifier | None, Query(description="Only employees in this region")] = None,
    employee_id: Annotated[
        list[EmployeeId] | None, Query(max_length=500, description="Only these employees")
    ] = None,
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
    employees = await read.read(
        caller, programme_id, queries.list_employees, filters, page, everybody=everybody
    )
    return Page.of(employees, partial(_show, whole=everybody))


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
    employee = await read.read(caller, programme_id, queries.get_employee, employee_id, everybody=whole)
    return _show(employee, whole=whole)
