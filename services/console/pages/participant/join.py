"""Joining a programme: what it is, applying, waiting for a place, taking the one that is offered."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from services.console.clients.enrollment import (
    Entry,
    OwnApplication,
    ProgrammeDefinition,
)
from services.console.clients.services import Answer
from services.console.pages.common.reader import LanguageChoice
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage
from services.console.pages.participant.programmes import Total
from services.console.pages.participant.terms import fetch_terms
from shared.contracts.vocabulary import Role
from shared.locale import translatable

router = APIRouter(prefix=f"{PREFIX}/join", include_in_schema=False, dependencies=[PARTICIPANTS])

Said = Literal["", "applied", "application-withdrawn", "invitation-declined"]
RoleChoice = Annotated[Literal["", "mentor", "mentee"], Form()]
_OPEN: Final = ("submitted", "waitlisted", "offered")
_AGREE: Final = translatable("Tick the box to agree to the terms.")
_CHOOSE: Final = translatable("Choose how you would like to take part.")


@dataclass(frozen=True)
class JoinForm:
    """The form to join as it was filled in."""

    role: str = ""
    starts: str = "09:00"
    ends: str = "17:00"
    capacity: int = 1
    total: str = ""
    agree: bool = False
    terms_version: str = ""
    terms_language: str = ""

    @property
    def missing(self) -> str:
        """The sentence about what is still missing; empty if nothing is."""
        if not self.role:
            return _CHOOSE
        return "" if self.agree else _AGREE

    def body(self) -> dict[str, Any]:
        """Return the enrolment as enrollment takes it."""
        return {
            "role": self.role,
            "consent": self.agree,
            "terms_version": self.terms_version,
            "terms_language": self.terms_language or None,
            "capacity": self.capacity,
            "total_capacity": int(self.total) if self.total else None,
            "working_hours": {"starts": self.starts, "ends": self.ends},
        }


def typed_of(
    role: RoleChoice = "",
    starts: Annotated[str, Form(max_length=5)] = "09:00",
    ends: Annotated[str, Form(max_length=5)] = "17:00",
    capacity: Annotated[int, Form(ge=1, le=10)] = 1,
    total_capacity: Total = "",
    agree: Annotated[bool, Form()] = False,  # noqa: FBT002 (a checkbox)
    terms_version: Annotated[str, Form(max_length=40)] = "",
    terms_language: Annotated[str, Form(max_length=2)] = "",
) -> JoinForm:
    """Read the form."""
    return JoinForm(role, starts, ends, capacity, total_capacity, agree, terms_version, terms_language)


Filled = Annotated[JoinForm, Depends(typed_of)]
EMPTY: Final = JoinForm()


@router.get("")
async def join(page: Own, said: Said = "") -> HTMLResponse:
    """Show the programme, and the caller's way into it."""
    return await _show(page, notice=said)


@router.post("", response_model=None)
async def take_place(page: Own, typed: Filled, language: LanguageChoice = "") -> Response:
    """Join the programme."""
    if page.switches(language):
        return await _show(page, typed=typed)
    sent = await send_enrolment(page, typed)
    if sent.problem:
        return await _show(page, after=sent, typed=typed)
    return page.redirect("/programme?said=joined")


@router.post("/application", response_model=None)
async def apply(page: Own, role: RoleChoice = "") -> Response:
    """Apply for a place."""
    sent = await _send(page, "applications", {"role": role}) if role else Answer(422, _CHOOSE)
    return await _show(page, after=sent) if sent.problem else page.redirect("/join?said=applied")


@router.post("/refusal", response_model=None)
async def decline_invitation(page: Own) -> Response:
    """Decline the invitation, without a reason."""
    invitation = (await page.fetch("enrollment", Entry, "me/entry")).invitation
    if invitation is None:
        raise HTTPException(404, "there is no invitation to decline")
    sent = await _send(page, f"invitations/{invitation.invitation_id}/decline", {})
    if sent.problem:
        return await _show(page, after=sent)
    return page.redirect("/join?said=invitation-declined")


@router.get("/withdrawal")
async def check_withdrawal(page: Own) -> HTMLResponse:
    """Show the withdrawal of an application to be checked before it is sent."""
    return await _check(page)


@router.post("/withdrawal", response_model=None)
async def withdraw(page: Own) -> Response:
    """Withdraw the application, or decline the place that is offered."""
    application = _open(await page.fetch("enrollment", Entry, "me/entry"))
    if application is None:
        raise HTTPException(404, "there is no application to withdraw")
    sent = await _send(page, f"applications/{application.application_id}/withdraw", {})
    if sent.problem:
        return await _check(page, after=sent)
    return page.redirect("/join?said=application-withdrawn")


async def send_enrolment(page: OwnPage, typed: JoinForm) -> Answer:
    """Enrol the caller as the form says, once nothing is missing in it."""
    return Answer(422, typed.missing) if typed.missing else await _send(page, "participants", typed.body())


async def _send(page: OwnPage, below: str, body: dict[str, Any]) -> Answer:
    return await page.send("enrollment", below, body)


async def _show(
    page: OwnPage, *, after: Answer = FINE, notice: str = "", typed: JoinForm = EMPTY
) -> HTMLResponse:
    return page.render("join.html", after=after, notice=notice, typed=typed, **await describe(page))


async def describe(page: OwnPage) -> dict[str, Any]:
    """Fetch the programme and the caller's way into it, as the templates show them."""
    definition, entry, terms = await asyncio.gather(
        page.fetch("enrollment", ProgrammeDefinition, ""),
        page.fetch("enrollment", Entry, "me/entry"),
        fetch_terms(page),
    )
    may_join = entry.admits and not entry.takes_part
    return {
        "programme": definition,
        "entry": entry,
        "terms": terms,
        "application": entry.application,
        "waits": _open(entry) is not None,
        "asked": may_join and entry.invitation is not None and entry.invitation.state == "open",
        "roles": _roles_to_join(entry) if may_join else [],
        "roles_to_apply": _roles_to_apply(entry) if may_join else [],
    }


async def _check(page: OwnPage, *, after: Answer = FINE) -> HTMLResponse:
    definition, entry = await asyncio.gather(
        page.fetch("enrollment", ProgrammeDefinition, ""), page.fetch("enrollment", Entry, "me/entry")
    )
    application = _open(entry)
    return page.render("join_withdrawal.html", after=after, programme=definition, application=application)


def _open(entry: Entry) -> OwnApplication | None:
    """Return the application that is not over."""
    application = entry.application
    return application if application and application.state in _OPEN else None


def _roles_to_join(entry: Entry) -> Sequence[Role]:
    """Return the roles that the caller can take at once."""
    application = _open(entry)
    if application:
        return [application.role] if application.state == "offered" else []
    return [role for role in _roles(entry) if role in entry.roles_with_place]


def _roles_to_apply(entry: Entry) -> Sequence[Role]:
    """Return the roles that the caller can apply for: with a decision, or for the waitlist."""
    if _open(entry):
        return []
    if entry.mode == "application" and entry.invitation is None:
        return list(Role)
    return [role for role in _roles(entry) if role not in entry.roles_with_place]


def _roles(entry: Entry) -> Sequence[Role]:
    """Return the roles about which nobody has to decide."""
    if entry.invitation:
        return [entry.invitation.role]
    return list(Role) if entry.mode == "everybody" else []
