"""The people of a study, page by page."""

from collections import defaultdict
from datetime import date
from typing import Any, Final

from services.enrollment.domain.effect.observation import Career, DatedPosition, Joining, Observed, observe
from services.enrollment.domain.effect.study import EffectStudy
from services.enrollment.store import EMPLOYEES, PARTICIPANTS_OF_ALL_PROGRAMMES
from shared.messaging import UnitOfWork

PAGE: Final = 2000
_CAREER: Final = ("id", "grade", "hired_on", "left", "left_on", "positions")
_JOINING: Final = ("employee_id", "programme", "enrolled_at")


async def observed_after(uow: UnitOfWork, study: EffectStudy, after: str) -> tuple[list[Observed], str]:
    """Return the next people of a study, and the id to go on after; empty if there are no more.

    Args:
        uow: the unit of work.
        study: whose people.
        after: the employee's id to go on after; empty for the first.
    """
    pages = uow.rows(EMPLOYEES, _CAREER, {"id": {"$gt": after}}, sort=[("id", 1)], limit=PAGE, at_once=PAGE)
    careers = [row async for page in pages for row in page]
    last = careers[-1][0] if careers else after
    joinings = await _joinings(uow, after, last)
    observed = [
        observe(_career(*row), joinings.get(id_, ()), programme=study.id, since=study.since)
        for id_, *row in careers
    ]
    return [each for each in observed if each], last if len(careers) == PAGE else ""


async def _joinings(uow: UnitOfWork, after: str, last: str) -> dict[str, list[Joining]]:
    """Return how the employees with these ids joined programmes, by employee."""
    by_employee: defaultdict[str, list[Joining]] = defaultdict(list)
    query = {"employee_id": {"$gt": after, "$lte": last}}
    async for page in uow.rows(PARTICIPANTS_OF_ALL_PROGRAMMES, _JOINING, query, at_once=PAGE):
        for employee_id, programme, enrolled_at in page:
            by_employee[employee_id].append(Joining(programme, enrolled_at.date()))
    return dict(by_employee)


def _career(grade: int, hired_on: str, left: bool, left_on: str | None, positions: Any) -> Career:  # noqa: FBT001
    """Return a career, from fields as stored."""
    places = [
        DatedPosition(date.fromisoformat(each["since"]), each["grade"], each["region"], each["department"])
        for each in positions or ()
    ]
    gone = date.fromisoformat(left_on) if left_on else None
    return Career(grade, date.fromisoformat(hired_on), left, gone, places)
