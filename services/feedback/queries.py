"""What people look at; read only."""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from services.feedback.counting import ACTIVE, count
from services.feedback.domain.check_in import CheckIn, CheckInState, CheckInWindow
from services.feedback.domain.concern import Concern
from services.feedback.domain.health import Assessment, assess
from services.feedback.domain.known import Participant
from services.feedback.domain.pulse import Pulse
from services.feedback.domain.summary import Summary, summarise
from services.feedback.readers import check_ins_for, pairings_for, readable
from services.feedback.store import CHECK_INS, CONCERNS, PARTICIPANTS, PROGRAMMES, PULSES, RELEASES
from shared.contracts.feedback import Health
from shared.kernel import Aggregate, NotFound
from shared.messaging.storage import Collection
from shared.messaging.unit_of_work import UnitOfWork

T = TypeVar("T")
A = TypeVar("A", bound=Aggregate)
Found = tuple[list[T], int]
"""One page, and how many there are in all."""


class Assessed(BaseModel):
    """A pairing with its health as of now."""

    pulse: Pulse
    assessment: Assessment


async def own_check_in(uow: UnitOfWork, check_in_id: str, employee_id: str) -> CheckIn:
    """A check-in of this employee.

    Raises:
        NotFound: there is none, or it is somebody else's: the caller can't tell which.
    """
    check_in = await uow.get(CHECK_INS, check_in_id)
    if check_in is None or check_in.employee_id != employee_id:
        raise NotFound(f"no such check-in: {check_in_id}")
    return check_in


async def list_own_check_ins(
    uow: UnitOfWork, employee_id: str, state: CheckInState | None, limit: int, offset: int
) -> Found[CheckIn]:
    """Check-ins of one employee; the latest first."""
    query = {"employee_id": employee_id, **({"state": state.value} if state else {})}
    return await _page(uow, CHECK_INS, query, "requested_at", limit, offset)


async def list_check_ins(
    uow: UnitOfWork, employee_id: str | None, window: CheckInWindow | None, limit: int, offset: int
) -> Found[CheckIn]:
    """The check-ins a coordinator may read about: who is asked, and until when."""
    query = await check_ins_for(uow, employee_id)
    if window:
        query["due_at"] = {"$gt" if window is CheckInWindow.OPEN else "$lte": uow.now}
    return await _page(uow, CHECK_INS, query, "requested_at", limit, offset)


async def list_health(
    uow: UnitOfWork, employee_id: str | None, health: Health | None, limit: int, offset: int
) -> Found[Assessed]:
    """The active pairings a coordinator may read about, with their health as of now; the worst first.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    query = {**ACTIVE, **await pairings_for(uow, employee_id)}
    if health:
        query["health"] = health.value
    # In the order of the alphabet "needs attention" comes first. What is kept is as of now: timers see to it.
    pulses = await uow.find(PULSES, query, sort=[("health", 1), ("id", 1)], skip=offset, limit=limit)
    assessed = [
        Assessed(pulse=pulse, assessment=assess(pulse, programme.rules, now=uow.now)) for pulse in pulses
    ]
    return assessed, await uow.count(PULSES, query)


async def summary(uow: UnitOfWork, employee_id: str | None) -> Summary:
    """The programme in figures, as a coordinator may read them.

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
    concerns = await uow.count(CONCERNS, await readable(uow, employee_id))
    release = await uow.get(RELEASES, programme.id)
    return summarise(programme, counts.model_copy(update={"concerns": concerns}), release)


async def list_concerns(uow: UnitOfWork, employee_id: str | None, limit: int, offset: int) -> Found[Concern]:
    """The concerns a coordinator may read; the latest first."""
    return await _page(uow, CONCERNS, await readable(uow, employee_id), "reported_at", limit, offset)


async def list_own_concerns(uow: UnitOfWork, employee_id: str, limit: int, offset: int) -> Found[Concern]:
    """What the caller has reported; the latest first."""
    return await _page(uow, CONCERNS, {"employee_id": employee_id}, "reported_at", limit, offset)


async def participants_of(uow: UnitOfWork, employee_id: str) -> list[Participant]:
    """As whom an employee takes part, or took part, in the programme."""
    return await uow.find(PARTICIPANTS, {"employee_id": employee_id}, sort=[("id", 1)])


async def pulses_of(uow: UnitOfWork, people: Sequence[Participant]) -> list[Pulse]:
    """All pairings of these participants, past ones too."""
    among = {"$in": sorted(person.id for person in people)}
    return await uow.find(PULSES, {"$or": [{"mentor_id": among}, {"mentee_id": among}]}, sort=[("id", 1)])


async def _page(
    uow: UnitOfWork, collection: Collection[A], query: dict[str, Any], latest: str, limit: int, offset: int
) -> Found[A]:
    """One page of a collection, the latest by this field first.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    items = await uow.find(collection, query, sort=[(latest, -1), ("id", 1)], skip=offset, limit=limit)
    return items, await uow.count(collection, query)
