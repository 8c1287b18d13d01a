"""Make and change a webhook; its secret is shown once."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Final, Self

from fastapi import Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import StringConstraints

from services.console.clients.notification import Webhook
from services.console.clients.services import NOTIFICATION, Answer
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import render
from services.console.pages.coordinator.rounds import Key
from services.console.pages.coordinator.webhook_page import (
    FINE,
    WebhookId,
    make_webhook_router,
    problem_of,
    send,
    webhook_of,
)
from services.console.wording import webhooks as words
from shared.locale import translatable
from shared.runtime.caller import Caller
from shared.service import Coordinator

router = make_webhook_router()

FAULTS: Final = {
    "name": translatable("A name has 1 to 80 characters."),
    "url": translatable("The address begins with https:// and leads to a public host."),
    "event_types": translatable("Choose at least one event."),
    "programmes": translatable("Short names have letters, digits and hyphens only."),
}
"""The fault of a field of the form, in words."""
Text = Annotated[str, Form(max_length=2000)]
Events = Annotated[tuple[Annotated[str, StringConstraints(max_length=100)], ...], Form(max_length=50)]


@dataclass(frozen=True)
class WebhookForm:
    """The form as it was filled in."""

    name: Text = ""
    url: Text = ""
    programmes: Text = ""
    events: Events = ()

    @classmethod
    def of(cls, saved: Webhook) -> Self:
        """Return the form of a webhook as it is."""
        return cls(saved.name, saved.url, ", ".join(saved.programmes), tuple(saved.event_types))

    @property
    def body(self) -> dict[str, Any]:
        """The webhook as notification takes it."""
        programmes = [name.strip() for name in self.programmes.split(",") if name.strip()]
        return {
            "name": self.name.strip(),
            "url": self.url.strip(),
            "event_types": list(self.events),
            "programmes": programmes,
        }


Filled = Annotated[WebhookForm, Depends()]


@router.get("/new")
async def new_webhook(request: Request, caller: Coordinator) -> HTMLResponse:
    """Ask where the webhook leads, and which events it gets."""
    return _form(request, caller, WebhookForm())


@router.post("/new")
async def create_webhook(request: Request, caller: Coordinator, key: Key, typed: Filled) -> HTMLResponse:
    """Create the webhook and show its secret."""
    answer = await send(request, "/webhooks", typed.body, key)
    if answer.problem:
        return _form(request, caller, typed, after=answer)
    return secret_page(request, caller, answer, typed.name)


@router.get("/{webhook_id}/change")
async def edit_webhook(request: Request, webhook_id: WebhookId, caller: Coordinator) -> HTMLResponse:
    """Show the form of a webhook as it is."""
    saved = await webhook_of(request, webhook_id)
    return _form(request, caller, WebhookForm.of(saved), webhook=saved)


@router.post("/{webhook_id}/change", response_model=None)
async def change_webhook(
    request: Request, webhook_id: WebhookId, caller: Coordinator, typed: Filled
) -> Response:
    """Save the webhook."""
    answer = await clients_of(request).command(
        NOTIFICATION, f"/webhooks/{webhook_id}", token_of(request), typed.body, method="PUT"
    )
    if answer.problem:
        saved = await webhook_of(request, webhook_id)
        return _form(request, caller, typed, webhook=saved, after=answer)
    return RedirectResponse(f"/webhooks/{webhook_id}?said=saved", 303)


def secret_page(request: Request, caller: Caller, answer: Answer, name: str) -> HTMLResponse:
    """Show a new secret, this once."""
    return render(request, "webhook_secret.html", caller, name=name, made=answer.body)


def _form(
    request: Request,
    caller: Caller,
    typed: WebhookForm,
    *,
    webhook: Webhook | None = None,
    after: Answer = FINE,
) -> HTMLResponse:
    return render(
        request,
        "webhook_form.html",
        caller,
        status=after.status,
        problem=problem_of(request, after),
        faults=_faulty(after.errors),
        typed=typed,
        webhook=webhook,
        texts=FAULTS,
        words=words,
        key=uuid.uuid4().hex,
    )


def _faulty(errors: Iterable[str]) -> frozenset[str]:
    """Return the fields of the form that notification refused; ``event_types[0]`` is of the events."""
    return frozenset(name for name in FAULTS if any(path.startswith(name) for path in errors))
