"""Ask for the effect of a programme, and publish it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from services.enrollment.domain.effect.study import EffectStudy
from services.enrollment.store import EFFECT_STUDIES, PROGRAMMES
from shared.contracts.enrollment import MeasuredOutcome
from shared.messaging import UnitOfWork

SIGNAL: Final = "effects"
"""Wakes the worker."""


async def ask_effect(uow: UnitOfWork, programme_id: str, completed: date) -> None:
    """Have the effect of a completed programme measured, once."""
    if await uow.get(EFFECT_STUDIES, programme_id) is None:
        programme = await uow.require(PROGRAMMES, programme_id)
        uow.save(EFFECT_STUDIES, EffectStudy.of(programme, completed))
        uow.notify(SIGNAL)


async def claim(
    uow: UnitOfWork, programme_id: str, owner: str, at: datetime, until: datetime
) -> EffectStudy | None:
    """Take a study, for a limited time; None if another worker has it, or it is published.

    Args:
        uow: the unit of work.
        programme_id: whose effect.
        owner: the worker.
        at: the machine's time; the domain's clock may be stopped.
        until: the end of the claim.
    """
    study = await uow.require(EFFECT_STUDIES, programme_id)
    claimed = study.claim(owner, at, until)
    return claimed and uow.save(EFFECT_STUDIES, claimed)


async def conclude(uow: UnitOfWork, programme_id: str, outcomes: Sequence[MeasuredOutcome]) -> None:
    """Publish the outcomes of a study, once."""
    study = await uow.require(EFFECT_STUDIES, programme_id)
    concluded, facts = study.conclude(outcomes)
    if facts:
        uow.save(EFFECT_STUDIES, concluded, *facts)
