"""Endpoints that manage webhooks."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.notification.api.access import require_organisation_coordinator
from services.notification.api.webhooks.views import WANTED, SecretView, WebhookView
from services.notification.commands.webhooks import subscriptions as commands
from services.notification.domain.webhooks.address import LONGEST_URL, target_of
from services.notification.domain.webhooks.catalogue import EVENT_TYPES
from services.notification.domain.webhooks.subscription import Name, Subscription, Wanted, check_event_types
from services.notification.queries import webhooks as queries
from services.settings import PlatformSettings
from shared.encryption import Vault
from shared.kernel import Conflict, Identifier
from shared.service import Coordinator, Now, Page, Paging, Read, Run

router = APIRouter(prefix="/webhooks", tags=["webhooks"])

EventType = Annotated[
    str, StringConstraints(min_length=1, max_length=100), Field(json_schema_extra={"enum": list(EVENT_TYPES)})
]


class WebhookInput(BaseModel):
    """The address of a webhook and the events that are sent there."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [WANTED]})

    name: Name
    url: Annotated[
        str,
        StringConstraints(min_length=1, max_length=LONGEST_URL),
        Field(examples=["https://example.com/hook"]),
    ]
    event_types: Annotated[list[EventType], Field(min_length=1, max_length=len(EVENT_TYPES))]
    programmes: Annotated[list[Identifier], Field(max_length=200)] = Field(default_factory=list)

    def wanted(self, settings: PlatformSettings) -> Wanted:
        """Check it against the rules.

        Raises:
            RuleBroken: no webhook may be sent there, or carry one of the events.
        """
        target_of(self.url, settings.private_hosts)
        return Wanted(
            name=self.name,
            url=self.url,
            event_types=check_event_types(self.event_types),
            programmes=tuple(sorted(set(self.programmes))),
        )


def _vault(request: Request) -> Vault:
    vault: Vault | None = request.app.state.vault
    if vault is None:
        raise Conflict("this installation has no key for webhooks", code="no-webhook-key")
    return vault


@router.get("", summary="List webhooks")
async def list_webhooks(caller: Coordinator, read: Read, page: Paging, now: Now) -> Page[WebhookView]:
    """List the organisation's webhooks, the oldest first."""
    require_organisation_coordinator(caller)
    webhooks = await read.read(caller, None, queries.list_subscriptions, page)
    return Page.of(webhooks, lambda entry: WebhookView.of(entry, now))


@router.post("", status_code=201, summary="Create a webhook")
async def create_webhook(
    wanted: WebhookInput, caller: Coordinator, request: Request, run: Run, read: Read
) -> SecretView:
    """Create a webhook; the response has its secret, which is never shown again."""
    require_organisation_coordinator(caller)
    vault = _vault(request)
    checked = wanted.wanted(request.app.state.settings)
    id_ = await run.command(caller, None, commands.create, checked, vault, caller.sub)
    return SecretView.of(id_, await read.read(caller, None, queries.newest_secret, id_, vault))


@router.get("/{webhook_id}", summary="One webhook")
async def get_webhook(webhook_id: Identifier, caller: Coordinator, read: Read, now: Now) -> WebhookView:
    """Return a webhook, without its secret."""
    require_organisation_coordinator(caller)
    return WebhookView.of(await read.read(caller, None, queries.get_subscription, webhook_id), now)


@router.put("/{webhook_id}", summary="Change a webhook")
async def change_webhook(
    webhook_id: Identifier, wanted: WebhookInput, caller: Coordinator, request: Request, run: Run, now: Now
) -> WebhookView:
    """Change a webhook; the secret stays, and waiting deliveries go to the new address."""
    require_organisation_coordinator(caller)
    checked = wanted.wanted(request.app.state.settings)
    changed: Subscription = await run.command(caller, None, commands.change, webhook_id, checked, caller.sub)
    return WebhookView.of(changed, now)


@router.delete("/{webhook_id}", status_code=204, summary="Delete a webhook")
async def delete_webhook(webhook_id: Identifier, caller: Coordinator, run: Run) -> None:
    """Delete a webhook; its waiting deliveries are never sent."""
    require_organisation_coordinator(caller)
    await run.command(caller, None, commands.remove, webhook_id)


@router.post("/{webhook_id}/pause", summary="Pause a webhook")
async def pause_webhook(webhook_id: Identifier, caller: Coordinator, run: Run, now: Now) -> WebhookView:
    """Pause a webhook; its events wait until it is resumed, for 30 days at most."""
    require_organisation_coordinator(caller)
    return WebhookView.of(await run.command(caller, None, commands.pause, webhook_id, caller.sub), now)


@router.post("/{webhook_id}/resumption", summary="Resume a webhook")
async def resume_webhook(webhook_id: Identifier, caller: Coordinator, run: Run, now: Now) -> WebhookView:
    """Resume a webhook, beginning with waiting events; events that were given up need a replay."""
    require_organisation_coordinator(caller)
    return WebhookView.of(await run.command(caller, None, commands.resume, webhook_id, caller.sub), now)


@router.post("/{webhook_id}/rotation", summary="Replace the secret")
async def rotate_secret(
    webhook_id: Identifier, caller: Coordinator, request: Request, run: Run, read: Read
) -> SecretView:
    """Replace the secret; for 24 hours each delivery is signed with both."""
    require_organisation_coordinator(caller)
    vault = _vault(request)
    await run.command(caller, None, commands.rotate_secret, webhook_id, vault, caller.sub)
    return SecretView.of(webhook_id, await read.read(caller, None, queries.newest_secret, webhook_id, vault))
