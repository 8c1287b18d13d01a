"""What people look at; read only."""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from services.feedback.domain.check_in import CheckIn, CheckInState
from services.feedback.domain.concern import Concern
from services.feedback.domain.health import Assessment, assess
from services.feedback.domain.known import Participant
from services.feedback.domain.pulse import Pulse
from services.feedback.domain.summary import Summary, is_active, summarise
from services.feedback.store import CHECK_INS, CONCERNS, PARTICIPANTS, PROGRAMMES, PULSES
from shared.contracts.feedback import Health
from shared.kernel import NotFound
from shared.messaging.unit_of_work import UnitOfWork

T = TypeVar("T")
Found = tuple[list[T], int]
"""One page, and how many there are in all."""


class Assessed(BaseModel):
    """A pairing with its health as of now."""

    pulse: Pulse
    assessment: Assessment


async def own_check_in(uow: UnitOfWork, check_in_id: str, employee_id: str | None) -> CheckIn:
    """A check-in of this employee.

    Raises:
        NotFound: there is none, or it is somebody else's: the caller can't tell which.
    """
    check_in = await uow.get(CHECK_INS, check_in_id)
    if check_in is None or check_in.employee_id != employee_id:
        raise NotFound(f"no such check-in: {check_in_id}")
    return check_in


async def list_check_ins(
    uow: UnitOfWork,
    state: CheckInState | None,
    limit: int,
    offset: int,
    employee_id: str | None = None,
) -> Found[CheckIn]:
    """Check-ins of the programme, or of one employee; the latest first."""
    await uow.require(PROGRAMMES, uow.scope.programme)
    query: dict[str, Any] = {}
    if state:
        query["state"] = state.value
    if employee_id:
        query["employee_id"] = employee_id
    found = await uow.find(CHECK_INS, query, sort=[("requested_at", -1), ("id", 1)])
    return found[offset : offset + limit], len(found)


async def list_health(uow: UnitOfWork, health: Health | None, limit: int, offset: int) -> Found[Assessed]:
    """Active pairings with their health as of now; those that need attention first."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    pulses = await uow.find(PULSES, {"ended_at": None}, sort=[("id", 1)])
    assessed = [
        Assessed(pulse=pulse, assessment=assess(pulse, programme.rules, now=uow.now))
        for pulse in pulses
        if is_active(pulse)
    ]
    wanted = [one for one in assessed if health in {None, one.assessment.health}]
    wanted.sort(key=lambda one: one.assessment.health is not Health.NEEDS_ATTENTION)
    return wanted[offset : offset + limit], len(wanted)


async def summary(uow: UnitOfWork) -> Summary:
    """The programme in figures."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    pulses = await uow.find(PULSES, sort=[("id", 1)])
    participants = await uow.find(PARTICIPANTS, sort=[("id", 1)])
    concerns = await uow.find(CONCERNS)
    return summarise(programme, pulses, participants, concerns=len(concerns), now=uow.now)


async def list_concerns(uow: UnitOfWork, employee_id: str | None, limit: int, offset: int) -> Found[Concern]:
    """The concerns a coordinator may read: none reported by a partner of the coordinator's own pairings."""
    await uow.require(PROGRAMMES, uow.scope.programme)
    query = {"withheld_from": {"$ne": employee_id}} if employee_id else {}
    found = await uow.find(CONCERNS, query, sort=[("reported_at", -1), ("id", 1)])
    return found[offset : offset + limit], len(found)


async def list_own_concerns(uow: UnitOfWork, employee_id: str, limit: int, offset: int) -> Found[Concern]:
    """What the caller has reported; the latest first."""
    await uow.require(PROGRAMMES, uow.scope.programme)
    found = await uow.find(CONCERNS, {"employee_id": employee_id}, sort=[("reported_at", -1), ("id", 1)])
    return found[offset : offset + limit], len(found)


async def pulses_of(uow: UnitOfWork, participant_ids: Sequence[str]) -> list[Pulse]:
    """All pairings, past ones too, of these participants."""
    among = {"$in": sorted(participant_ids)}
    return await uow.find(PULSES, {"$or": [{"mentor_id": among}, {"mentee_id": among}]}, sort=[("id", 1)])


async def partner_ids(uow: UnitOfWork, pulses: Sequence[Pulse], own: Sequence[Participant]) -> frozenset[str]:
    """Employee ids of the other ones in these pairings."""
    mine = {person.id for person in own}
    others = {who for pulse in pulses for who in (pulse.mentor_id, pulse.mentee_id)} - mine
    people = await uow.find(PARTICIPANTS, {"id": {"$in": sorted(others)}})
    return frozenset(person.employee_id for person in people)
