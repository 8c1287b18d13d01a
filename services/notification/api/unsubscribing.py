"""Unsubscribing by a link in a message: GET shows, POST acts; a mail program may POST at once (RFC 8058)."""

from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Request
from fastapi import Path as PathParameter
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.notification.commands.preferences import unsubscribe
from services.notification.mails.locale import CATALOGUE
from services.notification.mails.unsubscribing import Unsubscription, read
from shared.runtime.auth import open_to_all
from shared.runtime.caller import Caller, CallerRole
from shared.service import Run

router = APIRouter(tags=["unsubscribing"])

_OPEN: Final = [open_to_all("the link is signed, for one person and one kind of message")]
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
_PAGES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "mails" / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
)


Token = Annotated[str, PathParameter(min_length=1, max_length=2000, description="Signed token of the link")]


@router.get(
    "/unsubscribe/{token}",
    dependencies=_OPEN,
    response_class=HTMLResponse,
    summary="Show the unsubscribe confirmation",
)
async def show(token: Token, request: Request) -> HTMLResponse:
    """Show what the link would do; nothing changes, since mail scanners open links."""
    wish = _read(token, request)
    say = CATALOGUE.voice(wish.language).say
    question = say("Do you want no more messages of this kind? Messages that need your answer still come.")
    return _page(wish, say("No more messages of this kind"), question, button=say("Unsubscribe"))


@router.post("/unsubscribe/{token}", dependencies=_OPEN, response_class=HTMLResponse, summary="Unsubscribe")
async def act(token: Token, request: Request, run: Run) -> HTMLResponse:
    """Send the person no more messages of this kind; the same again changes nothing."""
    wish = _read(token, request)
    caller = Caller(sub="unsubscribe", tenant=wish.tenant, roles=frozenset({CallerRole.PARTICIPANT}))
    await run.command(caller, wish.programme, unsubscribe, wish.participant_id, wish.kind)
    say = CATALOGUE.voice(wish.language).say
    return _page(wish, say("Done"), say("You get no more messages of this kind."), button="")


def _read(token: str, request: Request) -> Unsubscription:
    return read(token, request.app.state.settings.key_of_ids)


def _page(wish: Unsubscription, title: str, text: str, *, button: str) -> HTMLResponse:
    page = _PAGES.get_template("unsubscribe.html")
    html = page.render(language=wish.language, title=title, text=text, button=button)
    return HTMLResponse(html, headers=_HEADERS)
