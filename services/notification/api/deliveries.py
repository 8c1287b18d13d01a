"""Deliveries of a programme, in figures."""

from typing import Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from services.notification.commands import deliveries as commands
from services.notification.domain.delivery import DeliveryState
from services.notification.domain.kinds import Kind
from services.notification.queries import deliveries as queries
from services.notification.queries.deliveries import DeliveryCount
from shared.kernel import Identifier
from shared.service import Coordinator, Read, Run

router = APIRouter(prefix="/programmes/{programme_id}", tags=["deliveries"])


class DeliveryCountView(BaseModel):
    """How many messages of a kind are in a state."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "proposal", "state": "sent", "deliveries": 136}]}
    )

    kind: Kind
    state: DeliveryState
    deliveries: int

    @classmethod
    def of(cls, count: DeliveryCount) -> Self:
        """Show a count."""
        return cls(kind=count.kind, state=count.state, deliveries=count.deliveries)


class SummaryView(BaseModel):
    """The programme's deliveries in figures."""

    counts: list[DeliveryCountView]


class DueView(BaseModel):
    """How many deliveries are due."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"deliveries": 3}]})

    deliveries: int


class RetriedView(BaseModel):
    """How many deliveries are tried again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"deliveries": 3}]})

    deliveries: int


@router.get("/deliveries/summary", summary="Deliveries by kind and state")
async def get_summary(programme_id: Identifier, caller: Coordinator, read: Read) -> SummaryView:
    """Return how many messages are planned, sent, failed, given up and suppressed; not whose they are."""
    counts = await read.read(caller, programme_id, queries.count_deliveries)
    return SummaryView(counts=[DeliveryCountView.of(count) for count in counts])


@router.get("/deliveries/due", summary="Deliveries that are due and not sent yet")
async def get_due(programme_id: Identifier, caller: Coordinator, read: Read) -> DueView:
    """Return how many messages are due and wait for the worker or for the mail server."""
    return DueView(deliveries=await read.read(caller, programme_id, queries.count_due))


@router.post("/deliveries/retry", summary="Retry deliveries that were given up")
async def retry_given_up(programme_id: Identifier, caller: Coordinator, run: Run) -> RetriedView:
    """Retry every delivery that was given up."""
    return RetriedView(deliveries=await run.command(caller, programme_id, commands.try_again))
