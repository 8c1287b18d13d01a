"""The places of a programme and their waitlist."""

from typing import Final

from services.enrollment.domain.application import Application, ApplicationState
from services.enrollment.domain.participant import ParticipantState
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.waitlist import free_places, places_of
from services.enrollment.store import APPLICATIONS, PARTICIPANTS
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork

_PRESENT: Final = (ParticipantState.ENROLLED, ParticipantState.READY)
WAITLIST_ORDER: Final = [("left_out_before", -1), ("ticket", 1)]


async def count_free(uow: UnitOfWork, programme: Programme, role: Role) -> int | None:
    """How many places of a role are free; None: no limit."""
    places = places_of(programme.plan, role)
    if places is None:
        return None
    # State by state: only one range of an index is counted without reading its entries one by one.
    counts = [await uow.count(PARTICIPANTS, {"role": role.value, "state": state.value}) for state in _PRESENT]
    taken = sum(counts)
    offered = await count_applications(uow, role, ApplicationState.OFFERED)
    return free_places(places, taken, offered)


async def count_applications(uow: UnitOfWork, role: Role, state: ApplicationState) -> int:
    """How many applications for a role are in a state."""
    return await uow.count(APPLICATIONS, {"role": role.value, "state": state.value})


async def has_free_place(uow: UnitOfWork, programme: Programme, role: Role) -> bool:
    """Whether somebody new can have a place: one is free, and nobody waits for it."""
    free = await count_free(uow, programme, role)
    return free is None or (free > 0 and not await count_applications(uow, role, ApplicationState.WAITLISTED))


async def find_waiting(uow: UnitOfWork, role: Role, most: int) -> list[Application]:
    """The first on the waitlist, in order."""
    query = {"role": role.value, "state": ApplicationState.WAITLISTED.value}
    return await uow.find(APPLICATIONS, query, sort=WAITLIST_ORDER, limit=most)
