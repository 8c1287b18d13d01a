"""Waiting participants on the page of matches; the page works without them while matching is unavailable."""

from dataclasses import dataclass

from fastapi import HTTPException

from services.console.clients.matching.waiting import Level, Overdue, OverduePage, Waiting, WaitingPage
from services.console.pages.coordinator.page_context import PageContext, window
from services.console.read_models.paginated import TablePage


@dataclass(frozen=True)
class WaitingPeople:
    """The waiting participants that a page shows.

    Attributes:
        level: the promise, and how it is kept.
        late: one page of those who wait longer.
        following: one page of those who wait for a next partner.
    """

    level: Level
    late: TablePage[Overdue]
    following: TablePage[Waiting]

    @property
    def people(self) -> list[str]:
        """The ids of everybody shown."""
        late = [each.participant_id for each in self.late.items]
        return late + [each.participant_id for each in self.following.items]


async def fetch_waiting_people(context: PageContext, late: int, waiting: int) -> WaitingPeople | None:
    """Fetch the waiting participants by page number; None while matching is unavailable."""
    try:
        level = await context.fetch(Level, "summary")
        overdue = await context.fetch(OverduePage, "overdue", window(late))
        following = await context.fetch(WaitingPage, "waiting", window(waiting))
    except HTTPException:
        return None
    return WaitingPeople(
        level,
        overdue.on_page(late),
        following.on_page(waiting),
    )
