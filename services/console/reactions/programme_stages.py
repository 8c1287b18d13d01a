"""Facts of enrollment about the course of a programme."""

from services.console.reactions.registry import reactions
from services.console.read_models.people import Stage
from services.console.store import PROGRAMMES
from shared.contracts.enrollment import (
    ProgrammeCancelled,
    ProgrammeClosing,
    ProgrammeCompleted,
    ProgrammeStarted,
)
from shared.messaging import Event, UnitOfWork


@reactions.on(ProgrammeStarted, replaces={PROGRAMMES: "programme_id"})
async def note_started(event: Event[ProgrammeStarted], uow: UnitOfWork) -> None:
    """Note that people are matched, also where the programme was closing before."""
    await _note(uow, event.data.programme_id, Stage.OPEN)


@reactions.on(ProgrammeClosing, replaces={PROGRAMMES: "programme_id"})
async def note_closing(event: Event[ProgrammeClosing], uow: UnitOfWork) -> None:
    """Note that nobody is matched any more."""
    await _note(uow, event.data.programme_id, Stage.CLOSING)


@reactions.on(ProgrammeCompleted, replaces={PROGRAMMES: "programme_id"})
async def note_completed(event: Event[ProgrammeCompleted], uow: UnitOfWork) -> None:
    """Note that the programme is completed."""
    await _note(uow, event.data.programme_id, Stage.OVER)


@reactions.on(ProgrammeCancelled, replaces={PROGRAMMES: "programme_id"})
async def note_cancelled(event: Event[ProgrammeCancelled], uow: UnitOfWork) -> None:
    """Note that the programme is cancelled."""
    await _note(uow, event.data.programme_id, Stage.OVER)


async def _note(uow: UnitOfWork, programme_id: str, stage: Stage) -> None:
    row = await uow.require(PROGRAMMES, programme_id)
    uow.save(PROGRAMMES, row.noted(stage=stage))
