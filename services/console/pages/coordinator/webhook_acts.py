"""Acts on a webhook: pause, resume, try out, send again, replace the secret, delete."""

import uuid
from datetime import UTC, date, datetime, time
from typing import Annotated, Literal

from fastapi import Form, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console.clients.services import NOTIFICATION
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import render
from services.console.pages.coordinator.rounds import Key
from services.console.pages.coordinator.webhook_forms import secret_page
from services.console.pages.coordinator.webhook_page import WebhookId, make_webhook_router, send, webhook_of
from services.console.pages.coordinator.webhooks import webhook_page
from shared.kernel import Identifier
from shared.runtime.caller import Caller
from shared.service import Coordinator

router = make_webhook_router()

Step = Literal["rotation", "deletion"]
Act = Literal["pause", "resumption", "test"]


@router.get("/{webhook_id}/check/{step}")
async def check(request: Request, webhook_id: WebhookId, step: Step, caller: Coordinator) -> HTMLResponse:
    """Say what a new secret or the deletion brings, before it is done."""
    webhook = await webhook_of(request, webhook_id)
    return render(request, "webhook_check.html", caller, webhook=webhook, step=step, key=uuid.uuid4().hex)


@router.post("/{webhook_id}/check/{step}", response_model=None)
async def do_checked(
    request: Request, webhook_id: WebhookId, step: Step, caller: Coordinator, key: Key
) -> Response:
    """Replace the secret and show the new one, or delete the webhook."""
    webhook = await webhook_of(request, webhook_id)
    if step == "rotation":
        answer = await send(request, f"/webhooks/{webhook_id}/rotation", key=key)
        if not answer.problem:
            return secret_page(request, caller, answer, webhook.name)
    else:
        answer = await clients_of(request).command(
            NOTIFICATION, f"/webhooks/{webhook_id}", token_of(request), {}, key=key, method="DELETE"
        )
        if not answer.problem:
            return RedirectResponse("/webhooks?said=webhook-deleted", 303)
    return await webhook_page(request, caller, webhook_id, after=answer)


@router.post("/{webhook_id}/replay", response_model=None)
async def replay(
    request: Request, webhook_id: WebhookId, caller: Coordinator, since: Annotated[date, Form()]
) -> Response:
    """Send the events again from the beginning of a day in UTC."""
    begin = datetime.combine(since, time(), tzinfo=UTC)
    return await _after(request, caller, webhook_id, "replay", "replay", {"since": begin.isoformat()})


@router.post("/{webhook_id}/deliveries/{delivery_id}/retry", response_model=None)
async def retry(
    request: Request, webhook_id: WebhookId, delivery_id: Annotated[Identifier, Path()], caller: Coordinator
) -> Response:
    """Try one delivery now."""
    return await _after(request, caller, webhook_id, f"deliveries/{delivery_id}/retry", "retry")


@router.post("/{webhook_id}/{act}", response_model=None)
async def do_act(request: Request, webhook_id: WebhookId, act: Act, caller: Coordinator) -> Response:
    """Pause or resume the webhook, or send a test event."""
    return await _after(request, caller, webhook_id, act, act)


async def _after(
    request: Request,
    caller: Caller,
    webhook_id: str,
    path: str,
    said: str,
    body: dict[str, object] | None = None,
) -> Response:
    answer = await send(request, f"/webhooks/{webhook_id}/{path}", body)
    if answer.problem:
        return await webhook_page(request, caller, webhook_id, after=answer)
    return RedirectResponse(f"/webhooks/{webhook_id}?said={said}", 303)
