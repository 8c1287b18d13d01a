"""The organisation's webhooks, and each one with its deliveries."""

from typing import Annotated, Any, Final, Literal

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from services.console.clients.notification import WebhookDeliveries, Webhooks
from services.console.clients.services import NOTIFICATION, Answer
from services.console.pages.common.fetch import fetch
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import PageNumber, render
from services.console.pages.coordinator.page_context import window
from services.console.pages.coordinator.webhook_page import (
    FINE,
    WebhookId,
    make_webhook_router,
    problem_of,
    webhook_of,
)
from services.console.wording import webhooks as words
from shared.runtime.caller import Caller
from shared.service import Coordinator

router = make_webhook_router()

_SAID: Final = ("saved", "pause", "resumption", "test", "retry", "replay")
State = Literal["", "planned", "failed", "delivered", "given-up"]


@router.get("")
async def list_webhooks(
    request: Request, caller: Coordinator, page: PageNumber = 1, said: Literal["", "webhook-deleted"] = ""
) -> HTMLResponse:
    """Show one page of the organisation's webhooks."""
    webhooks = await fetch(request, NOTIFICATION, Webhooks, "/webhooks", window(page))
    return render(request, "webhooks.html", caller, notice=said, page=webhooks.on_page(page), words=words)


@router.get("/{webhook_id}")
async def show_webhook(
    request: Request,
    webhook_id: WebhookId,
    caller: Coordinator,
    page: PageNumber = 1,
    state: State = "",
    said: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Show a webhook and one page of its deliveries."""
    notice = f"webhook-{said}" if said in _SAID else ""
    return await webhook_page(request, caller, webhook_id, page=page, state=state, notice=notice)


async def webhook_page(
    request: Request,
    caller: Caller,
    webhook_id: str,
    *,
    page: int = 1,
    state: str = "",
    notice: str = "",
    after: Answer = FINE,
) -> HTMLResponse:
    """Show a webhook, perhaps after a command that was refused."""
    query: dict[str, Any] = window(page) | ({"state": state} if state else {})
    deliveries = await fetch(
        request, NOTIFICATION, WebhookDeliveries, f"/webhooks/{webhook_id}/deliveries", query
    )
    return render(
        request,
        "webhook.html",
        caller,
        status=after.status,
        problem=problem_of(request, after),
        notice=notice,
        webhook=await webhook_of(request, webhook_id),
        names=await clients_of(request).programme_names(token_of(request)),
        page=deliveries.on_page(page),
        state=state,
        words=words,
    )
