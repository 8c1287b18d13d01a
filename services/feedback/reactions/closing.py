"""The closings of answers."""

from services.feedback.commands.closing import close_answers, report_if_final
from services.feedback.reactions.base import reactions
from services.feedback.store import PROGRAMMES, SCHEDULES
from shared.contracts.enrollment import ProgrammeCompleted
from shared.contracts.feedback import FiguresDue
from shared.messaging import OF_PROGRAMME, Event, UnitOfWork


@reactions.on(FiguresDue, loads={PROGRAMMES: OF_PROGRAMME, SCHEDULES: OF_PROGRAMME})
async def release_figures(event: Event[FiguresDue], uow: UnitOfWork) -> None:
    """Close the answers that wait, or a part of very many."""
    programme = await uow.require(PROGRAMMES, event.data.programme_id)
    schedule = await uow.get(SCHEDULES, programme.id)
    if schedule:
        await close_answers(uow, schedule, programme, now=max(event.time, uow.now))


@reactions.on(ProgrammeCompleted, loads={PROGRAMMES: OF_PROGRAMME, SCHEDULES: OF_PROGRAMME})
async def note_completion(event: Event[ProgrammeCompleted], uow: UnitOfWork) -> None:
    """Report at the closing after the last answers; at once if there is nothing to wait for."""
    programme = await uow.require(PROGRAMMES, event.data.programme_id)
    completed = uow.save(PROGRAMMES, programme.changed(completed_at=event.time))
    await report_if_final(uow, completed, await uow.get(SCHEDULES, programme.id))
