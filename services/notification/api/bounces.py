"""Notifications of the mail relay that a message did not reach its address."""

import asyncio
from typing import Any, Final

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from services.notification.commands.bounces import note_bounce
from services.notification.mails.bounce import MOST_BYTES, read_bounce
from services.notification.queries.bounces import programme_of
from shared.service import MailRelay, Read, Run, large_body, received_file

router = APIRouter(tags=["bounces"])

_IN_OPENAPI: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "message/rfc822": {"schema": {"type": "string"}, "example": "Subject: Undelivered\r\n\r\n"}
        },
    }
}


class BounceView(BaseModel):
    """Whether something was noted; the relay need not act on it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"noted": True}]})

    noted: bool


@router.post(
    "/bounces",
    summary="Record a bounce",
    openapi_extra=_IN_OPENAPI,
    dependencies=[large_body("message/rfc822")],
)
async def post_bounce(caller: MailRelay, request: Request, read: Read, run: Run) -> BounceView:
    """Take a mail that the relay got at the sender's address.

    If it is a delivery status notification (RFC 3464), and says that a message of the organisation failed
    for good, its reader gets nothing more at that address. Anything else changes nothing, and is no error.
    A relay that is refused with 429 keeps the mail and tries again after the seconds in `Retry-After`.
    """
    async with received_file(request, MOST_BYTES) as file:
        bounce = await asyncio.to_thread(lambda: read_bounce(file.read()))
    if bounce is None or bounce.tenant != caller.tenant:
        return BounceView(noted=False)
    programme = await read.read(caller, None, programme_of, bounce.delivery_id)
    if programme is None:
        return BounceView(noted=False)
    return BounceView(noted=await run.command(caller, programme, note_bounce, bounce.delivery_id))
