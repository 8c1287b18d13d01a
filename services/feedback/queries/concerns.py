"""Concerns with their texts: one's own, and those of a handler."""

from datetime import datetime

from pydantic import BaseModel

from services.feedback.domain.concern import Concern
from services.feedback.domain.concern_message import Author, about_owner, message_owner
from services.feedback.domain.handler import Handler
from services.feedback.queries.handlers import (
    HandlerAccount,
    handlers_for,
    require_concern,
    visible_concerns,
)
from services.feedback.queries.latest import find_latest
from services.feedback.store import CONCERNS, HANDLERS, PROGRAMMES
from shared.encryption import MasterKeys
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, text_reader


class ReadMessage(BaseModel):
    """A message with its text; None where the text is erased."""

    author: Author
    text: str | None
    sent_at: datetime


class ReadConcern(BaseModel):
    """A concern with its texts; None where a text is erased."""

    concern: Concern
    about: str | None
    messages: list[ReadMessage]
    handler: Handler | None


async def readers(uow: UnitOfWork, employee_id: str) -> tuple[list[Handler], int]:
    """Return the handlers who may read what an employee reports, and the days they have to acknowledge it.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    return await handlers_for(uow, employee_id), programme.rules.concern_days


async def own_concern(uow: UnitOfWork, concern_id: str, employee_id: str) -> Concern:
    """Return a concern of this employee.

    Raises:
        NotFound: there is none, or it is somebody else's: the caller can't tell which.
    """
    concern = await uow.get(CONCERNS, concern_id)
    if concern is None or concern.employee_id != employee_id:
        raise NotFound(f"no such concern: {concern_id}")
    return concern


async def read_own_concern(
    uow: UnitOfWork, master_keys: MasterKeys, concern_id: str, employee_id: str
) -> ReadConcern:
    """Return a concern of this employee with its texts.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    [read] = await _read(uow, master_keys, [await own_concern(uow, concern_id, employee_id)])
    return read


async def list_own_concerns(
    uow: UnitOfWork, master_keys: MasterKeys, employee_id: str, page: PageRequest
) -> Found[ReadConcern]:
    """Return the caller's own reports with their texts, latest first."""
    own = {"employee_id": employee_id}
    concerns, total = await find_latest(uow, CONCERNS, own, page, by="reported_at")
    return await _read(uow, master_keys, concerns), total


async def list_concerns(uow: UnitOfWork, coordinator: HandlerAccount, page: PageRequest) -> Found[Concern]:
    """Return the concerns of a handler, and those they may take; latest first, to be shown without texts."""
    query = await visible_concerns(uow, coordinator)
    return await find_latest(uow, CONCERNS, query, page, by="reported_at")


async def read_concern(
    uow: UnitOfWork, master_keys: MasterKeys, concern_id: str, coordinator: HandlerAccount
) -> ReadConcern:
    """Return a concern of a handler, or one that they may take, with its texts.

    Raises:
        NotFound: this coordinator has no such concern.
    """
    [read] = await _read(uow, master_keys, [await require_concern(uow, concern_id, coordinator)])
    return read


async def _read(uow: UnitOfWork, master_keys: MasterKeys, concerns: list[Concern]) -> list[ReadConcern]:
    reader = await text_reader(uow, master_keys, (concern.employee_id for concern in concerns))
    return [
        ReadConcern(
            concern=concern,
            about=reader.read(concern.about, concern.employee_id, about_owner(concern.scope, concern.id)),
            messages=[
                ReadMessage(
                    author=message.author,
                    text=reader.read(
                        message.text, concern.employee_id, message_owner(concern.scope, concern.id, number)
                    ),
                    sent_at=message.sent_at,
                )
                for number, message in enumerate(concern.messages)
            ],
            handler=await uow.get(HANDLERS, concern.handler_id) if concern.handler_id else None,
        )
        for concern in concerns
    ]
