"""Dead letters over HTTP, for ops: list, redrive, discard, and who did what."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from shared.kernel import RuleBroken
from shared.messaging.dead_letters import DeadLetter, DeadLetters, Decision, Selection
from shared.runtime.auth import Caller, CallerRole, allow
from shared.runtime.settings import Settings
from shared.service.paging import Limit, Offset
from shared.service.streams import Streams

router = APIRouter(prefix="/ops/dead-letters", tags=["operations"])

Ops = Annotated[Caller, allow(CallerRole.OPS)]


class Page(BaseModel):
    """A page of dead letters."""

    items: list[DeadLetter]
    total: int


class Order(Selection):
    """Which letters, and why."""

    why: str = Field(min_length=3, max_length=500, examples=["the participant has been imported since"])


def _letters(request: Request, caller: Caller) -> DeadLetters:
    """The letters the caller may see: the operator's staff all, others their tenant's."""
    streams: Streams = request.app.state.streams
    settings: Settings = request.app.state.settings
    tenant = None if caller.tenant == settings.operator_tenant else caller.tenant
    return DeadLetters(streams.name, streams.transactions, streams.parking, tenant)


@router.get("", summary="Dead letters, oldest first")
async def list_letters(
    request: Request,
    caller: Ops,
    type_: Annotated[str, Query(alias="type")] = "",
    key: str = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> Page:
    """Events this service could not react to, with the last error and how many events wait behind each."""
    items, total = await _letters(request, caller).page(
        Selection(type=type_, key=key, all=True), limit=limit, offset=offset
    )
    return Page(items=items, total=total)


@router.post("/redrive", summary="Try dead letters again, in this consumer only")
async def redrive(request: Request, order: Order, caller: Ops) -> Decision:
    """Give letters back to the consumer that failed; safe to repeat."""
    return await _decide(request, order, caller, "redrive")


@router.post("/discard", summary="Give dead letters up")
async def discard(request: Request, order: Order, caller: Ops) -> Decision:
    """Remove letters for good; the events that waited behind each come up."""
    return await _decide(request, order, caller, "discard")


@router.get("/audit", summary="Who redrove or discarded what, when and why")
async def audit(request: Request, caller: Ops, limit: Limit = 100) -> list[Decision]:
    """The latest decisions, newest first."""
    return await _letters(request, caller).audit(limit=limit)


async def _decide(request: Request, order: Order, caller: Caller, action: str) -> Decision:
    letters = _letters(request, caller)
    try:
        if action == "redrive":
            return await letters.decide("redrive", order, who=caller.sub, why=order.why)
        return await letters.decide("discard", order, who=caller.sub, why=order.why)
    except ValueError as error:
        raise RuleBroken(str(error), field="ids") from error
