"""The parts that all pages of webhooks share: for coordinators of all programmes."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Request

from services.console.clients.notification import Webhook
from services.console.clients.services import NOTIFICATION, Answer
from services.console.pages.common.fetch import fetch
from services.console.pages.common.reader import voice_of
from services.console.pages.common.refusals import refusal_of
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.coordinator.page_context import require_all_programmes
from shared.kernel import Identifier

FINE: Final = Answer(200)


def make_webhook_router() -> APIRouter:
    """Return a router for pages of webhooks."""
    return APIRouter(
        prefix="/webhooks", include_in_schema=False, dependencies=[Depends(require_all_programmes)]
    )


WebhookId = Annotated[Identifier, Path()]


async def webhook_of(request: Request, webhook_id: str) -> Webhook:
    """Fetch a webhook."""
    return await fetch(request, NOTIFICATION, Webhook, f"/webhooks/{webhook_id}")


async def send(request: Request, path: str, body: dict[str, object] | None = None, key: str = "") -> Answer:
    """Send a command about webhooks."""
    return await clients_of(request).command(NOTIFICATION, path, token_of(request), body or {}, key=key)


def problem_of(request: Request, answer: Answer) -> str:
    """Why a command was refused, in the reader's language; empty where it was not."""
    return refusal_of(voice_of(request), answer)
