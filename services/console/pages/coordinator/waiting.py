"""People who wait longer than promised, and those who wait for a next partner."""

from dataclasses import dataclass

from fastapi import HTTPException
from fastapi.responses import HTMLResponse

from services.console.clients.matching.waiting import (
    FreePeople,
    Level,
    Overdue,
    OverduePage,
    Waiting,
    WaitingPage,
)
from services.console.pages.common.view import PageNumber
from services.console.pages.coordinator.page_context import PageContext, ProgrammePage, make_router, window
from services.console.read_models.paginated import TablePage

router = make_router("/waiting")


@dataclass(frozen=True)
class WaitingPeople:
    """The waiting participants that a page shows.

    Attributes:
        level: the promise, and how it is kept.
        free: how many people of each role can be matched.
        late: one page of those who wait longer.
        following: one page of those who wait for a next partner.
    """

    level: Level
    free: FreePeople
    late: TablePage[Overdue]
    following: TablePage[Waiting]

    @property
    def people(self) -> list[str]:
        """The ids of everybody shown."""
        late = [each.participant_id for each in self.late.items]
        return late + [each.participant_id for each in self.following.items]


@router.get("")
async def waiting_people(
    context: ProgrammePage, late: PageNumber = 1, waiting: PageNumber = 1
) -> HTMLResponse:
    """Show one page of each; without them while matching is unavailable."""
    programme = (await context.overview()).programme
    people = await _fetch(context, late, waiting)
    named = people.people if people else []
    return await context.render("waiting.html", named=named, waiting=people, programme=programme)


async def _fetch(context: PageContext, late: int, waiting: int) -> WaitingPeople | None:
    """Fetch them by page number; None while matching is unavailable."""
    try:
        level = await context.fetch(Level, "summary")
        free = await context.fetch(FreePeople, "summary")
        overdue = await context.fetch(OverduePage, "overdue", window(late))
        following = await context.fetch(WaitingPage, "waiting", window(waiting))
    except HTTPException:
        return None
    return WaitingPeople(
        level,
        free,
        overdue.on_page(late),
        following.on_page(waiting),
    )
