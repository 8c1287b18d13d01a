"""Errors as pages for people, as problem documents for programs."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from services.console.browser_sessions.cookies import cookies_of, signed_in
from services.console.clients.refusal import Refusal
from services.console.pages.common.fetch import OwnerRefused
from services.console.pages.common.reader import voice_of
from services.console.pages.common.refusals import refusal
from services.console.pages.common.view import render
from shared.kernel import DomainError, NotFound
from shared.locale import translatable

Handler = Callable[[Request, Exception], Awaitable[Response]]

_TITLES: Final = {
    403: translatable("Not for your role"),
    404: translatable("Not found"),
    405: translatable("Not possible here"),
    409: translatable("Not possible now"),
    422: translatable("That input is not valid"),
    502: translatable("Not possible right now"),
    503: translatable("Not possible right now"),
}
_ELSE: Final = translatable("Something went wrong")


class FoundElsewhere(HTTPException):
    """There is no such page, but another one that people need first; programs get 404."""

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(404, detail)
        self.path = path


def install_error_pages(app: FastAPI) -> None:
    """Answer browsers with pages; leave everybody else to the handlers that are there."""
    for kind in (DomainError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _for_browsers(app.exception_handlers[kind]))


def _for_browsers(otherwise: Any) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        if "text/html" not in request.headers.get("accept", ""):
            answer: Response = await otherwise(request, error)
            return answer
        if isinstance(error, FoundElsewhere):
            return RedirectResponse(error.path, 303)
        status, reason = _read(error)
        if status == 401:
            return _to_login(request)
        caller = await signed_in(request)
        voice = voice_of(request)
        return render(
            request,
            "error.html",
            caller,
            status=status,
            title=voice.say(_TITLES.get(status, _ELSE)),
            detail=refusal(voice, status, reason),
        )

    return handle


def _read(error: Exception) -> tuple[int, Refusal]:
    if isinstance(error, OwnerRefused):
        return error.status_code, error.reason
    if isinstance(error, HTTPException):
        return error.status_code, Refusal(str(error.detail))
    if isinstance(error, RequestValidationError):
        return 422, Refusal("; ".join(f"{item['loc'][-1]}: {item['msg']}" for item in error.errors()))
    code, params = (error.code, error.params) if isinstance(error, DomainError) else ("", {})
    return (404 if isinstance(error, NotFound) else 422), Refusal(str(error), code, params)


def _to_login(request: Request) -> Response:
    """Redirect to the form: on a participant's pages to the one for a link by mail, where there is one."""
    cookies = cookies_of(request)
    had_session = bool(cookies.secret(request))
    page = "/sign-in" if cookies.issuer and request.url.path.startswith("/mine") else "/login"
    answer = RedirectResponse(f"{page}?ended=true" if had_session else page, 303)
    if had_session:
        cookies.take_back(answer)
    return answer
