"""The caller's own pulse surveys; nobody else reads about them."""

from services.feedback.domain.pulse import Pulse, PulseState
from services.feedback.queries.latest import find_latest
from services.feedback.queries.own_questionnaires import Written, written
from services.feedback.store import PULSES
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest


async def own_pulse(uow: UnitOfWork, pulse_id: str, employee_id: str) -> Pulse:
    """Return a pulse survey of this employee.

    Raises:
        NotFound: there is none, or it is somebody else's: the caller can't tell which.
    """
    pulse = await uow.get(PULSES, pulse_id)
    if pulse is None or pulse.employee_id != employee_id:
        raise NotFound(f"no such survey: {pulse_id}")
    return pulse


async def list_own_pulses(
    uow: UnitOfWork, employee_id: str, state: PulseState | None, page: PageRequest
) -> Found[Pulse]:
    """Return the surveys of one employee, the latest first."""
    query = {"employee_id": employee_id, **({"state": state.value} if state else {})}
    return await find_latest(uow, PULSES, query, page, by="requested_at")


async def read_own_pulse(uow: UnitOfWork, pulse_id: str, employee_id: str) -> tuple[Pulse, Written]:
    """Return a pulse survey of this employee, and the programme's own questions in it.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    pulse = await own_pulse(uow, pulse_id, employee_id)
    return pulse, await written(uow, pulse.own)


async def read_own_pulses(
    uow: UnitOfWork, employee_id: str, state: PulseState | None, page: PageRequest
) -> tuple[Found[Pulse], Written]:
    """Return the surveys of one employee, the latest first, and the programme's own questions in them."""
    pulses, total = await list_own_pulses(uow, employee_id, state, page)
    return (pulses, total), await written(uow, (asked for pulse in pulses for asked in pulse.own))
