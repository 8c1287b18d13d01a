"""The list of programmes."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.console import queries
from services.console.pages.view import Viewer, owners_of, render, token_of
from shared.runtime.auth import CallerRole
from shared.service.commands import Read

router = APIRouter(include_in_schema=False)


@router.get("/", response_model=None)
async def home(request: Request, caller: Viewer, read: Read) -> Response:
    """The caller's programmes; operators without one go to the operations page."""
    if not caller.has(CallerRole.COORDINATOR):
        return RedirectResponse("/ops", 303)
    known = await read.read(caller, None, queries.programmes)
    own = [programme for programme in known if caller.may_coordinate(programme.id)]
    names = await owners_of(request).programme_names(token_of(request)) if own else {}
    return render(request, "home.html", caller, programmes=own, names=names)
