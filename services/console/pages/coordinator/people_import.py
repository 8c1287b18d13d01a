"""The import of people by a file from HR: it is checked, shown with its faults, and taken when confirmed."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from fastapi import Depends, Path, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData, UploadFile

from services.console.clients.imports import Import, ImportCheck
from services.console.clients.services import Answer
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.coordinator.page_context import (
    FINE,
    PageContext,
    ProgrammePage,
    make_router,
    require_all_programmes,
)
from services.console.wording.hr_files import HR_COLUMNS
from shared.kernel import Identifier
from shared.locale import translatable
from shared.runtime.quotas import HEAVY, costs
from shared.service import large_body

router = make_router("/import")
router.dependencies.append(Depends(require_all_programmes))

_OWNER: Final = "enrollment"
_LARGEST: Final = 4_000_000
"""About 20,000 people; the page that shows a file's check carries the file."""
_LARGEST_CARRIED: Final = _LARGEST * 4 // 3 + 4
_MODES: Final = ("partial", "full")
_FAULTS_SHOWN: Final = 200
_FORM_WITH_FILE: Final = [large_body("multipart/form-data"), costs(HEAVY)]
_NOTHING_MORE: Final[Mapping[str, str]] = {}
_NO_FILE: Final = translatable("Choose a file.")
_TOO_LARGE: Final = translatable("The file has more than 4 MB. Import it through the API.")


@dataclass(frozen=True)
class Sent:
    """A form with a file; the file is not shown, as it has names."""

    mode: str
    content: bytes = field(repr=False)
    confirmed: bool = False

    @property
    def carried(self) -> str:
        """The file as the form of the check carries it."""
        return base64.b64encode(self.content).decode()


@router.get("")
async def form(context: ProgrammePage) -> HTMLResponse:
    """Ask for the file."""
    return await _ask(context)


@router.post("/check", response_model=None, dependencies=_FORM_WITH_FILE)
async def check(context: ProgrammePage) -> HTMLResponse:
    """Show what an import of the file would change; nothing is saved."""
    async with context.request.form(max_files=1, max_fields=10) as fields:
        sent = await _chosen(fields)
    if not sent.content:
        return await _ask(context, sent.mode, Answer(422, _NO_FILE))
    if len(sent.content) > _LARGEST:
        return await _ask(context, sent.mode, Answer(422, _TOO_LARGE))
    return await _show_check(context, sent)


@router.post("", response_model=None, dependencies=_FORM_WITH_FILE)
async def take(context: ProgrammePage) -> Response:
    """Import the file that was checked."""
    async with context.request.form(max_files=0, max_fields=10, max_part_size=_LARGEST_CARRIED) as fields:
        sent = _carried(fields)
    if not sent.content:
        return await _ask(context, sent.mode, Answer(422, _NO_FILE))
    confirmation = {"confirm_leavers": "true"} if sent.confirmed else {}
    answer = await _send(context, "imports", sent, confirmation)
    if answer.problem:
        return await _show_check(context, sent, answer)
    return context.redirect(f"import/{answer.body['import_id']}")


@router.get("/{import_id}")
async def result(context: ProgrammePage, import_id: Annotated[Identifier, Path()]) -> HTMLResponse:
    """Show the outcome of an import."""
    done = await context.fetch(Import, f"imports/{import_id}", {"limit": _FAULTS_SHOWN}, owner=_OWNER)
    return await _render(context, "people_import_done.html", done=done)


async def _ask(context: PageContext, mode: str = "", after: Answer = FINE) -> HTMLResponse:
    return await _render(context, "people_import.html", after, mode=mode or _MODES[0], columns=HR_COLUMNS)


async def _show_check(context: PageContext, sent: Sent, after: Answer = FINE) -> HTMLResponse:
    checked = await _send(context, "import-checks", sent)
    if checked.problem:
        return await _ask(context, sent.mode, checked)
    import_check = ImportCheck.model_validate(checked.body)
    return await _render(context, "people_import_check.html", after, found=import_check, sent=sent)


async def _send(
    context: PageContext, below: str, sent: Sent, more: Mapping[str, str] = _NOTHING_MORE
) -> Answer:
    query = {"mode": sent.mode, **more}
    return await clients_of(context.request).send_file(
        _OWNER, context.path(below), token_of(context.request), sent.content, "text/csv", query
    )


async def _render(context: PageContext, template: str, after: Answer = FINE, **shown: Any) -> HTMLResponse:
    plan = await context.plan()
    return await context.render_plan(template, plan, after=after, most=_FAULTS_SHOWN, **shown)


async def _chosen(fields: FormData) -> Sent:
    file = fields.get("file")
    content = await file.read(_LARGEST + 1) if isinstance(file, UploadFile) else b""
    return Sent(_mode(fields), content)


def _carried(fields: FormData) -> Sent:
    try:
        content = base64.b64decode(str(fields.get("content", "")), validate=True)
    except binascii.Error:
        content = b""
    return Sent(_mode(fields), content, "confirmed" in fields)


def _mode(fields: FormData) -> str:
    mode = fields.get("mode")
    return str(mode) if mode in _MODES else _MODES[0]
