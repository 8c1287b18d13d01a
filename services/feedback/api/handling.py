"""Concerns for those who handle them."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.feedback.api.concern_views import (
    ConcernClosing,
    ConcernRowView,
    HandlerView,
    Handling,
    HandlingView,
    MessageText,
    OpenedConcernView,
)
from services.feedback.commands import handling as commands
from services.feedback.queries import concerns as queries
from services.feedback.queries import handlers as handler_queries
from services.feedback.queries.handlers import HandlerAccount
from shared.kernel import Identifier
from shared.runtime.caller import Caller
from shared.service import Coordinator, CoordinatorOrParticipant, Keys, Page, Paging, Read, Run

router = APIRouter(prefix="/programmes/{programme_id}", tags=["concerns"])


def _account_of(caller: Caller, programme_id: str) -> HandlerAccount:
    return HandlerAccount(
        account=caller.sub,
        employee_id=caller.employee_id,
        coordinates=caller.may_coordinate(programme_id),
        whole_organisation=caller.all_programmes,
    )


async def _coordinator(caller: Coordinator, programme_id: Identifier) -> HandlerAccount:
    return _account_of(caller, programme_id)


async def _reader(caller: CoordinatorOrParticipant, programme_id: Identifier) -> HandlerAccount:
    return _account_of(caller, programme_id)


Account = Annotated[HandlerAccount, Depends(_coordinator)]
Reader = Annotated[HandlerAccount, Depends(_reader)]
"""A coordinator or a sponsor: sponsors need not take part, and sign in as any employee does."""


@router.get("/concern-handlers", summary="List the handlers of concerns")
async def list_handlers(programme_id: Identifier, caller: Coordinator, read: Read) -> list[HandlerView]:
    """List the coordinators who handle concerns of the programme; 20 at most."""
    handlers = await read.read(caller, programme_id, handler_queries.list_handlers)
    return [HandlerView.of(handler) for handler in handlers]


@router.get("/me/concern-handling", summary="Show whether the caller handles concerns")
async def get_handling(
    programme_id: Identifier, caller: Coordinator, account: Account, read: Read
) -> HandlingView:
    """Return the name under which reporters see the caller, if the caller handles concerns."""
    handler = await read.read(caller, programme_id, handler_queries.own_handling, account)
    return HandlingView(name=handler.name if handler else None)


@router.put("/me/concern-handling", summary="Start to handle concerns")
async def become_handler(
    programme_id: Identifier, body: Handling, caller: Coordinator, account: Account, run: Run
) -> HandlerView:
    """Handle concerns of the programme from now on, as far as no relation stands against it."""
    return HandlerView.of(
        await run.command(caller, programme_id, commands.become_handler, account, body.name)
    )


@router.delete("/me/concern-handling", status_code=204, summary="Stop handling concerns")
async def stop_handling(programme_id: Identifier, caller: Coordinator, account: Account, run: Run) -> None:
    """Stop handling concerns; the caller's open ones go to others. A repetition changes nothing."""
    await run.command(caller, programme_id, commands.stop_handling, account)


@router.get("/concerns", summary="List concerns")
async def list_concerns(
    programme_id: Identifier, caller: CoordinatorOrParticipant, account: Reader, read: Read, page: Paging
) -> Page[ConcernRowView]:
    """List the concerns that the caller handles, without texts and names, latest first.

    A sponsor handles those that no coordinator has acknowledged in time. Coordinators of all programmes also
    see those that are assigned to nobody, as far as relations allow.
    """
    concerns = await read.read(caller, programme_id, queries.list_concerns, account, page)
    return Page.of(concerns, ConcernRowView.of)


@router.post("/concerns/{concern_id}/opening", summary="Open a concern")
async def open_concern(
    programme_id: Identifier,
    concern_id: Identifier,
    caller: CoordinatorOrParticipant,
    account: Reader,
    run: Run,
    read: Read,
    keys: Keys,
) -> OpenedConcernView:
    """Show the text and the messages of a concern; it is recorded who opened it, and when."""
    await run.command(caller, programme_id, commands.open_concern, concern_id, account)
    return await _opened(programme_id, concern_id, caller, account, read, keys)


@router.post("/concerns/{concern_id}/taking", summary="Assign a concern to the caller")
async def take_concern(
    programme_id: Identifier, concern_id: Identifier, caller: Coordinator, account: Account, run: Run
) -> ConcernRowView:
    """Become the handler of a concern that is assigned to nobody; a repetition changes nothing."""
    return ConcernRowView.of(
        await run.command(caller, programme_id, commands.take_concern, concern_id, account)
    )


@router.post("/concerns/{concern_id}/acknowledgement", summary="Acknowledge a concern")
async def acknowledge_concern(
    programme_id: Identifier,
    concern_id: Identifier,
    caller: CoordinatorOrParticipant,
    account: Reader,
    run: Run,
) -> ConcernRowView:
    """Show the reporter that the handler takes the concern on; a repetition changes nothing."""
    return ConcernRowView.of(
        await run.command(caller, programme_id, commands.acknowledge_concern, concern_id, account)
    )


@router.post("/concerns/{concern_id}/messages", status_code=201, summary="Write to the reporter")
async def answer_reporter(
    programme_id: Identifier,
    concern_id: Identifier,
    body: MessageText,
    caller: CoordinatorOrParticipant,
    account: Reader,
    run: Run,
    read: Read,
    keys: Keys,
) -> OpenedConcernView:
    """Write to the reporter, which acknowledges the concern; they get a mail without any of it."""
    await run.command(caller, programme_id, commands.answer_reporter, keys, concern_id, account, body.text)
    return await _opened(programme_id, concern_id, caller, account, read, keys)


@router.post("/concerns/{concern_id}/closing", summary="Close a concern")
async def close_concern(
    programme_id: Identifier,
    concern_id: Identifier,
    body: ConcernClosing,
    caller: CoordinatorOrParticipant,
    account: Reader,
    run: Run,
) -> ConcernRowView:
    """Close a concern with its outcome, which the reporter sees; a repetition changes nothing."""
    return ConcernRowView.of(
        await run.command(caller, programme_id, commands.close_concern, concern_id, account, body.outcome)
    )


@router.post("/concerns/{concern_id}/passing-on", status_code=204, summary="Reassign a concern")
async def pass_on(
    programme_id: Identifier,
    concern_id: Identifier,
    caller: CoordinatorOrParticipant,
    account: Reader,
    run: Run,
) -> None:
    """Assign a concern to another handler; the caller can no longer read it."""
    await run.command(caller, programme_id, commands.pass_on, concern_id, account)


async def _opened(
    programme_id: str,
    concern_id: str,
    caller: Caller,
    account: HandlerAccount,
    read: Read,
    keys: Keys,
) -> OpenedConcernView:
    concern = await read.read(caller, programme_id, queries.read_concern, keys, concern_id, account)
    return OpenedConcernView.of_read(concern)
