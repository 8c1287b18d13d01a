"""The series of pairings, for the coordinator."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.scheduling.api.views import SeriesView
from services.scheduling.queries import series as queries
from shared.kernel import Identifier
from shared.service import Coordinator, Page, Paging, Read

router = APIRouter(prefix="/programmes/{programme_id}", tags=["sessions"])


@router.get("/series")
async def list_series(
    programme_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
    unplaced: Annotated[bool, Query(description="Only those that lack sessions, and have not ended")] = False,  # noqa: FBT002 (a query flag)
) -> Page[SeriesView]:
    """The series of the programme's pairings, and in which periods there was no time for a session."""
    found = await read.read(
        caller, programme_id, queries.list_series, caller.employee_id, unplaced=unplaced, page=page
    )
    return Page.of(found, SeriesView.of)
