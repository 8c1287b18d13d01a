"""Dead letters, incoming and outgoing, over HTTP, for ops: list, redrive, discard, audit."""

from collections.abc import Callable
from typing import Annotated, Protocol

from fastapi import APIRouter, Query, Request
from pydantic import Field

from shared.kernel import RuleBroken
from shared.messaging.incoming.dead_letters import DeadLetters
from shared.messaging.letters import Action, DeadLetter, Decision, Selection
from shared.messaging.outgoing.dead_letters import OutgoingDeadLetters
from shared.runtime.caller import Caller
from shared.runtime.settings import Settings
from shared.service.listing import Limit, Page, Paging
from shared.service.roles import Operator
from shared.service.streams import Streams


class Order(Selection):
    """The dead letters to act on, and the reason."""

    why: str = Field(min_length=3, max_length=500, examples=["the participant has been imported since"])


class Letters(Protocol):
    """Dead letters of one kind that the caller may see."""

    async def page(self, selection: Selection, *, limit: int, offset: int) -> tuple[list[DeadLetter], int]:
        """Return a page of them, and how many there are."""

    async def decide(self, action: Action, selection: Selection, *, who: str, why: str) -> Decision:
        """Redrive or discard some."""

    async def audit(self, *, limit: int) -> list[Decision]:
        """Return the latest decisions."""


def _tenant(request: Request, caller: Caller) -> str | None:
    """Return the tenant whose letters the caller may see; None is all, for the operator's staff."""
    settings: Settings = request.app.state.settings
    return None if caller.tenant == settings.operator_tenant else caller.tenant


def _incoming(request: Request, caller: Caller) -> Letters:
    streams: Streams = request.app.state.streams
    return DeadLetters(streams.name, streams.transactions, streams.parking, _tenant(request, caller))


def _outgoing(request: Request, caller: Caller) -> Letters:
    streams: Streams = request.app.state.streams
    return OutgoingDeadLetters(streams.transactions, streams.wake_relays, _tenant(request, caller))


async def _decide(letters: Letters, order: Order, caller: Caller, action: Action) -> Decision:
    try:
        return await letters.decide(action, order, who=caller.sub, why=order.why)
    except ValueError as error:
        raise RuleBroken(str(error), code="unknown-selection", field="ids") from error


def _make_router(prefix: str, what: str, letters_of: Callable[[Request, Caller], Letters]) -> APIRouter:
    """Return the endpoints of one kind of dead letters.

    Args:
        prefix: of their paths.
        what: the letters are, in a word.
        letters_of: those that a caller may see.
    """
    router = APIRouter(prefix=prefix, tags=["operations"])

    @router.get("", summary=f"List {what}, oldest first")
    async def list_letters(
        request: Request,
        caller: Operator,
        page: Paging,
        type_: Annotated[str, Query(alias="type", max_length=200)] = "",
        key: Annotated[str, Query(max_length=1000)] = "",
    ) -> Page[DeadLetter]:
        """List events that failed, with the last error and how many events wait behind each."""
        items, total = await letters_of(request, caller).page(
            Selection(type=type_, key=key, all=True), limit=page.limit, offset=page.offset
        )
        return Page[DeadLetter](items=items, total=total)

    @router.post("/redrive", summary=f"Redrive {what}")
    async def redrive(request: Request, order: Order, caller: Operator) -> Decision:
        """Redrive letters where they failed, and after each the events behind it; safe to repeat."""
        return await _decide(letters_of(request, caller), order, caller, "redrive")

    @router.post("/discard", summary=f"Discard {what}")
    async def discard(request: Request, order: Order, caller: Operator) -> Decision:
        """Remove letters for good; the events behind each are handled next."""
        return await _decide(letters_of(request, caller), order, caller, "discard")

    @router.get("/audit", summary=f"List the actions on {what}")
    async def audit(request: Request, caller: Operator, limit: Limit = 100) -> list[Decision]:
        """Return the latest decisions, newest first."""
        return await letters_of(request, caller).audit(limit=limit)

    return router


router = _make_router("/ops/dead-letters", "dead letters", _incoming)
outgoing_router = _make_router("/ops/outgoing-dead-letters", "outgoing dead letters", _outgoing)
