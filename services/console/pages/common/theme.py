"""The theme of the pages: light, dark, or as the device is set."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console.browser_sessions.cookies import signed_in
from services.console.browser_theme import Theme, keep_theme
from services.console.pages.common.view import render
from shared.locale import translatable
from shared.runtime.auth import open_to_all

router = APIRouter(prefix="/theme", include_in_schema=False)

_OPEN: Final = [open_to_all("the choice is kept by the browser alone, and says nothing about a person")]
LABELS: Final = {
    Theme.SYSTEM: translatable("As the device is set"),
    Theme.LIGHT: translatable("Light"),
    Theme.DARK: translatable("Dark"),
}


@router.get("", dependencies=_OPEN)
async def theme(request: Request, said: Literal["", "theme"] = "") -> HTMLResponse:
    """Show the choice of a theme, in one form."""
    return render(request, "theme.html", await signed_in(request), notice=said, labels=LABELS)


@router.post("", dependencies=_OPEN, response_model=None)
async def choose(theme: Annotated[Theme, Form()], request: Request) -> Response:
    """Keep the choice in the browser, and show the page in it."""
    answer = RedirectResponse("/theme?said=theme", 303)
    keep_theme(request, answer, theme)
    return answer
