"""Setting up and changing programmes."""

from services.enrollment.domain.programme import Programme, ProgrammePlan
from services.enrollment.store import PROGRAMMES
from shared.messaging.unit_of_work import UnitOfWork


async def define(uow: UnitOfWork, programme_id: str, plan: ProgrammePlan) -> tuple[Programme, bool]:
    """Open a programme, or change it to this plan; True if it is new."""
    existing = await uow.get(PROGRAMMES, programme_id)
    if existing is None:
        opened, events = Programme.open(uow.scope.tenant, programme_id, plan)
        return uow.save(PROGRAMMES, opened, *events), True
    changed, events = existing.replan(plan)
    return (uow.save(PROGRAMMES, changed, *events) if events else existing), False
