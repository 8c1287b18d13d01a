"""Circles of mentors, for coordinators: members, dates and how many came; never notes."""

from datetime import datetime
from typing import Annotated, Final, Self

from fastapi import APIRouter, status
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import circles as commands
from services.enrollment.domain.circle import CircleName, CirclePlace
from services.enrollment.domain.circle_date import CircleDate
from services.enrollment.queries import circles as queries
from services.enrollment.queries.circles import ReadCircle
from shared.contracts.enrollment import MOST_CIRCLE_MEMBERS
from shared.kernel import EmployeeId, Identifier
from shared.service import Coordinator, Read, Run

router = APIRouter(tags=["circles"], prefix="/programmes/{programme_id}/circles")

PersonText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"\S")
]
People = Annotated[tuple[PersonText, ...], Field(min_length=1, max_length=MOST_CIRCLE_MEMBERS)]

_NEW: Final[JsonDict] = {
    "name": "First circle",
    "place": "Room 4.12",
    "people": ["e000042", "ada@example.com"],
}
_DATE: Final[JsonDict] = {
    "date_id": "0f4c3b2a1d5e46f798a7b6c5d4e3f201",
    "number": 1,
    "starts_at": "2026-02-12T14:00:00Z",
    "ends_at": "2026-02-12T15:00:00Z",
    "cancelled": False,
    "attended": 1,
}
_CIRCLE: Final[JsonDict] = {
    "circle_id": "9b2e4f708a1c2d3e4f5061725d1f6a3c",
    "name": "First circle",
    "place": "Room 4.12",
    "number": 1,
    "concluded": False,
    "members": [
        {
            "participant_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
            "employee_id": "e000042",
            "name": "Ada Example",
        }
    ],
    "dates": [_DATE],
}


class NewCircle(BaseModel):
    """A circle to create; people are mentors of the programme, by employee id or mail address."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NEW]})

    name: CircleName
    place: CirclePlace = ""
    people: People


class ChangedCircle(NewCircle):
    """The new values of a circle, and the number of the version that they were edited from."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{**_NEW, "based_on": 1}]})

    based_on: Annotated[int, Field(ge=1, le=1_000_000)]


class NewDate(BaseModel):
    """When a circle meets, and for how long."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"starts_at": "2026-02-12T14:00:00Z", "minutes": 60}]},
    )

    starts_at: AwareDatetime
    minutes: Annotated[int, Field(ge=15, le=480)]


class MemberView(BaseModel):
    """A member of a circle."""

    participant_id: str
    employee_id: EmployeeId
    name: str


class DateView(BaseModel):
    """A date of a circle, and how many members say that they were there."""

    date_id: str
    number: int
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    attended: int

    @classmethod
    def of(cls, date: CircleDate) -> Self:
        """Show a date."""
        fields = date.model_dump(include={"number", "starts_at", "ends_at", "cancelled"})
        return cls(date_id=date.id, attended=len(date.attended), **fields)


class CircleView(BaseModel):
    """A circle."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CIRCLE]})

    circle_id: str
    name: str
    place: str
    number: int
    concluded: bool
    members: list[MemberView]
    dates: list[DateView]

    @classmethod
    def of(cls, read: ReadCircle) -> Self:
        """Show a circle."""
        circle = read.circle
        return cls(
            circle_id=circle.id,
            name=circle.name,
            place=circle.place,
            number=circle.number,
            concluded=circle.concluded,
            members=[
                MemberView(
                    participant_id=each.participant_id,
                    employee_id=each.employee_id,
                    name=read.names[each.participant_id],
                )
                for each in circle.members
            ],
            dates=[DateView.of(each) for each in circle.dates],
        )


class CirclesView(BaseModel):
    """Circles, by name."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_CIRCLE]}]})

    items: list[CircleView]


@router.get("", summary="The circles")
async def list_circles(programme_id: ProgrammeId, caller: Coordinator, read: Read) -> CirclesView:
    """Return the programme's circles with their members and dates."""
    circles = await read.read(caller, programme_id, queries.list_circles, programme_id)
    return CirclesView(items=[CircleView.of(each) for each in circles])


@router.post("", summary="Create a circle", status_code=status.HTTP_201_CREATED)
async def create_circle(
    programme_id: ProgrammeId, new: NewCircle, caller: Coordinator, run: Run
) -> CircleView:
    """Create a circle of mentors; each gets a mail."""
    made = await run.command(caller, programme_id, commands.create_circle, new.name, new.place, new.people)
    return CircleView.of(made)


@router.get("/{circle_id}", summary="A circle")
async def get_circle(
    programme_id: ProgrammeId, circle_id: Identifier, caller: Coordinator, read: Read
) -> CircleView:
    """Return a circle with its members, dates and how many came; notes are for members only."""
    return CircleView.of(await read.read(caller, programme_id, queries.get_circle, circle_id))


@router.put("/{circle_id}", summary="Change a circle")
async def change_circle(
    programme_id: ProgrammeId, circle_id: Identifier, new: ChangedCircle, caller: Coordinator, run: Run
) -> CircleView:
    """Change name, place and members; 409 if somebody else changed it first.

    New and removed members get a mail.
    """
    changed = await run.command(
        caller,
        programme_id,
        commands.change_circle,
        circle_id,
        new.name,
        new.place,
        new.people,
        new.based_on,
    )
    return CircleView.of(changed)


@router.post("/{circle_id}/dates", summary="Add a date")
async def add_date(
    programme_id: ProgrammeId, circle_id: Identifier, new: NewDate, caller: Coordinator, run: Run
) -> CircleView:
    """Add a date; each member gets it for their calendar. The same time again changes nothing."""
    changed = await run.command(
        caller, programme_id, commands.add_date, circle_id, new.starts_at, new.minutes
    )
    return CircleView.of(changed)


@router.put("/{circle_id}/dates/{date_id}", summary="Move a date")
async def move_date(
    programme_id: ProgrammeId,
    circle_id: Identifier,
    date_id: Identifier,
    new: NewDate,
    caller: Coordinator,
    run: Run,
) -> CircleView:
    """Move a date that is ahead; each member gets the new time for their calendar."""
    changed = await run.command(
        caller, programme_id, commands.move_date, circle_id, date_id, new.starts_at, new.minutes
    )
    return CircleView.of(changed)


@router.post("/{circle_id}/dates/{date_id}/cancellation", summary="Cancel a date")
async def cancel_date(
    programme_id: ProgrammeId, circle_id: Identifier, date_id: Identifier, caller: Coordinator, run: Run
) -> CircleView:
    """Cancel a date; each member gets a mail that removes it from their calendar."""
    return CircleView.of(await run.command(caller, programme_id, commands.cancel_date, circle_id, date_id))
