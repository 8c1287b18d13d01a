"""The templates of the organisation: saved from a programme, renamed, deleted."""

import uuid
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, HTTPException, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console.clients.enrollment import ProgrammeTemplate, ProgrammeTemplates
from services.console.clients.services import Answer
from services.console.pages.common.fetch import fetch
from services.console.pages.common.reader import learn_reader, voice_of
from services.console.pages.common.refusals import refusal_of
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import render
from services.console.pages.coordinator.page_context import FINE, ProgrammePage
from services.console.pages.coordinator.rounds import Key
from shared.kernel import Identifier
from shared.runtime.caller import Caller
from shared.service import Coordinator

router = APIRouter(include_in_schema=False)

_OWNER: Final = "enrollment"
Name = Annotated[str, Form(max_length=500)]
TemplateId = Annotated[Identifier, Path()]
Said = Literal["", "template-saved", "template-renamed", "template-deleted"]


@router.post("/programmes/{programme_id}/template", response_model=None)  # noqa: FAST003 (of the context)
async def save(context: ProgrammePage, caller: Coordinator, key: Key, name: Name = "") -> Response:
    """Save the programme as a template."""
    sent = await context.send("template", {"name": name.strip()}, key, owner=_OWNER)
    if sent.problem:
        return await _show(context.request, caller, after=sent)
    return RedirectResponse("/templates?said=template-saved", 303)


@router.get("/templates")
async def templates(request: Request, caller: Coordinator, said: Said = "") -> HTMLResponse:
    """Show the templates of the organisation; only coordinators of all programmes change them."""
    return await _show(request, caller, notice=said)


@router.post("/templates/{template_id}/name", response_model=None)
async def rename(
    request: Request, caller: Coordinator, template_id: TemplateId, key: Key, name: Name = ""
) -> Response:
    """Give a template another name."""
    _require_all_programmes(caller)
    sent = await _send(request, template_id, {"name": name.strip()}, key, "PUT")
    if sent.problem:
        return await _show(request, caller, after=sent)
    return RedirectResponse("/templates?said=template-renamed", 303)


@router.get("/templates/{template_id}/deletion")
async def check_deletion(request: Request, caller: Coordinator, template_id: TemplateId) -> HTMLResponse:
    """Show what deleting a template brings, before it is deleted."""
    template = next((each for each in await _own(request) if each.id == template_id), None)
    if template is None:
        raise HTTPException(404, "there is no such template")
    await learn_reader(request, caller)
    return render(request, "template_deletion.html", caller, deleted=template, key=uuid.uuid4().hex)


@router.post("/templates/{template_id}/deletion", response_model=None)
async def delete(request: Request, caller: Coordinator, template_id: TemplateId, key: Key) -> Response:
    """Delete a template."""
    _require_all_programmes(caller)
    sent = await _send(request, template_id, {}, key, "DELETE")
    if sent.problem:
        return await _show(request, caller, after=sent)
    return RedirectResponse("/templates?said=template-deleted", 303)


def _require_all_programmes(caller: Caller) -> None:
    if not caller.all_programmes:
        raise HTTPException(403, "Coordinators of all programmes rename and delete templates.")


async def _send(
    request: Request, template_id: str, body: dict[str, str], key: str, method: Literal["PUT", "DELETE"]
) -> Answer:
    path = f"/programme-templates/{template_id}"
    return await clients_of(request).command(_OWNER, path, token_of(request), body, key=key, method=method)


async def _own(request: Request) -> list[ProgrammeTemplate]:
    """Return the templates that the organisation saved."""
    listed = await fetch(request, _OWNER, ProgrammeTemplates, "/programme-templates")
    return [each for each in listed.items if each.name is not None]


async def _show(request: Request, caller: Caller, *, after: Answer = FINE, notice: str = "") -> HTMLResponse:
    own = await _own(request)
    await learn_reader(request, caller)
    return render(
        request,
        "templates.html",
        caller,
        status=after.status,
        problem=refusal_of(voice_of(request), after),
        notice=notice,
        templates=own,
        may_change=caller.all_programmes,
        key=uuid.uuid4().hex,
    )
