"""Server-sent events: the numbers of a programme, whenever they change."""

from collections.abc import Collection, Mapping
from typing import Final

from fastapi import APIRouter, Request

from services.console.browser_sessions.cookies import cookies_of
from services.console.pages.common.live_streams import LiveResponse, Numbers, View, streams_of
from services.console.pages.common.view import ProgrammeId
from services.console.queries import programme_queries as queries
from services.console.queries.access import ReadableRows, run_query
from services.console.read_models import figures
from services.console.store import load_tally
from shared.messaging import UnitOfWork
from shared.runtime.caller import Caller
from shared.service import Coordinator, Read, Runner

router = APIRouter(include_in_schema=False)

LOOK_SECONDS: Final = 0.5


@router.get("/programmes/{programme_id}/live", response_model=None)
async def live(request: Request, programme_id: ProgrammeId, caller: Coordinator, read: Read) -> LiveResponse:
    """Return the counts of a programme as the caller may see them, at once and after each change."""
    await run_query(read, caller, programme_id, queries.programme)
    listener = streams_of(request).listen(
        (caller.tenant, programme_id),
        ProgrammeNumbers(read, caller, programme_id),
        LOOK_SECONDS,
        cookies_of(request).entitled(request, caller),
        caller.employee_id,
    )
    return LiveResponse(listener)


class ProgrammeNumbers:
    """Reads a programme's counts for any number of viewers in one transaction.

    Looking at one small document is cheaper than a change stream, and works whichever of several processes
    took the events; only where it has changed is the rest read that some viewers' counts leave out.

    Args:
        runner: reads for the caller.
        caller: anybody of the tenant.
        programme_id: which programme.
    """

    def __init__(self, runner: Runner, caller: Caller, programme_id: str) -> None:
        self._runner = runner
        self._caller = caller
        self._programme_id = programme_id
        self._revision = -1
        self._known: dict[View, Numbers] = {}

    async def __call__(self, views: Collection[View]) -> Mapping[View, Numbers]:
        """Return the numbers now, by viewer."""

        async def read(uow: UnitOfWork) -> tuple[int, dict[View, Numbers]]:
            revision = (await load_tally(uow)).revision
            if revision == self._revision and self._known.keys() >= set(views):
                return revision, self._known
            return revision, {
                view: {**figures.headline(await ReadableRows(uow, view).tally())} for view in views
            }

        self._revision, self._known = await self._runner.read(self._caller, self._programme_id, read)
        return self._known
