"""Errors as pages for people, as problem documents for programs."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from services.console.pages.common.view import render
from services.console.sessions.cookies import cookies_of, signed_in
from shared.kernel import DomainError, NotFound

Handler = Callable[[Request, Exception], Awaitable[Response]]

_TITLES: Final = {
    403: "Not for your role",
    404: "Not found",
    405: "Not possible here",
    409: "Not possible now",
    422: "That input is not right",
    502: "Not possible right now",
    503: "Not possible right now",
}


def install_error_pages(app: FastAPI) -> None:
    """Answer browsers with pages; leave everybody else to the handlers that are there."""
    for kind in (DomainError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _for_browsers(app.exception_handlers[kind]))


def _for_browsers(otherwise: Any) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        if "text/html" not in request.headers.get("accept", ""):
            answer: Response = await otherwise(request, error)
            return answer
        status, detail = _read(error)
        if status == 401:
            return _to_login(request)
        title = _TITLES.get(status, "Something went wrong")
        caller = await signed_in(request)
        return render(request, "error.html", caller, status=status, title=title, detail=detail)

    return handle


def _read(error: Exception) -> tuple[int, str]:
    if isinstance(error, HTTPException):
        return error.status_code, str(error.detail)
    if isinstance(error, RequestValidationError):
        return 422, "; ".join(f"{item['loc'][-1]}: {item['msg']}" for item in error.errors())
    return (404 if isinstance(error, NotFound) else 422), str(error)


def _to_login(request: Request) -> Response:
    cookies = cookies_of(request)
    had_session = bool(cookies.secret(request))
    answer = RedirectResponse("/login?ended=true" if had_session else "/login", 303)
    if had_session:
        cookies.take_back(answer)
    return answer
