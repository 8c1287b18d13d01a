"""The choice of a language, from any page."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from services.console.pages.common.reader import LANGUAGE_COOKIE
from services.console.sessions.cookies import cookies_of
from shared.locale import LANGUAGES
from shared.runtime.auth import open_to_all

router = APIRouter(include_in_schema=False)

_YEAR: Final = 365 * 86_400
_OPEN: Final = [
    open_to_all("the choice of a language says nothing about a person and changes nothing of theirs")
]

Language = Annotated[str, Form(pattern=f"^({'|'.join(LANGUAGES)})$", max_length=2)]
Back = Annotated[str, Form(pattern=r"^/([\x21-\x2e\x30-\x5b\x5d-\x7e][\x21-\x7e]*)?$", max_length=2000)]
"""A page of this console: no other address can be named."""


@router.post("/language", dependencies=_OPEN, response_model=None)
async def choose(request: Request, language: Language, back: Back = "/") -> Response:
    """Keep the choice in the browser, and show the page again."""
    answer = RedirectResponse(back, 303)
    answer.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=_YEAR,
        path="/",
        httponly=True,
        samesite="lax",
        secure=cookies_of(request).secure,
    )
    return answer
