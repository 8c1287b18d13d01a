"""The people of a study, page by page."""

from collections import defaultdict
from typing import Final

from services.enrollment.domain.effect.observation import Career, Joining, Observed, observe
from services.enrollment.domain.effect.study import EffectStudy
from services.enrollment.store import CAREERS, JOININGS
from shared.messaging import UnitOfWork

PAGE: Final = 2000


async def observed_after(uow: UnitOfWork, study: EffectStudy, after: str) -> tuple[list[Observed], str]:
    """Return the next people of a study, and the id to go on after; empty if there are no more.

    Args:
        uow: the unit of work.
        study: whose people.
        after: the employee's id to go on after; empty for the first.
    """
    careers = await uow.find(CAREERS, {"id": {"$gt": after}}, sort=[("id", 1)], limit=PAGE)
    joinings = await _joinings(uow, careers)
    observed = [
        observe(career, joinings[career.id], programme=study.id, since=study.since) for career in careers
    ]
    more = careers[-1].id if len(careers) == PAGE else ""
    return [each for each in observed if each], more


async def _joinings(uow: UnitOfWork, careers: list[Career]) -> defaultdict[str, list[Joining]]:
    """Return how these employees joined programmes, by employee."""
    ids = [career.id for career in careers]
    by_employee: defaultdict[str, list[Joining]] = defaultdict(list)
    for joining in await uow.find(JOININGS, {"employee_id": {"$in": ids}}):
        by_employee[joining.employee_id].append(joining)
    return by_employee
