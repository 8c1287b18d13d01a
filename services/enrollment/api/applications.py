"""Endpoints for applications: apply, withdraw, admit, decline, and the places of a programme."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic.config import JsonDict

from services.enrollment.api.invitations import InvitationView
from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import applications as commands
from services.enrollment.domain.application import Application, ApplicationState, Decline, DeclineReason
from services.enrollment.queries import applications as queries
from services.enrollment.queries.applications import Entry, Places
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier
from shared.service import Coordinator, Page, Paging, Read, Run
from shared.service import Participant as ParticipantCaller

router = APIRouter(tags=["participants"], prefix="/programmes/{programme_id}")

_APPLICATION: Final[JsonDict] = {
    "application_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
    "employee_id": "e000042",
    "role": "mentor",
    "state": "waitlisted",
    "applied_at": "2026-01-05T09:00:00Z",
    "left_out_before": False,
    "expires_at": None,
}
_OWN: Final[JsonDict] = {**_APPLICATION, "number": 12, "decline_reason": None, "decline_text": None}
_ENTRY: Final[JsonDict] = {
    "admits": True,
    "takes_part": False,
    "mode": "application",
    "invitation": None,
    "roles_with_place": ["mentee"],
    "application": None,
}
_DECLINE: Final[JsonDict] = {"reason": "later", "text": "The next programme begins in autumn."}
_PLACES: Final[JsonDict] = {
    "role": "mentor",
    "places": 40,
    "free": 0,
    "offered": 2,
    "waiting": 17,
    "to_decide": 3,
}


class ApplicationInput(BaseModel):
    """The role that an employee applies for."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"role": "mentor"}]})

    role: Role


class DeclineInput(BaseModel):
    """The reason to decline, and a text that only the applicant reads."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_DECLINE]})

    reason: DeclineReason
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] | None = None

    def answer(self) -> Decline:
        """Return the answer in the domain's own type."""
        return Decline(reason=self.reason, text=self.text or None)


class ApplicationView(BaseModel):
    """An application as coordinators see it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_APPLICATION]})

    application_id: str
    employee_id: str
    role: Role
    state: ApplicationState
    applied_at: datetime
    left_out_before: bool
    """Whether the applicant waited in vain in the programme that this one was copied from."""
    expires_at: datetime | None
    """The end of the offer, where a place was offered."""

    @classmethod
    def of(cls, application: Application) -> Self:
        """Return the view of an application."""
        return cls(
            application_id=application.id,
            **application.model_dump(include=set(cls.model_fields) - {"application_id"}),
        )


class OwnApplicationView(ApplicationView):
    """An application as the applicant sees it, with their number on the waitlist and the answer."""

    model_config = ConfigDict(json_schema_extra={"examples": [_OWN]})

    number: int | None
    """On the waitlist, from 1; an applicant left out before comes before others."""
    decline_reason: DeclineReason | None
    decline_text: str | None

    @classmethod
    def of_own(cls, application: Application, number: int | None) -> Self:
        """Return the view of the caller's own application."""
        answer = application.decline
        return cls(
            **ApplicationView.of(application).model_dump(),
            number=number,
            decline_reason=answer.reason if answer else None,
            decline_text=answer.text if answer else None,
        )


class EntryView(BaseModel):
    """The caller's way into a programme."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ENTRY]})

    admits: bool
    """Whether the programme takes new participants."""
    takes_part: bool
    """Whether the caller is a participant already."""
    mode: str
    """As in the programme's admission rules."""
    invitation: InvitationView | None
    """By which the caller may join: open, or declined and not expired."""
    roles_with_place: Sequence[Role]
    """The roles in which somebody new can have a place at once."""
    application: OwnApplicationView | None
    """The caller's open application, else their last one."""

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Return the view of the way into a programme."""
        application, invitation = entry.application, entry.invitation
        return cls(
            admits=entry.admits,
            takes_part=entry.takes_part,
            mode=entry.mode,
            invitation=InvitationView.of(invitation) if invitation else None,
            roles_with_place=entry.roles_with_place,
            application=OwnApplicationView.of_own(application, entry.number) if application else None,
        )


class PlacesView(BaseModel):
    """The places of a role; ``places`` and ``free`` are null where there is no limit."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PLACES]})

    role: Role
    places: int | None
    free: int | None
    offered: int
    waiting: int
    to_decide: int

    @classmethod
    def of(cls, places: Places) -> Self:
        """Return the view of a role's places."""
        return cls(**{name: getattr(places, name) for name in cls.model_fields})


