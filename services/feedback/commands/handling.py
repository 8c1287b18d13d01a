"""Commands of handlers on concerns."""

import secrets
from typing import Final

from services.feedback.commands.assignment import assign_to, hand_on, notify_reporter, stop_waiting
from services.feedback.domain.concern import OPEN, Concern, ConcernOutcome
from services.feedback.domain.concern_message import Author, message_owner
from services.feedback.domain.handler import MOST_HANDLERS, Handler, Opening
from services.feedback.queries.handlers import (
    HandlerAccount,
    handler_id_of,
    list_handlers,
    require_assigned,
    require_concern,
)
from services.feedback.store import CONCERNS, HANDLERS, OPENINGS, PROGRAMMES
from shared.encryption import MasterKeys
from shared.kernel import Conflict
from shared.messaging import UnitOfWork
from shared.service import seal, text_key

_ID_BYTES: Final = 16


async def become_handler(uow: UnitOfWork, coordinator: HandlerAccount, name: str) -> Handler:
    """Handle concerns of the programme from now on, under a name that reporters are shown.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
        Conflict: there are as many handlers as there may be.
    """
    handlers = await list_handlers(uow)
    id_ = handler_id_of(uow, coordinator)
    before = next((handler for handler in handlers if handler.id == id_), None)
    if before is None and len(handlers) >= MOST_HANDLERS:
        raise Conflict(
            "a programme has {most} handlers at most", code="too-many-handlers", most=MOST_HANDLERS
        )
    handler = Handler(
        id=id_,
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        employee_id=coordinator.employee_id,
        name=name,
        since=before.since if before else uow.now,
    )
    return uow.save(HANDLERS, handler)


async def stop_handling(uow: UnitOfWork, coordinator: HandlerAccount) -> None:
    """Handle concerns no more; open ones go to others.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    id_ = handler_id_of(uow, coordinator)
    open_concerns = await uow.find(CONCERNS, {"handler_id": id_, "concern_state": {"$in": sorted(OPEN)}})
    for concern in open_concerns:
        await hand_on(uow, concern)
    handler = await uow.get(HANDLERS, id_)
    if handler:
        uow.delete(HANDLERS, handler)


async def take_concern(uow: UnitOfWork, concern_id: str, coordinator: HandlerAccount) -> Concern:
    """Take a concern that is assigned to nobody; for a handler of the programme.

    Raises:
        NotFound: this coordinator may take no such concern.
        Conflict: the coordinator does not handle concerns.
    """
    concern = await require_concern(uow, concern_id, coordinator)
    handler = await uow.get(HANDLERS, handler_id_of(uow, coordinator))
    if handler is None:
        raise Conflict("you do not handle concerns of this programme", code="not-a-handler")
    return concern if concern.handler_id else await assign_to(uow, concern, handler)


async def open_concern(uow: UnitOfWork, concern_id: str, coordinator: HandlerAccount) -> Concern:
    """Record that a coordinator opens a concern, which shows them its text.

    Raises:
        NotFound: this coordinator has no such concern.
    """
    concern = await require_concern(uow, concern_id, coordinator)
    opening = Opening(
        id=secrets.token_hex(_ID_BYTES),
        tenant=concern.tenant,
        programme=concern.programme,
        concern_id=concern.id,
        handler_id=concern.handler_id or handler_id_of(uow, coordinator),
        account=coordinator.account,
        opened_at=uow.now,
    )
    uow.save(OPENINGS, opening)
    return concern


async def acknowledge_concern(uow: UnitOfWork, concern_id: str, coordinator: HandlerAccount) -> Concern:
    """Take a concern on; its reporter sees it.

    Raises:
        NotFound: this coordinator handles no such concern.
        Conflict: it is closed.
    """
    concern = await require_assigned(uow, concern_id, coordinator)
    stop_waiting(uow, concern)
    return uow.save(CONCERNS, concern.acknowledge(now=uow.now))


async def answer_reporter(
    uow: UnitOfWork, master_keys: MasterKeys, concern_id: str, coordinator: HandlerAccount, text: str
) -> Concern:
    """Write to the reporter, who gets a mail that says only that there is an answer.

    Raises:
        NotFound: this coordinator handles no such concern.
        Conflict: it is closed, or has as many messages as it may have.
    """
    concern = await require_assigned(uow, concern_id, coordinator)
    key = await text_key(uow, master_keys, concern.employee_id)
    sealed = seal(key, text, message_owner(uow.scope, concern_id, len(concern.messages)))
    stop_waiting(uow, concern)
    answered = uow.save(CONCERNS, concern.add_message(Author.HANDLER, sealed, now=uow.now))
    await notify_reporter(uow, answered)
    return answered


async def close_concern(
    uow: UnitOfWork, concern_id: str, coordinator: HandlerAccount, outcome: ConcernOutcome
) -> Concern:
    """Close a concern with what came of it.

    Raises:
        NotFound: this coordinator handles no such concern.
        Conflict: it was closed with another outcome.
    """
    concern = await require_assigned(uow, concern_id, coordinator)
    if concern.outcome is outcome:
        return concern
    stop_waiting(uow, concern)
    closed = uow.save(CONCERNS, concern.close(outcome, now=uow.now))
    await notify_reporter(uow, closed)
    return closed


async def pass_on(uow: UnitOfWork, concern_id: str, coordinator: HandlerAccount) -> None:
    """Assign a concern to another handler; the caller can no longer read it.

    Raises:
        NotFound: this coordinator handles no such concern.
        Conflict: it is closed.
    """
    concern = await require_assigned(uow, concern_id, coordinator)
    if not concern.is_open:
        raise Conflict("the concern is {state}", code="concern-state", state=concern.concern_state)
    await hand_on(uow, concern)
