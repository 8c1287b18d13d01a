"""Server-sent events: the numbers of a page, whenever they change."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from fastapi import APIRouter, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from services.console import queries
from services.console.domain import figures
from services.console.pages.view import Coordinator, ProgrammeId
from services.console.sight import look as look_at
from shared.service.commands import Read

router = APIRouter(include_in_schema=False)

Numbers = dict[str, int | float | str]

LOOK_SECONDS: Final = 0.5
LONGEST_SECONDS: Final = 300.0
"""Then the browser connects again, which checks the token again."""


@router.get("/programmes/{programme_id}/live")
async def live(
    request: Request, programme_id: ProgrammeId, caller: Coordinator, read: Read
) -> EventSourceResponse:
    """The counts of a programme, at once and after each change of the read models."""
    await look_at(read, caller, programme_id, queries.overview)

    async def look() -> Numbers:
        return {**figures.headline(await look_at(read, caller, programme_id, queries.tally))}

    return EventSourceResponse(stream_changes(request, look, every=LOOK_SECONDS))


async def stream_changes(
    request: Request, look: Callable[[], Awaitable[Numbers]], *, every: float
) -> AsyncIterator[ServerSentEvent]:
    """Yield an event with all numbers at first, then whenever one is another than before.

    Looking at one small document is cheaper than a change stream for each open page, and works whichever
    of several processes took the events.

    Args:
        request: ends the stream when the browser goes.
        look: reads the numbers now.
        every: seconds between two looks.
    """
    ends = time.monotonic() + LONGEST_SECONDS
    before: Numbers | None = None
    while time.monotonic() < ends and not await request.is_disconnected():
        now = await look()
        if now != before:
            before = now
            yield ServerSentEvent(json.dumps(now), event="numbers", retry=2000)
        await asyncio.sleep(every)
