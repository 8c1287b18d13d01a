"""Training completed in a learning system: its file is pasted, and answered row by row."""

from typing import Annotated, Final

from fastapi import Form, Response
from fastapi.responses import HTMLResponse

from services.console.clients.completions import Completions
from services.console.clients.services import Answer
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.wording.training import MODULES
from shared.locale import translatable

router = make_router("/training-completions")

_NOTHING: Final = translatable("Paste the rows of the file.")


@router.get("")
async def completions(context: ProgrammePage) -> HTMLResponse:
    """Show the form."""
    return await _show(context)


@router.post("", response_model=None)
async def record(context: ProgrammePage, rows: Annotated[str, Form(max_length=900_000)] = "") -> Response:
    """Record the rows, and show which were not taken; the same rows again change nothing."""
    if not rows.strip():
        return await _show(context, after=Answer(422, _NOTHING))
    path = context.path("training-completions")
    sent = await clients_of(context.request).send_text(
        "enrollment", path, token_of(context.request), rows, {}
    )
    if sent.problem:
        return await _show(context, after=sent, typed=rows)
    return await _show(context, result=Completions.model_validate(sent.body))


async def _show(
    context: PageContext, *, after: Answer = FINE, typed: str = "", result: Completions | None = None
) -> HTMLResponse:
    await context.overview()
    return await context.render(
        "training_completions.html", after=after, typed=typed, result=result, modules=MODULES
    )
