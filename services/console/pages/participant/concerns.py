"""Raise a concern: who reads it, the form, a check page, and the caller's earlier ones."""

import asyncio
import uuid
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import HTMLResponse

from services.console.clients.feedback_concerns import ConcernReaders, OwnConcerns
from services.console.clients.services import Answer
from services.console.pages.common.reader import LanguageChoice
from services.console.pages.participant.own_page import (
    FINE,
    MOST,
    PARTICIPANTS,
    PREFIX,
    Key,
    Own,
    OwnPage,
)
from services.console.pages.participant.people import fetch_people
from services.console.queries import own

router = APIRouter(prefix=f"{PREFIX}/concerns", include_in_schema=False, dependencies=[PARTICIPANTS])

Id = Annotated[str, Form(max_length=64)]
Step = Literal["check", "change", "send"]


@dataclass(frozen=True)
class ConcernForm:
    """The fields of the form as they were sent."""

    about: str = ""
    pairing_id: str = ""
    handler_id: str = ""
    named: str = "yes"

    @property
    def body(self) -> dict[str, object]:
        """The report for feedback."""
        return {
            "about": self.about.strip(),
            "pairing_id": self.pairing_id or None,
            "handler_id": self.handler_id or None,
            "named": self.named == "yes",
        }


async def _typed(
    about: Annotated[str, Form(max_length=4000)] = "",
    pairing_id: Id = "",
    handler_id: Id = "",
    named: Annotated[Literal["yes", "no"], Form()] = "yes",
) -> ConcernForm:
    return ConcernForm(about, pairing_id, handler_id, named)


@router.get("")
async def concerns(page: Own) -> HTMLResponse:
    """Say who reads a concern; show the form, and the caller's concerns."""
    return await _show(page)


@router.post("", response_model=None)
async def report(
    page: Own,
    key: Key,
    typed: Annotated[ConcernForm, Depends(_typed)],
    step: Annotated[Step, Form()] = "check",
    language: LanguageChoice = "",
) -> Response:
    """Show the concern to be checked, then send it; nothing is kept before."""
    if page.switches(language) or step == "change":
        return await _show(page, typed=typed)
    if step == "check" and typed.about.strip():
        return await _show(page, typed=typed, template="concern_check.html")
    sent = await page.send("feedback", "concerns", typed.body, key)
    if sent.problem:
        return await _show(page, after=sent, typed=typed)
    return page.redirect(f"/concerns/{sent.body['concern_id']}?said=concern")


async def _show(
    page: OwnPage, *, after: Answer = FINE, typed: ConcernForm | None = None, template: str = "concerns.html"
) -> HTMLResponse:
    readers, concerns, pairings, people = await asyncio.gather(
        page.section("feedback", ConcernReaders, "me/concern-readers"),
        page.section("feedback", OwnConcerns, "me/concerns", {"limit": MOST}),
        page.runner.read(page.caller, page.programme_id, own.pairings, page.employee_id),
        fetch_people(page),
    )
    return page.render(
        template,
        zone=people.zone,
        after=after,
        readers=readers.value,
        concerns=concerns.value.items if concerns.value else None,
        pairings=pairings,
        partner=lambda pairing: people.partner(pairing.partner_of(page.employee_id)),
        typed=typed or ConcernForm(),
        key=uuid.uuid4().hex,
    )
