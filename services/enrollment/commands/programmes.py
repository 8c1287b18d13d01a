"""Setting up and changing programmes."""

from services.enrollment.domain.programme import Programme, ProgrammePlan
from services.enrollment.store import PROGRAMMES
from shared.kernel import Conflict
from shared.messaging import UnitOfWork


async def define(
    uow: UnitOfWork, programme_id: str, plan: ProgrammePlan, most: int
) -> tuple[Programme, bool]:
    """Open a programme, or change it to this plan; True if it is new.

    Raises:
        Conflict: the organisation has ``most`` programmes already.
    """
    existing = await uow.get(PROGRAMMES, programme_id)
    if existing is None:
        if await uow.count(PROGRAMMES) >= most:
            raise Conflict(f"an organisation may have at most {most} programmes", field="programme_id")
        opened, events = Programme.open(uow.scope.tenant, programme_id, plan)
        return uow.save(PROGRAMMES, opened, *events), True
    changed, events = existing.replan(plan)
    return (uow.save(PROGRAMMES, changed, *events) if events else existing), False
