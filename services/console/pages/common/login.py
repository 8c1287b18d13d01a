"""Signing in with a token, and out again."""

from typing import Annotated, Final

import jwt
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console.browser_sessions.cookies import cookies_of, signed_in
from services.console.pages.common.reader import voice_of
from services.console.pages.common.view import render
from shared.locale import translatable
from shared.runtime.auth import open_to_all
from shared.runtime.caller import Caller, CallerRole
from shared.runtime.jwks import KeysUnavailable
from shared.runtime.tokens import Verifier

router = APIRouter(include_in_schema=False)

_OPEN: Final = [open_to_all("a person who signs in has no session yet; the token itself is checked")]
_LARGEST_TOKEN: Final = 8000
_REFUSALS: Final[dict[type[Exception], str]] = {
    jwt.ExpiredSignatureError: translatable("This token has expired. Ask for a new one."),
    KeysUnavailable: translatable("Tokens can't be checked right now. Try again in a moment."),
    jwt.PyJWTError: translatable(
        "This token is not valid here. Copy it whole, without spaces or line breaks."
    ),
}


@router.get("/login", dependencies=_OPEN)
async def form(request: Request, ended: bool = False) -> HTMLResponse:  # noqa: FBT001, FBT002 (a query flag)
    """Show the form; a person who is signed in is asked to sign out first."""
    caller = await signed_in(request)
    if caller:
        return render(request, "signed_in.html", caller)
    problem = translatable("Your session has ended. Sign in again.") if ended else ""
    return _form(request, problem=problem)


@router.post("/login", dependencies=_OPEN, response_model=None)
async def sign_in(request: Request, token: Annotated[str, Form(max_length=16_000)] = "") -> Response:
    """Check the token, keep it here and give the browser the secret of a new session.

    A session that stands is never replaced: else a page could make somebody work on as another person.
    """
    there = await signed_in(request)
    if there:
        return render(request, "signed_in.html", there, status=409)
    token = token.strip()
    caller, problem = await _check(request, token)
    if caller is None:
        return _form(request, 401, problem=problem)
    cookies = cookies_of(request)
    answer = RedirectResponse("/", 303)
    cookies.hand_out(answer, await cookies.store.open(caller, token))
    return answer


@router.post("/logout", dependencies=[open_to_all("ends the own session, if any")], response_model=None)
async def sign_out(request: Request) -> Response:
    """End the session and revoke its token."""
    cookies = cookies_of(request)
    await cookies.store.sign_out(cookies.secret(request))
    answer = RedirectResponse("/login", 303)
    cookies.take_back(answer)
    return answer


def _form(request: Request, status: int = 200, *, problem: str) -> HTMLResponse:
    by_mail = cookies_of(request).issuer is not None
    said = voice_of(request).say(problem) if problem else ""
    return render(request, "login.html", None, status=status, problem=said, by_mail=by_mail)


async def _check(request: Request, token: str) -> tuple[Caller | None, str]:
    """Return the person that a token identifies, or a message that states what is wrong with it."""
    if not 0 < len(token) <= _LARGEST_TOKEN:
        return None, translatable("This token is too long.") if token else translatable(
            "Paste a token first."
        )
    verifier: Verifier = request.app.state.verifier
    try:
        caller: Caller = await verifier.caller(token)
    except (jwt.PyJWTError, KeysUnavailable) as error:
        return None, next(text for kind, text in _REFUSALS.items() if isinstance(error, kind))
    if await cookies_of(request).is_revoked(token):
        return None, translatable("This token was signed out. Ask for a new one.")
    if not caller.has(CallerRole.COORDINATOR, CallerRole.OPS, CallerRole.PARTICIPANT):
        return None, translatable(
            "These pages are for participants, coordinators and operators; this token is for none."
        )
    return caller, ""
