"""The programme in figures."""

from services.feedback.domain.summary import Summary, summarise
from services.feedback.queries.access import check_ins_for, pairings_for
from services.feedback.queries.counting import count
from services.feedback.store import PROGRAMMES, SCHEDULES
from shared.messaging import UnitOfWork


async def summary(uow: UnitOfWork, employee_id: str | None) -> Summary:
    """Return the programme in figures, as a coordinator may read them.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    counts = await count(
        uow,
        programme.rules,
        pairings=await pairings_for(uow, employee_id),
        check_ins=await check_ins_for(uow, employee_id),
    )
    schedule = await uow.get(SCHEDULES, programme.id)
    return summarise(programme, counts, schedule)
