"""The choice of a language, from any page."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from services.console.pages.common.reader import LanguageChoice, keep_language, switch_language
from shared.runtime.auth import open_to_all

router = APIRouter(include_in_schema=False)

_OPEN: Final = [open_to_all("the choice is kept by the browser alone, and says nothing about a person")]

Back = Annotated[str, Form(pattern=r"^/([\x21-\x2e\x30-\x5b\x5d-\x7e][\x21-\x7e]*)?$", max_length=2000)]
"""A page of this console: no other address can be named."""


@router.post("/language", dependencies=_OPEN, response_model=None)
async def choose(request: Request, language: LanguageChoice, back: Back = "/") -> Response:
    """Keep the choice in the browser, and show the page again."""
    answer = RedirectResponse(back, 303)
    switch_language(request, language)
    keep_language(request, answer)
    return answer
