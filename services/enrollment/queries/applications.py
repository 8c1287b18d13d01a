"""Applications: the coordinators' lists, and an employee's own way into a programme."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from services.enrollment.domain.application import Application, ApplicationState
from services.enrollment.domain.invitation import Invitation
from services.enrollment.domain.participant import ParticipantState, participant_ids
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_state import day_begun
from services.enrollment.domain.waitlist import places_of
from services.enrollment.queries.invitations import find_usable
from services.enrollment.queries.places import (
    WAITLIST_ORDER,
    count_applications,
    count_free,
    has_free_place,
)
from services.enrollment.queries.programmes import get_programme
from services.enrollment.store import APPLICATIONS, INVITATIONS, PARTICIPANTS, PROGRAMMES, WAITLISTS
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page


@dataclass(frozen=True)
class Places:
    """The places of one role.

    Attributes:
        role: the role.
        places: how many there are; None: no limit.
        free: how many are free; None: no limit.
        offered: how many are kept for applicants.
        waiting: the length of the waitlist.
        to_decide: the number of applications that wait for a coordinator.
    """

    role: Role
    places: int | None
    free: int | None
    offered: int
    waiting: int
    to_decide: int


@dataclass(frozen=True)
class Entry:
    """An employee's way into a programme.

    Attributes:
        admits: whether the programme takes new participants.
        takes_part: whether the employee is a participant already.
        mode: who may join.
        invitation: by which the employee may join, if there is one.
        roles_with_place: the roles in which somebody new can have a place at once.
        application: the employee's latest application.
        number: their number on the waitlist, from 1.
    """

    admits: bool
    takes_part: bool
    mode: str
    invitation: Invitation | None
    roles_with_place: tuple[Role, ...]
    application: Application | None
    number: int | None


async def list_applications(
    uow: UnitOfWork, state: ApplicationState, role: Role | None, page: PageRequest
) -> Found[Application]:
    """Return a page of the applications in a state, the oldest first; of the waitlist, in its order."""
    await uow.require(PROGRAMMES, uow.scope.programme)
    query: dict[str, Any] = {"state": state.value} | ({"role": role.value} if role else {})
    in_order = WAITLIST_ORDER if state is ApplicationState.WAITLISTED else [("applied_at", 1), ("id", 1)]
    return await find_page(uow, APPLICATIONS, query, page, sort=in_order)


async def get_application(uow: UnitOfWork, application_id: str) -> Application:
    """Return one application.

    Raises:
        NotFound: there is none.
    """
    return await uow.require(APPLICATIONS, application_id)


async def count_places(uow: UnitOfWork) -> list[Places]:
    """Return the places of each role."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    return [await _places(uow, programme, role) for role in Role]


async def get_entry(uow: UnitOfWork, employee_id: str) -> Entry:
    """Return an employee's way into the programme.

    Raises:
        NotFound: no such programme, or it is a draft.
    """
    ids = participant_ids(uow.keyed_id, uow.scope, employee_id)
    own = list(ids.values())
    await uow.preload(
        {
            PROGRAMMES: [uow.scope.programme],
            PARTICIPANTS: own,
            APPLICATIONS: own,
            INVITATIONS: own,
            WAITLISTS: [role.value for role in Role],
        }
    )
    programme = await get_programme(uow, uow.scope.programme, drafts=False)
    application = await _latest(uow, employee_id)
    return Entry(
        admits=programme.admits(day_begun(uow.now)),
        takes_part=await _takes_part(uow, ids.values()),
        mode=programme.plan.admission.mode,
        invitation=await find_usable(uow, ids),
        roles_with_place=tuple([role for role in Role if await has_free_place(uow, programme, role)]),
        application=application,
        number=await waitlist_number(uow, application) if application else None,
    )


async def waitlist_number(uow: UnitOfWork, application: Application) -> int | None:
    """Return the number of an application on the waitlist, from 1; None if it is not on it."""
    if application.state is not ApplicationState.WAITLISTED:
        return None
    before: list[dict[str, Any]] = [
        {"left_out_before": application.left_out_before, "ticket": {"$lt": application.ticket}}
    ]
    if not application.left_out_before:
        before.append({"left_out_before": True})
    waiting = {"role": application.role.value, "state": ApplicationState.WAITLISTED.value}
    return await uow.count(APPLICATIONS, {**waiting, "$or": before}) + 1


async def _places(uow: UnitOfWork, programme: Programme, role: Role) -> Places:
    return Places(
        role=role,
        places=places_of(programme.plan, role),
        free=await count_free(uow, programme, role),
        offered=await count_applications(uow, role, ApplicationState.OFFERED),
        waiting=await count_applications(uow, role, ApplicationState.WAITLISTED),
        to_decide=await count_applications(uow, role, ApplicationState.SUBMITTED),
    )


async def _takes_part(uow: UnitOfWork, ids: Iterable[str]) -> bool:
    own = [await uow.get(PARTICIPANTS, id_) for id_ in ids]
    return any(each is not None and each.state is not ParticipantState.WITHDRAWN for each in own)


async def _latest(uow: UnitOfWork, employee_id: str) -> Application | None:
    """Return the employee's open application, else the last one."""
    ids = participant_ids(uow.keyed_id, uow.scope, employee_id)
    applications = [await uow.get(APPLICATIONS, id_) for id_ in ids.values()]
    made = [application for application in applications if application]
    return max(made, key=lambda each: (each.state.is_open, each.applied_at), default=None)
