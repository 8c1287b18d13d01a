"""The times of an executive's sessions, for their delegate, who signs in as themselves."""

from typing import Self
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import ConfigDict

from services.scheduling.api.views import EXAMPLE_TIME, FreeSlots, Move, TimeFields, TimeView
from services.scheduling.commands import delegations as commands
from services.scheduling.domain.sessions import Session
from services.scheduling.queries import delegations as queries
from shared.kernel import Identifier
from shared.service import Page, Paging, Participant, Read, Run

router = APIRouter(
    prefix="/programmes/{programme_id}/delegations/{participant_id}/sessions", tags=["sessions"]
)


class SessionTime(TimeFields):
    """A session of an executive, on the executive's clock: when it is, and nothing else."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"id": "5f0c2f6a1f0d5c0f9a3f6b1c2d3e4f50", **EXAMPLE_TIME}}
    )

    id: str

    @classmethod
    def of(cls, session: Session, zone: ZoneInfo) -> Self:
        """Return the time of a session."""
        return cls(id=session.id, **TimeView.of(session.slot, zone).model_dump())


@router.get("", summary="List the times of an executive's sessions")
async def list_sessions(
    programme_id: Identifier, participant_id: Identifier, caller: Participant, read: Read, page: Paging
) -> Page[SessionTime]:
    """List the sessions that are not over of the executive whose delegate the caller is, by start."""
    times = await read.read(
        caller, programme_id, queries.list_sessions, participant_id, caller.require_employee(), page
    )
    return Page.of(times.sessions, lambda session: SessionTime.of(session, times.zone))


@router.get(
    "/{session_id}/free-slots",
    summary="List free slots for an executive's session",
    responses={409: {"description": "One of the two has left the programme"}},
)
async def free_slots(
    programme_id: Identifier,
    participant_id: Identifier,
    session_id: Identifier,
    caller: Participant,
    read: Read,
) -> FreeSlots:
    """Return the next times to which the session can be moved."""
    slots, zone = await read.read(
        caller, programme_id, queries.list_slots, session_id, participant_id, caller.require_employee()
    )
    return FreeSlots(items=[TimeView.of(slot, zone) for slot in slots])


@router.post("/{session_id}/move", summary="Move an executive's session")
async def move(
    programme_id: Identifier,
    participant_id: Identifier,
    session_id: Identifier,
    caller: Participant,
    run: Run,
    body: Move,
) -> SessionTime:
    """Move a session to a time when both are free, with the programme's notice, in the caller's own name."""
    moved, zone = await run.command(
        caller,
        programme_id,
        commands.move,
        session_id,
        body.starts_at,
        participant_id=participant_id,
        delegate_id=caller.require_employee(),
    )
    return SessionTime.of(moved, zone)
