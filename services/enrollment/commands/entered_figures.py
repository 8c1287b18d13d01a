"""Enter figures of key results."""

from datetime import date, timedelta
from typing import Final

from services.enrollment.domain.entered_figures import EnteredFigure, EnteredFigures, check_can_be_entered
from services.enrollment.store import ENTERED_FIGURES, PROGRAMMES
from shared.messaging import UnitOfWork

_FIRST_ZONE: Final = timedelta(hours=14)
"""The zone in which days begin first is ahead of UTC by this much."""


async def enter_figure(
    uow: UnitOfWork, programme_id: str, name: str, value: float, measured_on: date
) -> EnteredFigures:
    """Enter a figure of a key result, and return all of them.

    Raises:
        NotFound: no such programme or key result.
        RuleBroken: the day is still to come, or long past.
        Conflict: the programme is a draft, or the platform computes the key result.
    """
    check_can_be_entered(await uow.require(PROGRAMMES, programme_id), name)
    known = await uow.get(ENTERED_FIGURES, name)
    figures = known or EnteredFigures(id=name, tenant=uow.scope.tenant, programme=programme_id)
    last = (uow.now + _FIRST_ZONE).date()
    changed, facts = figures.enter(EnteredFigure(value=value, measured_on=measured_on), last)
    return figures if changed == figures else uow.save(ENTERED_FIGURES, changed, *facts)
