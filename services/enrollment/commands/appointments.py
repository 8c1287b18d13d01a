"""Steps that sponsors and delegates have in common: asked, answered, ended."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from services.enrollment.domain.appointment import Appointment
from shared.contracts.enrollment import AppointmentEnding, EnrollmentEvent
from shared.kernel import NotFound
from shared.messaging import Collection, UnitOfWork

A = TypeVar("A", bound=Appointment)


def is_named(earlier: Appointment | None, employee_id: str) -> bool:
    """Return whether this very person is asked, or has accepted."""
    return earlier is not None and earlier.is_open and earlier.employee_id == employee_id


def ask(uow: UnitOfWork, collection: Collection[A], appointment: A, due: EnrollmentEvent) -> A:
    """Ask the person named; the request ends with the timer."""
    uow.schedule(due, appointment.expires_at, name=str(appointment.number))
    return uow.save(collection, appointment, appointment.named())


async def answer(
    uow: UnitOfWork,
    collection: Collection[A],
    id_: str,
    employee_id: str,
    *,
    accepts: bool,
    check: Callable[[A], Awaitable[dict[str, Any]]],
) -> None:
    """Accept, decline, or step down later; a repetition changes nothing.

    Args:
        uow: of the programme.
        collection: of the appointments.
        id_: which.
        employee_id: the person who answers.
        accepts: whether they accept.
        check: raises RuleBroken if they may no longer accept; returns further fields of the fact.

    Raises:
        NotFound: the employee was not named there.
        Conflict: it is over, so that they can no longer accept.
    """
    appointment = await uow.get(collection, id_)
    if appointment is None or appointment.employee_id != employee_id:
        raise NotFound(f"you are not named: {id_}")
    if not accepts:
        return _save(uow, collection, *appointment.end(appointment.give_up()))
    accepted, events = appointment.accept()
    if events:
        accepted, events = appointment.accept(**await check(appointment))
    return _save(uow, collection, accepted, events)


async def end(uow: UnitOfWork, collection: Collection[A], id_: str, ending: AppointmentEnding) -> None:
    """End an appointment, if there is one; one that is over stays as it is."""
    appointment = await uow.get(collection, id_)
    if appointment:
        _save(uow, collection, *appointment.end(ending))


async def let_lapse(uow: UnitOfWork, collection: Collection[A], id_: str) -> None:
    """End a request that was not answered in time."""
    appointment = await uow.require(collection, id_)
    _save(uow, collection, *appointment.lapse(uow.now))


def _save(uow: UnitOfWork, collection: Collection[A], changed: A, events: list[EnrollmentEvent]) -> None:
    if events:
        uow.save(collection, changed, *events)
