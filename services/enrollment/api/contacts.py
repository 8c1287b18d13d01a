"""How to reach participants, for services that write to them."""

from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.domain.employee import Employee
from services.enrollment.queries import contacts as queries
from shared.kernel import Identifier
from shared.service import OtherService, Read

router = APIRouter(tags=["participants"], prefix="/programmes/{programme_id}")


class ContactsInput(BaseModel):
    """Whose contacts are asked for."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"participant_ids": ["p-1"]}]})

    participant_ids: Annotated[list[Identifier], Field(min_length=1, max_length=500)]


class ContactView(BaseModel):
    """The personal data that a message to a participant needs, and no more."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "participant_id": "p-1",
                    "name": "Ada Example",
                    "email": "ada@example.com",
                    "languages": ["de", "en"],
                    "time_zone": "Europe/Berlin",
                }
            ]
        }
    )

    participant_id: str
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
            name=employee.name,
            email=employee.email,
            languages=employee.spoken,
            time_zone=employee.time_zone,
        )


class ContactsView(BaseModel):
    """The programme's name, and those of its participants who can be reached."""

    programme: Annotated[str, Field(examples=["Reverse mentoring 2026"])]
    contacts: list[ContactView]


@router.post("/contacts", summary="How to reach participants")
async def find_contacts(
    programme_id: ProgrammeId, wanted: ContactsInput, caller: OtherService, read: Read
) -> ContactsView:
    """Name, address, languages and time zone of participants, for services alone.

    A POST, so that ids stand in no address; it changes nothing. Those who have left the organisation are left
    out. A caller keeps none of it.
    """
    found = await read.read(caller, programme_id, queries.find_contacts, wanted.participant_ids)
    contacts = [ContactView.of(id_, employee) for id_, employee in sorted(found.employees.items())]
    return ContactsView(programme=found.programme.plan.name, contacts=contacts)
