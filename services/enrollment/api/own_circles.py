"""Circles, for their members: who is in them, their dates, and notes that only members read."""

from datetime import datetime
from typing import ClassVar, Final, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import own_circles as commands
from services.enrollment.domain.circle_note import NoteText
from services.enrollment.queries import circles as queries
from services.enrollment.queries.circles import ReadCircle, ReadNote
from shared.kernel import Identifier
from shared.schema.visibility import Visibility
from shared.service import Keys, Participant, Read, Run

router = APIRouter(tags=["circles"], prefix="/programmes/{programme_id}/me/circles")

_CIRCLE: Final[JsonDict] = {
    "circle_id": "9b2e4f708a1c2d3e4f5061725d1f6a3c",
    "name": "First circle",
    "place": "Room 4.12",
    "concluded": False,
    "members": ["Ada Example", "Ben Example"],
    "dates": [
        {
            "date_id": "0f4c3b2a1d5e46f798a7b6c5d4e3f201",
            "starts_at": "2026-02-12T14:00:00Z",
            "ends_at": "2026-02-12T15:00:00Z",
            "cancelled": False,
            "attended": True,
        }
    ],
}
_NOTE: Final[JsonDict] = {
    "note_id": "0a9b8c7d6e5f40312233445566778899",
    "author": "Ada Example",
    "own": True,
    "note": "We talked about how to say no.",
    "written_at": "2026-02-12T16:00:00Z",
}


class OwnDateView(BaseModel):
    """A date, and whether the caller was there."""

    date_id: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    attended: bool


class OwnCircleView(BaseModel):
    """A circle of the caller's, with the names of its members."""

    circle_id: str
    name: str
    place: str
    concluded: bool
    members: list[str]
    dates: list[OwnDateView]

    @classmethod
    def of(cls, read: ReadCircle, employee_id: str) -> Self:
        """Show a circle to a member."""
        circle = read.circle
        own = circle.member(employee_id).participant_id
        return cls(
            circle_id=circle.id,
            name=circle.name,
            place=circle.place,
            concluded=circle.concluded,
            members=sorted(read.names.values()),
            dates=[
                OwnDateView(
                    date_id=each.id,
                    starts_at=each.starts_at,
                    ends_at=each.ends_at,
                    cancelled=each.cancelled,
                    attended=own in each.attended,
                )
                for each in sorted(circle.dates, key=lambda date: date.starts_at)
            ],
        )


class OwnCirclesView(BaseModel):
    """The caller's circles, by name."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_CIRCLE]}]})

    items: list[OwnCircleView]


class NoteView(BaseModel):
    """A note; its text is null where its author has erased all private text."""

    shown_to: ClassVar = Visibility.CIRCLE

    note_id: str
    author: str
    own: bool
    note: str | None
    written_at: datetime

    @classmethod
    def of(cls, read: ReadNote, employee_id: str) -> Self:
        """Show a note to a member."""
        kept = read.kept
        return cls(
            note_id=kept.id,
            author=read.author,
            own=kept.employee_id == employee_id,
            note=read.note,
            written_at=kept.written_at,
        )


class NotesView(BaseModel):
    """The notes of a circle, the latest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_NOTE]}]})

    items: list[NoteView]


class NewNote(BaseModel):
    """A note to write."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"note": _NOTE["note"]}]})

    note: NoteText


class Attendance(BaseModel):
    """Whether the caller was there."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"attended": True}]})

    attended: bool


@router.get("", summary="The caller's circles")
async def list_own(programme_id: ProgrammeId, caller: Participant, read: Read) -> OwnCirclesView:
    """Return the circles whose member the caller is."""
    own = caller.require_employee()
    circles = await read.read(caller, programme_id, queries.list_own_circles, programme_id, own)
    return OwnCirclesView(items=[OwnCircleView.of(each, own) for each in circles])


@router.post("/{circle_id}/departure", status_code=204, summary="Leave a circle")
async def leave_circle(
    programme_id: ProgrammeId, circle_id: Identifier, caller: Participant, run: Run
) -> None:
    """Leave a circle; the caller's notes in it are deleted."""
    own = caller.require_employee()
    await run.command(caller, programme_id, commands.leave_circle, circle_id, own)


@router.post(
    "/{circle_id}/dates/{date_id}/attendance", status_code=204, summary="Record the caller's attendance"
)
async def state_attendance(
    programme_id: ProgrammeId,
    circle_id: Identifier,
    date_id: Identifier,
    stated: Attendance,
    caller: Participant,
    run: Run,
) -> None:
    """Record whether the caller attended; coordinators see how many members did, not who."""
    await run.command(
        caller,
        programme_id,
        commands.state_attendance,
        circle_id,
        date_id,
        caller.require_employee(),
        attended=stated.attended,
    )


@router.get("/{circle_id}/notes", summary="The notes of a circle")
async def list_notes(
    programme_id: ProgrammeId, circle_id: Identifier, caller: Participant, read: Read, keys: Keys
) -> NotesView:
    """Return the notes; only members read them, coordinators do not."""
    own = caller.require_employee()
    notes = await read.read(caller, programme_id, queries.list_notes, keys, circle_id, own)
    return NotesView(items=[NoteView.of(each, own) for each in notes])


@router.post("/{circle_id}/notes", status_code=204, summary="Write a note")
async def write_note(
    programme_id: ProgrammeId,
    circle_id: Identifier,
    new: NewNote,
    caller: Participant,
    run: Run,
    keys: Keys,
) -> None:
    """Write a note for the members, under its author's key; the same text again is the same note."""
    own = caller.require_employee()
    await run.command(caller, programme_id, commands.write_note, keys, circle_id, own, new.note)


@router.delete("/{circle_id}/notes/{note_id}", status_code=204, summary="Delete one of the caller's notes")
async def delete_note(
    programme_id: ProgrammeId, circle_id: Identifier, note_id: Identifier, caller: Participant, run: Run
) -> None:
    """Delete a note that the caller wrote."""
    own = caller.require_employee()
    await run.command(caller, programme_id, commands.delete_note, circle_id, note_id, own)
