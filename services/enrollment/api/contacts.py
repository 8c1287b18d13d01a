"""How to reach participants, for services that write to them."""

from typing import Annotated, Final, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.domain.employee import Employee
from services.enrollment.queries import contacts as queries
from shared.contracts.enrollment import Words
from shared.kernel import EmployeeId, Identifier
from shared.service import OtherService, Read

router = APIRouter(tags=["participants"])

_ADDRESS: Final = r"^[^\x00-\x20\x7f@]{1,64}@[^\x00-\x20\x7f@]{1,190}$"


class ContactsInput(BaseModel):
    """The participants whose contacts are requested."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"participant_ids": ["p-1"]}]})

    participant_ids: Annotated[list[Identifier], Field(min_length=1, max_length=500)]


class ContactView(BaseModel):
    """The personal data that a message to a participant needs, and no more."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "participant_id": "p-1",
                    "employee_id": "e-1",
                    "name": "Ada Example",
                    "email": "ada@example.com",
                    "languages": ["de", "en"],
                    "time_zone": "Europe/Berlin",
                }
            ]
        }
    )

    participant_id: str
    employee_id: EmployeeId
    """The person who may act by a link in the message."""
    name: str
    email: str
    languages: list[str]
    """The best spoken first."""
    time_zone: str

    @classmethod
    def of(cls, participant_id: str, employee: Employee) -> Self:
        """Show how to reach a participant."""
        return cls(
            participant_id=participant_id,
            employee_id=employee.id,
            name=employee.name,
            email=employee.email,
            languages=employee.spoken,
            time_zone=employee.time_zone,
        )


class ContactsView(BaseModel):
    """The programme's name and own words by language, and those of its participants who can be reached."""

    programme: Annotated[str, Field(examples=["Reverse mentoring 2026"])]
    words: Annotated[
        dict[str, Words],
        Field(examples=[{"en": {"roles": None, "programme": "initiative", "name": "Digital tandem"}}]),
    ]
    contacts: list[ContactView]


@router.post("/programmes/{programme_id}/contacts", summary="How to reach participants")
async def find_contacts(
    programme_id: ProgrammeId, body: ContactsInput, caller: OtherService, read: Read
) -> ContactsView:
    """Name, address, languages and time zone of participants, for services alone.

    A POST, so that no ids are in the URL; it changes nothing. Those who have left the organisation are left
    out. A caller keeps none of it.
    """
    reachable = await read.read(caller, programme_id, queries.find_contacts, body.participant_ids)
    contacts = [ContactView.of(id_, employee) for id_, employee in sorted(reachable.employees.items())]
    return ContactsView(
        programme=reachable.programme.plan.name, words=dict(reachable.words), contacts=contacts
    )


class EmployeesInput(BaseModel):
    """The employees whose contacts are requested."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"employee_ids": ["e-1"]}]})

    employee_ids: Annotated[list[EmployeeId], Field(min_length=1, max_length=500)]


class AddressInput(BaseModel):
    """The mail address that somebody typed to sign in."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"address": "ada@example.com"}]}
    )

    address: Annotated[str, StringConstraints(pattern=_ADDRESS)]


class EmployeeContactView(BaseModel):
    """The facts that a mail to an employee needs; nothing else of the person."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "employee_id": "e-1",
                    "name": "Ada Example",
                    "email": "ada@example.com",
                    "languages": ["de", "en"],
                    "time_zone": "Europe/Berlin",
                }
            ]
        }
    )

    employee_id: EmployeeId
    name: str
    email: str
    languages: list[str]
    """The best spoken first."""
    time_zone: str

    @classmethod
    def of(cls, employee: Employee) -> Self:
        """Show how to reach an employee."""
        return cls(
            employee_id=employee.id,
            name=employee.name,
            email=employee.email,
            languages=employee.spoken,
            time_zone=employee.time_zone,
        )


class EmployeeContactsView(BaseModel):
    """The contacts of the employees who were found."""

    contacts: list[EmployeeContactView]


@router.post("/contacts-by-address", summary="Employees with a mail address")
async def find_by_address(body: AddressInput, caller: OtherService, read: Read) -> EmployeeContactsView:
    """Return the employees of the organisation with this address, for the service that mails them a link.

    A POST, so that no address is in the URL; it changes nothing. The address is the one that the
    organisation knows, never the typed one. Those who have left are left out.
    """
    employees = await read.read(caller, None, queries.find_by_address, body.address)
    return EmployeeContactsView(contacts=[EmployeeContactView.of(employee) for employee in employees])


@router.post("/employee-contacts", summary="How to reach employees")
async def find_employee_contacts(
    body: EmployeesInput, caller: OtherService, read: Read
) -> EmployeeContactsView:
    """Name, address, languages and time zone of employees who need not take part, for services alone.

    A POST, so that no ids are in the URL; it changes nothing. Those who have left the organisation are left
    out. A caller keeps none of it.
    """
    employees = await read.read(caller, None, queries.find_employees, body.employee_ids)
    return EmployeeContactsView(contacts=[EmployeeContactView.of(employee) for employee in employees])
