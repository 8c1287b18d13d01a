"""Sessions, for the two people and the coordinator."""

from functools import partial
from typing import Any

from fastapi import APIRouter

from services.scheduling.api.filters import Filtering, Zone
from services.scheduling.api.views import (
    Cancellation,
    FreeSlots,
    Move,
    Outcome,
    SessionView,
    TimeView,
    own_zone,
)
from services.scheduling.commands import sessions as commands
from services.scheduling.domain.sessions import Session
from services.scheduling.queries import sessions as queries
from shared.kernel import Identifier
from shared.runtime.caller import Caller, CallerRole
from shared.service import (
    Coordinator,
    CoordinatorOrParticipant,
    Page,
    Paging,
    Participant,
    Read,
    Run,
)

router = APIRouter(prefix="/programmes/{programme_id}", tags=["sessions"])


@router.get("/sessions", summary="List sessions")
async def list_sessions(
    programme_id: Identifier, caller: Coordinator, read: Read, filters: Filtering, page: Paging, zone: Zone
) -> Page[SessionView]:
    """List the programme's sessions by start, without those of the caller's own pairings and partners."""
    sessions = await read.read(caller, programme_id, queries.list_sessions, caller.employee_id, filters, page)
    return Page.of(sessions, partial(SessionView.of, employee_id=caller.employee_id, zone=zone))


@router.get("/me/sessions", summary="List the caller's own sessions")
async def my_sessions(
    programme_id: Identifier,
    caller: Participant,
    read: Read,
    filters: Filtering,
    page: Paging,
    zone: Zone,
) -> Page[SessionView]:
    """List the sessions of the caller, by start."""
    own_sessions = await read.read(
        caller, programme_id, queries.own_sessions, caller.require_employee(), filters, page
    )
    return Page.of(own_sessions, partial(SessionView.of, employee_id=caller.employee_id, zone=zone))


@router.get("/sessions/{session_id}", summary="One session")
async def get_session(
    programme_id: Identifier, session_id: Identifier, caller: CoordinatorOrParticipant, read: Read, zone: Zone
) -> SessionView:
    """Return a session."""
    session = await _find(read, caller, programme_id, session_id)
    return SessionView.of(session, employee_id=caller.employee_id, zone=zone)


@router.get(
    "/sessions/{session_id}/free-slots",
    summary="List free slots",
    responses={409: {"description": "One of the two has left the programme"}},
)
async def free_slots(
    programme_id: Identifier, session_id: Identifier, caller: Participant, read: Read, zone: Zone
) -> FreeSlots:
    """Return the next times to which the session can be moved."""
    session = await _find(read, caller, programme_id, session_id)
    slots = await read.read(caller, programme_id, queries.free_slots, session_id, caller.require_employee())
    clock = zone or own_zone(session, caller.employee_id)
    return FreeSlots(items=[TimeView.of(slot, clock) for slot in slots])


@router.post("/sessions/{session_id}/move", summary="Move a session")
async def move(
    programme_id: Identifier, session_id: Identifier, caller: Participant, run: Run, body: Move
) -> SessionView:
    """Move a session to a time when both are free, with the programme's notice."""
    return await _run(
        run,
        caller,
        programme_id,
        commands.move,
        session_id,
        body.starts_at,
        employee_id=caller.require_employee(),
    )


@router.post("/sessions/{session_id}/cancellation", summary="Cancel a session")
async def cancel(
    programme_id: Identifier,
    session_id: Identifier,
    caller: Participant,
    run: Run,
    body: Cancellation,
) -> SessionView:
    """Cancel a session; the rest of the series stays."""
    return await _run(
        run,
        caller,
        programme_id,
        commands.cancel,
        session_id,
        body.reason,
        employee_id=caller.require_employee(),
    )


@router.post("/sessions/{session_id}/outcome", summary="Report the outcome of a session")
async def report_outcome(
    programme_id: Identifier, session_id: Identifier, caller: Participant, run: Run, body: Outcome
) -> SessionView:
    """Report whether the session was held; the first report counts, and the partner never sees it."""
    return await _run(
        run,
        caller,
        programme_id,
        commands.report_outcome,
        session_id,
        held=body.held,
        absent=body.absent,
        employee_id=caller.require_employee(),
    )


async def _find(read: Read, caller: Caller, programme_id: str, session_id: str) -> Session:
    return await read.read(
        caller,
        programme_id,
        queries.find_session,
        session_id,
        caller.employee_id,
        coordinates=caller.may_coordinate(programme_id),
        attends=caller.has(CallerRole.PARTICIPANT),
    )


async def _run(
    run: Run, caller: Caller, programme_id: str, command: Any, *args: object, **kwargs: object
) -> SessionView:
    session: Session = await run.command(caller, programme_id, command, *args, **kwargs)
    return SessionView.of(session, employee_id=caller.employee_id)
