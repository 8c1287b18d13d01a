"""Applications: the places, what is to be decided, the waitlist, open offers."""

import asyncio
import uuid
from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

from fastapi import Form, Path, Response
from fastapi.responses import HTMLResponse

from services.console.clients.enrollment import Application, Applications, Places
from services.console.clients.services import Answer, Names
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import PageNumber
from services.console.pages.coordinator.page_context import (
    FINE,
    PageContext,
    ProgrammePage,
    make_router,
    window,
)
from services.console.pages.coordinator.rounds import Key
from services.console.wording.applications import DECLINE_REASONS
from shared.kernel import Identifier
from shared.locale import translatable

router = make_router("/applications")

_OWNER: Final = "enrollment"
_THERE: Final = "applications"
"""Where enrollment has them."""
_CHOOSE: Final = translatable("Choose a reason.")

State = Literal["submitted", "waitlisted", "offered"]
RoleFilter = Literal["", "mentor", "mentee"]
ApplicationId = Annotated[Identifier, Path()]
Text = Annotated[str, Form(max_length=1000)]


@router.get("")
async def applications(
    context: ProgrammePage,
    state: State = "submitted",
    role: RoleFilter = "",
    page: PageNumber = 1,
    said: Literal["", "admitted", "declined"] = "",
) -> HTMLResponse:
    """Show one page of the applications in a state, and the places of each role."""
    return await _show(context, state=state, role=role, page=page, notice=said)


@router.post("/{application_id}/admission", response_model=None)
async def admit(context: ProgrammePage, application_id: ApplicationId, key: Key) -> Response:
    """Admit an applicant: with an offer, or on the waitlist."""
    answer = await context.send(f"{_THERE}/{application_id}/admit", {}, key, owner=_OWNER)
    if answer.problem:
        return await _show(context, after=answer)
    return context.redirect("applications?said=admitted")


@router.get("/{application_id}/decline")
async def check_decline(context: ProgrammePage, application_id: ApplicationId) -> HTMLResponse:
    """Ask for the reason, before an application is declined."""
    return await _check(context, application_id)


@router.post("/{application_id}/decline", response_model=None)
async def decline(
    context: ProgrammePage,
    application_id: ApplicationId,
    key: Key,
    reason: Annotated[str, Form(max_length=40)] = "",
    text: Text = "",
) -> Response:
    """Decline an application."""
    typed = {"reason": reason, "text": text}
    answer = Answer(422, _CHOOSE)
    if reason in DECLINE_REASONS:
        body = {"reason": reason, "text": text.strip() or None}
        answer = await context.send(f"{_THERE}/{application_id}/decline", body, key, owner=_OWNER)
    if answer.problem:
        return await _check(context, application_id, after=answer, typed=typed)
    return context.redirect("applications?said=declined")


async def _show(
    context: PageContext,
    *,
    state: State = "submitted",
    role: RoleFilter = "",
    page: int = 1,
    after: Answer = FINE,
    notice: str = "",
) -> HTMLResponse:
    await context.overview()
    query = {"state": state, **({"role": role} if role else {}), **window(page)}
    places, listed = await asyncio.gather(
        context.fetch(Places, "places", owner=_OWNER),
        context.fetch(Applications, _THERE, query, owner=_OWNER),
    )
    return await _render(
        context,
        "applications.html",
        listed.items,
        after=after,
        notice=notice,
        places=places.items,
        page=listed.on_page(page),
        filters={"state": state, "role": role},
    )


async def _check(
    context: PageContext,
    application_id: str,
    *,
    after: Answer = FINE,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    await context.overview()
    application = await context.fetch(Application, f"{_THERE}/{application_id}", owner=_OWNER)
    return await _render(
        context,
        "application_decline.html",
        [application],
        after=after,
        application=application,
        reasons=DECLINE_REASONS,
        typed=typed or {"reason": "", "text": ""},
    )


async def _render(
    context: PageContext, template: str, applications: Iterable[Application], **shown: Any
) -> HTMLResponse:
    """Render a page that names applicants, who take no part yet and so are named by employee id."""
    employees = (application.employee_id for application in applications)
    request = context.request
    names: Names = await clients_of(request).names(context.programme_id, token_of(request), employees)
    return await context.render(
        template,
        applicants=names.by_employee,
        missing_names=names.missing,
        own_employee_id=context.caller.employee_id,
        key=uuid.uuid4().hex,
        **shown,
    )
