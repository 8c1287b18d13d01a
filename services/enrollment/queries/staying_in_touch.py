"""A person's completed pairings in which the two may stay in touch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.enrollment.domain.introduction import Introduction
from services.enrollment.queries.partners import Partner, active_ids, people
from services.enrollment.store import EMPLOYEES, INTRODUCTIONS, PROGRAMMES
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork

_MOST: Final = 100
"""More completed pairings than one person has in one programme."""


@dataclass(frozen=True)
class Farewell:
    """A completed pairing as one of the two sees it.

    Attributes:
        introduction: of the pairing.
        role: the person's own.
        partner: the other.
    """

    introduction: Introduction
    role: Role
    partner: Partner


async def list_farewells(uow: UnitOfWork, employee_id: str) -> Sequence[Farewell]:
    """Return the completed pairings in which this employee can answer, or stays in touch; the latest first.

    Raises:
        NotFound: there is no such programme, or the employee is not known.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    caller = await uow.require(EMPLOYEES, employee_id)
    own_ids = await active_ids(uow, caller)
    ids = {"$in": sorted(own_ids)}
    query = {"completed_at": {"$ne": None}, "$or": [{"mentor_id": ids}, {"mentee_id": ids}]}
    introductions = await uow.find(INTRODUCTIONS, query, sort=[("completed_at", -1), ("id", 1)], limit=_MOST)
    shown = [
        each for each in introductions if each.in_touch or (each.asked_until and uow.now < each.asked_until)
    ]
    partners = {
        partner.participant.id: partner
        for partner in await people(uow, {each.other(own_ids): each.in_touch for each in shown})
    }
    return [
        Farewell(
            each, Role.MENTOR if each.mentor_id in own_ids else Role.MENTEE, partners[each.other(own_ids)]
        )
        for each in shown
        if each.other(own_ids) in partners
    ]
