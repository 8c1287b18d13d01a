"""Orders for mails with a link to sign in, signed by the console."""

from typing import Annotated

import jwt
from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, ConfigDict, StringConstraints

from services.notification.commands.sign_in_orders import SIGNAL, SignInOrders
from shared.runtime.auth import open_to_all
from shared.runtime.jwks import Keys, KeysUnavailable
from shared.runtime.sign_in import read_order

router = APIRouter(tags=["sign-in mails"])


class OrderInput(BaseModel):
    """A signed order."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"order": "a.b.c"}]})

    order: Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class OrderView(BaseModel):
    """An order that was taken; nothing in it depends on whether the address is known."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"taken": True}]})

    taken: bool = True


@router.post(
    "/sign-in-mails",
    dependencies=[open_to_all("the order is signed by the console")],
    status_code=202,
    responses={
        403: {"description": "The order is not signed by the console"},
        404: {"description": "Sign-in by mail is not enabled"},
    },
    summary="Request a sign-in mail",
)
async def order_mail(wanted: OrderInput, request: Request) -> OrderView:
    """Accept an order; the address is looked up, and the mail sent, after this response."""
    keys: Keys | None = request.app.state.mail_keys
    if keys is None:
        raise HTTPException(404, "Sign-in by mail is not enabled")
    try:
        order = await read_order(wanted.order, keys)
    except KeysUnavailable as error:
        raise HTTPException(503, "The order can't be checked right now", {"Retry-After": "5"}) from error
    except jwt.PyJWTError as error:
        raise HTTPException(403, "The order is not valid") from error
    await SignInOrders(request.app.state.database).keep(order)
    request.app.state.transactions.signal(SIGNAL).set()
    return OrderView()
