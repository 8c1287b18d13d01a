"""Signing in with a token, and out again."""

from typing import Annotated, Final

import jwt
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console.pages.view import render
from shared.runtime.auth import COOKIE, Caller, CallerRole, Verifier, open_to_all
from shared.runtime.jwks import KeysAway
from shared.runtime.settings import Settings

router = APIRouter(include_in_schema=False)

_OPEN: Final = [open_to_all("who signs in has no token yet; the token itself is checked")]
_LARGEST_COOKIE: Final = 3800


@router.get("/login", dependencies=_OPEN)
async def form(request: Request, ended: bool = False) -> HTMLResponse:  # noqa: FBT001, FBT002 (a query flag)
    """The form; the token may also come after ``#`` in the address, which no server or log ever sees."""
    problem = "Your session has ended. Sign in again." if ended else ""
    return render(request, "login.html", None, problem=problem)


@router.post("/login", dependencies=_OPEN, response_model=None)
async def sign_in(request: Request, token: Annotated[str, Form()] = "") -> Response:
    """Check the token and keep it in a cookie that no script can read and no other site can send."""
    token = token.strip()
    problem = await _fault(request, token)
    if problem:
        return render(request, "login.html", None, status=401, problem=problem)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=_https(request), path="/")
    return answer


@router.post("/logout", dependencies=[open_to_all("forgets the cookie, needs none")], response_model=None)
async def sign_out() -> Response:
    """Forget the token."""
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return answer


async def _fault(request: Request, token: str) -> str:
    """What is wrong with a token, in words for the person; empty if it is good."""
    if not 0 < len(token) <= _LARGEST_COOKIE:
        return "This token is too long to be kept in a cookie." if token else "Paste a token first."
    verifier: Verifier = request.app.state.verifier
    try:
        caller: Caller = await verifier.caller(token)
    except jwt.ExpiredSignatureError:
        return "This token has expired. Ask for a new one."
    except KeysAway:
        return "Tokens can't be checked right now. Try again in a moment."
    except (jwt.PyJWTError, ValueError):
        return "This token is not valid here. Copy it whole, without spaces or line breaks."
    if not caller.has(CallerRole.COORDINATOR, CallerRole.OPS):
        return "The console is for coordinators and operators; this token is for neither."
    return ""


def _https(request: Request) -> bool:
    settings: Settings = request.app.state.settings
    return request.url.scheme == "https" or settings.console_url.startswith("https://")
