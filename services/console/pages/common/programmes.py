"""The list of programmes."""

from typing import Final, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.console.pages.common.reader import learn_reader
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import PageNumber, render
from services.console.queries import programme_queries as queries
from services.console.queries.access import run_query
from shared.runtime.caller import CallerRole
from shared.service import PageReader, Read

router = APIRouter(include_in_schema=False)

DRAFT: Final = "draft"
"""The state of a programme that only enrollment knows."""


@router.get("/", response_model=None)
async def home(
    request: Request,
    caller: PageReader,
    read: Read,
    page: PageNumber = 1,
    said: Literal["", "opened", "discarded"] = "",
) -> Response:
    """Show one page of the programmes the caller coordinates.

    Others go to the first page of their own role.
    """
    if not caller.has(CallerRole.COORDINATOR):
        return RedirectResponse("/ops" if caller.has(CallerRole.OPS) else "/mine", 303)
    only = None if caller.all_programmes else caller.programmes
    await learn_reader(request, caller)
    own = await run_query(read, caller, None, queries.programmes, only, page)
    programmes = await clients_of(request).programmes(token_of(request))
    return render(
        request,
        "home.html",
        caller,
        notice=said,
        page=own,
        names={each.id: each.name for each in programmes},
        drafts=[each for each in programmes if each.state == DRAFT],
        may_begin=bool(caller.programmes),
        filters={},
    )
