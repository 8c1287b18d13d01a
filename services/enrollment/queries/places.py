"""The places of a programme and their waitlist."""

from typing import Final

from services.enrollment.domain.application import Application, ApplicationState
from services.enrollment.domain.participant import ParticipantState
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.waitlist import Waitlist, free_places, places_of
from services.enrollment.store import APPLICATIONS, PARTICIPANTS, WAITLISTS
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork

_PRESENT: Final = (ParticipantState.ENROLLED, ParticipantState.READY)
WAITLIST_ORDER: Final = [("left_out_before", -1), ("ticket", 1)]


async def count_free(uow: UnitOfWork, programme: Programme, role: Role) -> int | None:
    """Return how many places of a role are free; None: no limit."""
    places = places_of(programme.plan, role)
    return None if places is None else free_places(places, await count_taken(uow, role))


async def count_taken(uow: UnitOfWork, role: Role) -> int:
    """Return how many places of a role are taken, or kept for applicants."""
    # State by state: only one range of an index is counted without reading its entries one by one.
    counts = [await uow.count(PARTICIPANTS, {"role": role.value, "state": state.value}) for state in _PRESENT]
    return sum(counts) + await count_applications(uow, role, ApplicationState.OFFERED)


async def count_applications(uow: UnitOfWork, role: Role, state: ApplicationState) -> int:
    """Return how many applications for a role are in a state."""
    return await uow.count(APPLICATIONS, {"role": role.value, "state": state.value})


async def has_free_place(uow: UnitOfWork, programme: Programme, role: Role) -> bool:
    """Return whether somebody new can have a place: one is free, and nobody waits for it."""
    places = places_of(programme.plan, role)
    if places is None:
        return True
    return await admits_one(uow, await counted_waitlist(uow, programme, role), places)


async def load_waitlist(uow: UnitOfWork, role: Role) -> Waitlist:
    """Return the waitlist of a role, or a new one."""
    waitlist = await uow.get(WAITLISTS, role.value)
    return waitlist or Waitlist(id=role.value, **uow.scope.model_dump(exclude={"region"}))


async def counted_waitlist(uow: UnitOfWork, programme: Programme, role: Role) -> Waitlist:
    """Return the waitlist of a role with limited places, which are counted unless many are surely free."""
    waitlist, places = await load_waitlist(uow, role), places_of(programme.plan, role)
    if places is None or waitlist.has_plenty(places, programme.plan_version):
        return waitlist
    return waitlist.counted(await count_taken(uow, role), programme.plan_version)


async def admits_one(uow: UnitOfWork, waitlist: Waitlist, places: int) -> bool:
    """Return whether one of the places is free and nobody waits for it; they are counted on the waitlist."""
    if waitlist.taken >= places:
        return False
    return not (waitlist.tickets and await find_waiting(uow, Role(waitlist.id), 1))


async def find_waiting(uow: UnitOfWork, role: Role, most: int) -> list[Application]:
    """Return the first on the waitlist, in order."""
    query = {"role": role.value, "state": ApplicationState.WAITLISTED.value}
    return await uow.find(APPLICATIONS, query, sort=WAITLIST_ORDER, limit=most)
