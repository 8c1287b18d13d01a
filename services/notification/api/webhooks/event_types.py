"""The events that a webhook may carry."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from services.notification.api.access import require_organisation_coordinator
from services.notification.domain.webhooks.catalogue import SUBSCRIBABLE, summary_of
from shared.schema import EventData
from shared.schema.personal import personal_fields
from shared.service import Coordinator

router = APIRouter(tags=["webhooks"])


class EventTypeView(BaseModel):
    """An event that a webhook may carry."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "mentoring.matching.pairing-ended.v1",
                    "summary": "Two people do not work together any more.",
                    "fields": ["pairing_id", "mentor_id", "mentee_id"],
                }
            ]
        }
    )

    type: str
    summary: str
    fields: list[str]
    """The fields of its data, without those that are personal."""


def _view_of(data: type[EventData]) -> EventTypeView:
    hidden = personal_fields(data)
    fields = [name for name in data.model_fields if name not in hidden]
    return EventTypeView(type=data.contract.type, summary=summary_of(data), fields=fields)


class EventTypesView(BaseModel):
    """All events that a webhook may carry."""

    items: list[EventTypeView]


@router.get("/webhook-events", summary="Events that a webhook may carry")
async def list_event_types(caller: Coordinator) -> EventTypesView:
    """List the types of events that a webhook may name, with the fields of their data."""
    require_organisation_coordinator(caller)
    items = [_view_of(data) for data in SUBSCRIBABLE]
    return EventTypesView(items=sorted(items, key=lambda item: item.type))