class AllPlacesView(BaseModel):
    """The places of each role."""

    items: list[PlacesView]


@router.get("/me/entry", summary="How the caller can join")
async def get_entry(programme_id: ProgrammeId, caller: ParticipantCaller, read: Read) -> EntryView:
    """Return how the caller can join: places, invitation, application and number on the waitlist."""
    entry = await read.read(caller, programme_id, queries.get_entry, caller.require_employee())
    return EntryView.of(entry)


@router.post("/applications", status_code=201, summary="Apply for a place")
async def apply_for_place(
    programme_id: ProgrammeId, application: ApplicationInput, caller: ParticipantCaller, run: Run
) -> ApplicationView:
    """Apply for a role, or go on the waitlist if nothing but a place is missing.

    An offer follows once a place is free; the applicant accepts it by enrolling.
    """
    made = await run.command(
        caller, programme_id, commands.apply_for_place, caller.require_employee(), application.role
    )
    return ApplicationView.of(made)


@router.post("/applications/{application_id}/withdraw", summary="Withdraw an application")
async def withdraw(
    programme_id: ProgrammeId, application_id: Identifier, caller: ParticipantCaller, run: Run
) -> ApplicationView:
    """Withdraw the caller's own application, or decline the place that was offered."""
    withdrawn = await run.command(
        caller, programme_id, commands.withdraw_application, application_id, caller.require_employee()
    )
    return ApplicationView.of(withdrawn)


@router.get("/applications", summary="List applications")
async def list_applications(
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    page: Paging,
    state: Annotated[ApplicationState, Query()] = ApplicationState.SUBMITTED,
    role: Annotated[Role | None, Query(description="Only applications for this role")] = None,
) -> Page[ApplicationView]:
    """List the applications in a state, the oldest first; those on the waitlist in its order."""
    applications = await read.read(caller, programme_id, queries.list_applications, state, role, page)
    return Page.of(applications, ApplicationView.of)


@router.get("/applications/{application_id}", summary="One application")
async def get_application(
    programme_id: ProgrammeId, application_id: Identifier, caller: Coordinator, read: Read
) -> ApplicationView:
    """Return an application."""
    application = await read.read(caller, programme_id, queries.get_application, application_id)
    return ApplicationView.of(application)


@router.get("/places", summary="Places of the programme")
async def get_places(programme_id: ProgrammeId, caller: Coordinator, read: Read) -> AllPlacesView:
    """Return the number of places, free ones, offers and people waiting, for each role."""
    places = await read.read(caller, programme_id, queries.count_places)
    return AllPlacesView(items=[PlacesView.of(each) for each in places])


@router.post("/applications/{application_id}/admit", summary="Admit an applicant")
async def admit(
    programme_id: ProgrammeId, application_id: Identifier, caller: Coordinator, run: Run
) -> ApplicationView:
    """Offer a place to an applicant; while none is free, they wait on the waitlist."""
    admitted = await run.command(
        caller, programme_id, commands.admit, application_id, caller.sub, caller.employee_id
    )
    return ApplicationView.of(admitted)


@router.post("/applications/{application_id}/decline", summary="Decline an application")
async def decline(
    programme_id: ProgrammeId,
    application_id: Identifier,
    answer: DeclineInput,
    caller: Coordinator,
    run: Run,
) -> ApplicationView:
    """Decline an application, with a reason and a text that the applicant reads."""
    declined = await run.command(
        caller,
        programme_id,
        commands.decline,
        application_id,
        caller.sub,
        caller.employee_id,
        answer.answer(),
    )
    return ApplicationView.of(declined)
