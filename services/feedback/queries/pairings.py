"""The health of active pairings."""

from pydantic import BaseModel

from services.feedback.domain.health import Assessment, assess
from services.feedback.domain.health_record import HealthRecord
from services.feedback.queries.access import pairings_for
from services.feedback.queries.counting import ACTIVE
from services.feedback.store import HEALTH_RECORDS, PROGRAMMES
from shared.contracts.feedback import Health
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page


class Assessed(BaseModel):
    """A pairing with its health as of now."""

    record: HealthRecord
    assessment: Assessment


async def list_health(
    uow: UnitOfWork, employee_id: str | None, health: Health | None, page: PageRequest
) -> Found[Assessed]:
    """Return the active pairings a coordinator may read about, with their health as of now; the worst first.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    query = {**ACTIVE, **await pairings_for(uow, employee_id)}
    if health:
        query["health"] = health.value
    # In the order of the alphabet "needs attention" comes first. Timers keep the stored health current.
    records, total = await find_page(uow, HEALTH_RECORDS, query, page, sort=[("health", 1), ("id", 1)])
    assessed = [
        Assessed(record=record, assessment=assess(record, programme.rules, now=uow.now)) for record in records
    ]
    return assessed, total
