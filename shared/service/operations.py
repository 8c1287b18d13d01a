"""Health, metrics and the state of the streams: what operators and their tools ask."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from shared.messaging.incoming.skipped import Trace
from shared.messaging.wire.kafka import PartitionLag
from shared.runtime.auth import open_to_all
from shared.runtime.problems import problem
from shared.runtime.settings import Settings
from shared.service.listing import Limit
from shared.service.roles import Operator, OperatorOrService
from shared.service.streams import Streams

router = APIRouter()

_PROBE = [open_to_all("probes carry no token; the answer holds no data of anybody")]


class StreamState(BaseModel):
    """How far a service is with its events.

    Where ``faults`` names the broker or the database, the counts that come from there are the last known.
    ``outgoing_dead`` events were refused by the broker, ``outgoing_withheld`` wait behind them;
    ``alarms`` say what an operator must see to although the rest flows.
    ``skipped`` is how often in the last day records were passed over with a trace.
    ``in_hand`` is the long work of this replica that will lead to more events.
    ``partitions`` are those this replica reads; ``lag`` is the sum of theirs.
    """

    service: str
    now: datetime
    outbox_pending: int
    outbox_oldest_seconds: float
    lag: int
    partitions: list[PartitionLag] = []
    parked: int
    queued: int
    dead: int
    skipped: int = 0
    outgoing_dead: int = 0
    outgoing_withheld: int = 0
    published_total: int
    handled_total: int
    in_hand: int = 0
    faults: list[str] = []
    alarms: list[str] = []

    @property
    def quiet(self) -> bool:
        """Whether nothing is on its way in or out."""
        return not (self.faults or self.outbox_pending or self.lag or self.parked or self.in_hand)


def _streams(request: Request) -> Streams:
    streams: Streams = request.app.state.streams
    return streams


@router.get("/health/live", tags=["operations"], dependencies=_PROBE, summary="The process answers")
async def live() -> dict[str, str]:
    """Report that the event loop responds."""
    return {"status": "live"}


@router.get(
    "/health/ready",
    tags=["operations"],
    dependencies=_PROBE,
    summary="The service makes progress",
    responses={503: {"description": "The service makes no progress"}},
)
async def ready(request: Request) -> Any:
    """Answer 200 while database and broker answer, the consumer has partitions and events move; else 503."""
    faults = await _streams(request).faults()
    return problem(503, "Not ready", "; ".join(faults)) if faults else {"status": "ready"}


@router.get(
    "/metrics",
    tags=["operations"],
    dependencies=[open_to_all("scraped inside the network; counts only")],
    summary="Prometheus metrics",
    response_class=PlainTextResponse,
    responses={404: {"description": "The metrics are at a port of their own"}},
)
async def metrics(request: Request) -> Response:
    """Show all metrics in Prometheus' text format; only at the port of the metrics where there is one."""
    settings: Settings = request.app.state.settings
    if settings.metrics_port not in {None, request.scope["server"][1]}:
        raise HTTPException(404)
    await _streams(request).measure()
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@router.get("/ops/stream", tags=["operations"], summary="State of the event streams")
async def stream(request: Request, caller: OperatorOrService) -> StreamState:
    """Return counts of events on their way in and out of this service."""
    del caller
    return StreamState.model_validate(await _streams(request).vitals.state())


@router.get("/ops/skipped-records", tags=["operations"], summary="Skipped records, newest first")
async def skipped_records(request: Request, caller: Operator, limit: Limit = 100) -> list[Trace]:
    """List skipped offsets with the reason: broken batches, or records too large for the database."""
    del caller
    return await _streams(request).consumer.skipped(limit=limit)
