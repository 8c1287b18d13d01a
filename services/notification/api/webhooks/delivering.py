"""Endpoints for the deliveries of a webhook."""

from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.notification.api.access import require_organisation_coordinator
from services.notification.api.webhooks.views import WebhookDeliveryView
from services.notification.commands.webhooks import replaying
from services.notification.commands.webhooks import subscriptions as commands
from services.notification.commands.webhooks.replaying import Replayed
from services.notification.domain.webhooks.delivery import WebhookState
from services.notification.queries import webhooks as queries
from shared.kernel import Identifier
from shared.runtime.quotas import HEAVY, costs
from shared.service import Coordinator, Page, Paging, Read, Run

router = APIRouter(prefix="/webhooks/{webhook_id}", tags=["webhooks"])


class ReplayInput(BaseModel):
    """The point to begin with: a time or an event."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"since": "2026-01-20T00:00:00Z"}]}
    )

    since: AwareDatetime | None = None
    event_id: Identifier | None = None
    until: AwareDatetime | None = None
    """Events from this time on are left out."""


class ReplayView(BaseModel):
    """How many deliveries are sent again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"deliveries": 12, "next_since": None}]})

    deliveries: int
    next_since: AwareDatetime | None
    """Where to go on, if there were more than a thousand."""

    @classmethod
    def of(cls, replayed: Replayed) -> Self:
        """Show a replay."""
        return cls(deliveries=replayed.deliveries, next_since=replayed.next_since)


@router.get("/deliveries", summary="Delivery log")
async def list_deliveries(
    webhook_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
    state: Annotated[WebhookState | None, Query(description="Only deliveries in this state")] = None,
) -> Page[WebhookDeliveryView]:
    """List the webhook's deliveries of the last 30 days, the latest event first; without their contents."""
    require_organisation_coordinator(caller)
    deliveries = await read.read(caller, None, queries.list_deliveries, webhook_id, state, page)
    return Page.of(deliveries, WebhookDeliveryView.of)


@router.post("/deliveries/{delivery_id}/retry", summary="Retry one delivery")
async def retry_delivery(
    webhook_id: Identifier, delivery_id: Identifier, caller: Coordinator, run: Run
) -> WebhookDeliveryView:
    """Retry now a delivery that failed or was given up; an earlier one of its key still goes first."""
    require_organisation_coordinator(caller)
    delivery = await run.command(caller, None, replaying.retry, webhook_id, delivery_id)
    return WebhookDeliveryView.of(delivery)


@router.post("/replay", dependencies=[costs(HEAVY)], summary="Replay events")
async def replay(webhook_id: Identifier, wanted: ReplayInput, caller: Coordinator, run: Run) -> ReplayView:
    """Send the webhook's events again from a point in time on, in the order of their keys.

    A thousand at a time: where there are more, ``next_since`` says where to go on.
    """
    require_organisation_coordinator(caller)
    replayed: Replayed = await run.command(
        caller, None, replaying.replay, webhook_id, wanted.since, wanted.event_id, wanted.until
    )
    return ReplayView.of(replayed)


@router.post("/test", status_code=202, dependencies=[costs(HEAVY)], summary="Send a test event")
async def send_test(webhook_id: Identifier, caller: Coordinator, run: Run) -> WebhookDeliveryView:
    """Send an event without content; its delivery appears in the log."""
    require_organisation_coordinator(caller)
    return WebhookDeliveryView.of(await run.command(caller, None, commands.send_test, webhook_id))
