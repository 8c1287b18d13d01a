"""The series of pairings, for the coordinator."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.scheduling.api.views import SeriesView
from services.scheduling.queries import series as queries
from shared.kernel import Identifier
from shared.service import Coordinator, Page, Paging, Read

router = APIRouter(prefix="/programmes/{programme_id}", tags=["sessions"])


@router.get("/series", summary="List series")
async def list_series(
    programme_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
    unplaced: Annotated[bool, Query(description="Only active series that lack sessions")] = False,  # noqa: FBT002 (a query flag)
) -> Page[SeriesView]:
    """List the series of the pairings, with the periods in which no session could be planned."""
    series = await read.read(
        caller, programme_id, queries.list_series, caller.employee_id, unplaced=unplaced, page=page
    )
    return Page.of(series, SeriesView.of)
