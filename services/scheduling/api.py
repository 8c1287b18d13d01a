"""HTTP: sessions for the two people, their assistants and the coordinator."""

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query

from services.scheduling import commands, queries
from services.scheduling.domain.hours import find_zone
from services.scheduling.domain.sessions import Session, SessionState
from services.scheduling.queries import Page, SessionFilter
from services.scheduling.views import (
    Cancellation,
    FreeSlots,
    Instant,
    Move,
    Outcome,
    SeriesList,
    SeriesView,
    SessionList,
    SessionView,
    SummaryView,
    TimeView,
    own_zone,
    show,
)
from shared.kernel import Identifier
from shared.runtime.auth import Caller, CallerRole, allow
from shared.service.commands import Read, Run
from shared.service.paging import Limit, Offset

router = APIRouter(prefix="/programmes/{programme_id}", tags=["sessions"])

Coordinator = Annotated[Caller, allow(CallerRole.COORDINATOR)]
Person = Annotated[Caller, allow(CallerRole.PARTICIPANT)]
CalendarUser = Annotated[Caller, allow(CallerRole.PARTICIPANT, CallerRole.DELEGATE)]
"""One of the two, or an assistant: a delegate's token carries the employee_id it acts for."""
Viewer = Annotated[Caller, allow(CallerRole.COORDINATOR, CallerRole.PARTICIPANT, CallerRole.DELEGATE)]


def _page(limit: Limit = 100, offset: Offset = 0) -> Page:
    return Page(limit=limit, offset=offset)


def _filter(
    state: SessionState | None = None,
    pairing_id: Identifier | None = None,
    since: Annotated[Instant | None, Query(alias="from", description="Starts at or after")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Starts before")] = None,
) -> SessionFilter:
    return SessionFilter(state=state, pairing_id=pairing_id, since=since, until=until)


def _zone(
    zone: Annotated[str | None, Query(description="Show local times on this clock", max_length=64)] = None,
) -> ZoneInfo | None:
    return find_zone(zone, field="zone") if zone is not None else None


Paging = Annotated[Page, Depends(_page)]
Filtering = Annotated[SessionFilter, Depends(_filter)]
Zone = Annotated[ZoneInfo | None, Depends(_zone)]


@router.get("/sessions")
async def list_sessions(
    programme_id: Identifier, caller: Coordinator, read: Read, wanted: Filtering, page: Paging, zone: Zone
) -> SessionList:
    """List the programme's sessions by start, except those of the caller's own pairings and partners."""
    found = await read.read(caller, programme_id, queries.list_sessions, caller.employee_id, wanted, page)
    return _list(found, caller, zone)


@router.get("/series")
async def list_series(
    programme_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
    unplaced: Annotated[bool, Query(description="Only those that lack sessions, and have not ended")] = False,  # noqa: FBT002 (a query flag)
) -> SeriesList:
    """The series of the programme's pairings, and in which periods there was no time for a session."""
    found, total = await read.read(
        caller, programme_id, queries.list_series, caller.employee_id, unplaced=unplaced, page=page
    )
    return SeriesList(items=[SeriesView.of(series) for series in found], total=total)


@router.get("/me/sessions")
async def my_sessions(
    programme_id: Identifier, caller: CalendarUser, read: Read, wanted: Filtering, page: Paging, zone: Zone
) -> SessionList:
    """The caller's own sessions, or those of the person an assistant acts for, by start."""
    found = await read.read(
        caller, programme_id, queries.own_sessions, caller.require_employee(), wanted, page
    )
    return _list(found, caller, zone)


@router.get("/sessions/{session_id}")
async def get_session(
    programme_id: Identifier, session_id: Identifier, caller: Viewer, read: Read, zone: Zone
) -> SessionView:
    """One session."""
    session = await _find(read, caller, programme_id, session_id)
    return show(session, employee_id=caller.employee_id, zone=zone)


@router.get("/sessions/{session_id}/free-slots")
async def free_slots(
    programme_id: Identifier, session_id: Identifier, caller: CalendarUser, read: Read, zone: Zone
) -> FreeSlots:
    """The next times a session could be moved to."""
    session = await _find(read, caller, programme_id, session_id)
    slots = await read.read(caller, programme_id, queries.free_slots, session_id, caller.employee_id)
    clock = zone or own_zone(session, caller.employee_id)
    return FreeSlots(items=[TimeView.of(slot, clock) for slot in slots])


@router.post("/sessions/{session_id}/move")
async def move(
    programme_id: Identifier, session_id: Identifier, caller: CalendarUser, run: Run, body: Move
) -> SessionView:
    """Give a session another time, which must suit both and respect the programme's notice."""
    return await _run(
        run, caller, programme_id, commands.move, session_id, body.starts_at, employee_id=caller.employee_id
    )


@router.post("/sessions/{session_id}/cancellation")
async def cancel(
    programme_id: Identifier, session_id: Identifier, caller: CalendarUser, run: Run, body: Cancellation
) -> SessionView:
    """Call a session off; the series goes on."""
    return await _run(
        run, caller, programme_id, commands.cancel, session_id, body.reason, employee_id=caller.employee_id
    )


@router.post("/sessions/{session_id}/outcome")
async def report_outcome(
    programme_id: Identifier, session_id: Identifier, caller: Person, run: Run, body: Outcome
) -> SessionView:
    """Say how a session went; the first report stands."""
    return await _run(
        run,
        caller,
        programme_id,
        commands.report_outcome,
        session_id,
        held=body.held,
        absent=body.absent,
        employee_id=caller.employee_id,
    )


@router.get("/summary")
async def summary(programme_id: Identifier, caller: Coordinator, read: Read) -> SummaryView:
    """The programme's sessions in figures."""
    return SummaryView.of(await read.read(caller, programme_id, queries.summarise, caller.employee_id))


async def _find(read: Read, caller: Caller, programme_id: str, session_id: str) -> Session:
    return await read.read(
        caller,
        programme_id,
        queries.find_session,
        session_id,
        caller.employee_id,
        coordinates=caller.may_coordinate(programme_id),
        attends=caller.has(CallerRole.PARTICIPANT, CallerRole.DELEGATE),
    )


async def _run(
    run: Run, caller: Caller, programme_id: str, command: Any, *args: object, **kwargs: object
) -> SessionView:
    session: Session = await run.command(caller, programme_id, command, *args, **kwargs)
    return show(session, employee_id=caller.employee_id)


def _list(found: tuple[list[Session], int], caller: Caller, zone: ZoneInfo | None) -> SessionList:
    sessions, total = found
    items = [show(session, employee_id=caller.employee_id, zone=zone) for session in sessions]
    return SessionList(items=items, total=total)
