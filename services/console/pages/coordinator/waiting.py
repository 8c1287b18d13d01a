"""Who waits, as the page of matches shows it; while matching is away the rest of the page stands alone."""

from dataclasses import dataclass

from fastapi import HTTPException

from services.console.clients.matching.waiting import Level, Overdue, OverduePage, Waiting, WaitingPage
from services.console.pages.coordinator.page_context import PageContext, window
from services.console.read_models.paginated import TablePage


@dataclass(frozen=True)
class WaitingPeople:
    """What is shown of people who wait.

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
    """What matching tells of people who wait, by page number; None while it can't be asked."""
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
