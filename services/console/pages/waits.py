"""Who waits, as the page of matches shows it; while matching is away the rest of the page stands alone."""

from dataclasses import dataclass

from fastapi import HTTPException, Request

from services.console.domain.waits import Level, Overdue, OverduePage, Waiting, WaitingPage
from services.console.pages.matching_api import ask_matching
from services.console.queries import PAGE_SIZE, Page


@dataclass(frozen=True)
class Waits:
    """What is shown of people who wait.

    Attributes:
        level: the promise, and how it is kept.
        late: one page of those who wait longer.
        following: one page of those who wait for a next partner.
    """

    level: Level
    late: Page[Overdue]
    following: Page[Waiting]

    @property
    def people(self) -> list[str]:
        """The ids of everybody shown."""
        late = [each.participant_id for each in self.late.items]
        return late + [each.participant_id for each in self.following.items]


async def waits_of(request: Request, programme_id: str, late: int, waiting: int) -> Waits | None:
    """What matching tells of people who wait, by page number; None while it can't be asked."""
    base = f"/programmes/{programme_id}"
    try:
        level = await ask_matching(request, Level, f"{base}/summary")
        overdue = await ask_matching(request, OverduePage, f"{base}/overdue", _window(late))
        following = await ask_matching(request, WaitingPage, f"{base}/waiting", _window(waiting))
    except HTTPException:
        return None
    return Waits(
        level, Page(overdue.items, late, overdue.total), Page(following.items, waiting, following.total)
    )


def _window(number: int) -> dict[str, int]:
    return {"limit": PAGE_SIZE, "offset": (number - 1) * PAGE_SIZE}
