"""Concerns of the caller."""

from fastapi import APIRouter

from services.feedback.api.concern_views import (
    ConcernReport,
    HandlerView,
    MessageText,
    OwnConcernView,
    ReadersView,
)
from services.feedback.commands import concerns as commands
from services.feedback.queries import concerns as queries
from shared.kernel import Identifier
from shared.service import Keys, Page, Paging, Participant, Read, Run

router = APIRouter(prefix="/programmes/{programme_id}", tags=["concerns"])


@router.get("/me/concern-readers", summary="Show who would read a concern of the caller")
async def get_readers(programme_id: Identifier, caller: Participant, read: Read) -> ReadersView:
    """Return the handlers outside the caller's pairings and the reporting lines of their partners."""
    handlers, days = await read.read(caller, programme_id, queries.readers, caller.require_employee())
    return ReadersView(
        handlers=[HandlerView.of(handler) for handler in handlers], acknowledged_within_days=days
    )


@router.post("/concerns", status_code=201, summary="Report a concern")
async def report_concern(
    programme_id: Identifier, body: ConcernReport, caller: Participant, run: Run, read: Read, keys: Keys
) -> OwnConcernView:
    """Report a concern to one handler; the partner never sees it.

    If nobody acknowledges it in time, it goes to a sponsor, then to another one.
    """
    employee_id = caller.require_employee()
    concern = await run.command(
        caller,
        programme_id,
        commands.report_concern,
        keys,
        employee_id,
        body.about,
        pairing_id=body.pairing_id,
        named=body.named,
        handler_id=body.handler_id,
    )
    return OwnConcernView.of(
        await read.read(caller, programme_id, queries.read_own_concern, keys, concern.id, employee_id)
    )


@router.get("/me/concerns", summary="List the caller's own concerns")
async def list_own_concerns(
    programme_id: Identifier, caller: Participant, read: Read, keys: Keys, page: Paging
) -> Page[OwnConcernView]:
    """List the caller's concerns with their messages, the latest first."""
    own_concerns = await read.read(
        caller, programme_id, queries.list_own_concerns, keys, caller.require_employee(), page
    )
    return Page.of(own_concerns, OwnConcernView.of)


@router.get("/me/concerns/{concern_id}", summary="Show a concern of the caller")
async def get_own_concern(
    programme_id: Identifier, concern_id: Identifier, caller: Participant, read: Read, keys: Keys
) -> OwnConcernView:
    """Return one of the caller's concerns with its messages."""
    return OwnConcernView.of(
        await read.read(
            caller, programme_id, queries.read_own_concern, keys, concern_id, caller.require_employee()
        )
    )


@router.post("/me/concerns/{concern_id}/messages", status_code=201, summary="Write to the handler")
async def answer_handler(
    programme_id: Identifier,
    concern_id: Identifier,
    body: MessageText,
    caller: Participant,
    run: Run,
    read: Read,
    keys: Keys,
) -> OwnConcernView:
    """Write to the handler of one's concern, who knows the reporter by a number if they wish so."""
    employee_id = caller.require_employee()
    await run.command(caller, programme_id, commands.answer_handler, keys, concern_id, employee_id, body.text)
    return OwnConcernView.of(
        await read.read(caller, programme_id, queries.read_own_concern, keys, concern_id, employee_id)
    )


@router.post("/me/concerns/{concern_id}/withdrawal", summary="Withdraw a concern")
async def withdraw_concern(
    programme_id: Identifier,
    concern_id: Identifier,
    caller: Participant,
    run: Run,
    read: Read,
    keys: Keys,
) -> OwnConcernView:
    """Withdraw a concern, which its handler can no longer read; a repetition changes nothing."""
    employee_id = caller.require_employee()
    await run.command(caller, programme_id, commands.withdraw_concern, concern_id, employee_id)
    return OwnConcernView.of(
        await read.read(caller, programme_id, queries.read_own_concern, keys, concern_id, employee_id)
    )
