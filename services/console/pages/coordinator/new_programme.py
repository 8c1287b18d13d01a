"""A new programme: begin with a template, or copy one."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import TypeAdapter, ValidationError

from services.console.clients.enrollment import Programmes, ProgrammeTemplates
from services.console.clients.refusal import Refusal
from services.console.clients.services import Answer
from services.console.pages.common.fetch import fetch
from services.console.pages.common.reader import voice_of
from services.console.pages.common.refusals import faults_of, refusal_of
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import render
from services.console.pages.coordinator.page_context import FINE
from services.console.pages.coordinator.rounds import Key
from shared.kernel import Identifier
from shared.locale import translatable
from shared.runtime.caller import Caller
from shared.service import Coordinator

router = APIRouter(prefix="/new-programme", include_in_schema=False)

_OWNER: Final = "enrollment"
_TEXT: Final = Form(max_length=500)
_MOST: Final = 500
_IDS: Final = TypeAdapter[str](Identifier)
_NO_ID: Final = translatable("A short name has letters, digits and hyphens only.")
TEMPLATES: Final = {
    "standard": (
        translatable("Standard"),
        translatable("Six months, a session of one hour every four weeks."),
    ),
    "digital-sprint": (
        translatable("Digital sprint"),
        translatable("Three months, a session of one hour every two weeks."),
    ),
    "inclusion-year": (
        translatable("Inclusion year"),
        translatable("Twelve months, a session of 90 minutes every four weeks."),
    ),
    "evergreen": (
        translatable("Ongoing"),
        translatable("No end; each pairing lasts half a year, with a session of one hour every four weeks."),
    ),
}
"""The shipped templates in words."""


@router.get("")
async def new_programme(
    request: Request,
    caller: Coordinator,
    template: Annotated[str, Query(max_length=64)] = "standard",
    copy: Annotated[str, Query(max_length=64)] = "",
    starts_on: Annotated[str, Query(max_length=10)] = "",
) -> HTMLResponse:
    """Ask what the programme begins with, and what is its own; the next cohort begins with a copy."""
    begins = f"copy:{copy}" if copy else f"template:{template}"
    return await _page(request, caller, {"begins": begins, "starts_on": starts_on})


@router.post("", response_model=None)
async def draft(
    request: Request,
    caller: Coordinator,
    key: Key,
    begins: Annotated[str, _TEXT] = "",
    id_: Annotated[str, Form(alias="id", max_length=500)] = "",
    name: Annotated[str, _TEXT] = "",
    starts_on: Annotated[str, _TEXT] = "",
    regions: Annotated[str, _TEXT] = "",
) -> Response:
    """Make a draft, and go on to set it up."""
    texts = {"begins": begins, "id": id_.strip(), "name": name, "starts_on": starts_on, "regions": regions}
    kind, _, what = begins.partition(":")
    own_regions = [region.strip() for region in regions.split(",") if region.strip()]
    body = {
        "copy_of" if kind == "copy" else "template": what or None,
        "name": name.strip(),
        "starts_on": starts_on.strip(),
        "regions": own_regions or None,
    }
    answer = await _make_draft(request, texts["id"], body, key)
    if answer.problem:
        return await _page(request, caller, texts, answer)
    return RedirectResponse(f"/programmes/{answer.body['id']}/set-up?said=drafted", 303)


async def _make_draft(request: Request, id_: str, body: dict[str, Any], key: str) -> Answer:
    """Have enrollment make a draft; an id that no address can hold is refused here."""
    try:
        _IDS.validate_python(id_)
    except ValidationError:
        return Answer(422, _NO_ID, errors={"programme_id": Refusal(_NO_ID)})
    path = f"/programmes/{id_}/draft"
    return await clients_of(request).command(_OWNER, path, token_of(request), body, key=key)


async def _page(
    request: Request, caller: Caller, texts: dict[str, str], after: Answer = FINE
) -> HTMLResponse:
    templates = await fetch(request, _OWNER, ProgrammeTemplates, "/programme-templates")
    programmes = await fetch(request, _OWNER, Programmes, "/programmes", {"limit": _MOST})
    return render(
        request,
        "new_programme.html",
        caller,
        status=after.status,
        problem=refusal_of(voice_of(request), after),
        faults=_by_field(faults_of(voice_of(request), after)),
        texts={"id": "", "name": "", "starts_on": "", "regions": ""} | texts,
        templates=[(each.id, *TEMPLATES[each.id]) for each in templates.items if each.id in TEMPLATES],
        own_templates=[each for each in templates.items if each.name is not None],
        programmes=programmes.items,
        key=uuid.uuid4().hex,
    )


def _by_field(errors: Mapping[str, str]) -> defaultdict[str, str]:
    """Return the messages by the form's own fields."""
    own = {"programme_id": "id", "ends_on": "starts_on", "terms_version": "begins", "copy_of": "template"}
    return defaultdict(str, {own.get(field, field): message for field, message in errors.items()})
