"""Signing in by mail: ask for a link, look in the mail, say that it is you."""

import re
import unicodedata
import uuid
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console.browser_sessions.cookies import cookies_of, signed_in
from services.console.browser_sessions.limits import PAUSE_SECONDS, RequestLimits
from services.console.browser_sessions.links import MailLink, Purpose
from services.console.pages.common.mail_links import links_of, require_issuer
from services.console.pages.common.reader import voice_of
from services.console.pages.common.requests import clients_of
from services.console.pages.common.view import render
from shared.locale import Voice, translatable
from shared.runtime.auth import open_to_all
from shared.runtime.sign_in import MailOrder, account_of

router = APIRouter(include_in_schema=False)

_OPEN: Final = [open_to_all("a person who signs in has no session yet; a link is the proof")]
_ADDRESS: Final = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,190}")
_NO_ADDRESS: Final = translatable("Enter an e-mail address, like name@example.com.")
_ENDED: Final = translatable("Your session has ended. Sign in again.")
_UNAVAILABLE: Final = translatable("Mails can't be sent at the moment. Try again in a few minutes.")
LINK_HEADERS: Final = {"Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex, nofollow"}
"""The headers of a page whose address is a secret: no request names it, no index keeps it."""

Secret = Annotated[str, Path(max_length=200)]


@router.get("/sign-in", dependencies=_OPEN, response_model=None)
async def form(request: Request, ended: bool = False) -> Response:  # noqa: FBT001, FBT002 (a query flag)
    """Show the form for the work e-mail."""
    require_issuer(request)
    caller = await signed_in(request)
    if caller:
        return render(request, "signed_in.html", caller)
    return _form(request, problem=_ENDED if ended else "")


@router.post("/sign-in", dependencies=_OPEN, response_model=None)
async def ask(request: Request, address: Annotated[str, Form(max_length=10_000)] = "") -> Response:
    """Order a mail; nobody learns here whether the address is known.

    The address is looked up by the service that sends the mail, after this response.
    """
    issuer = require_issuer(request)
    typed = unicodedata.normalize("NFC", address).strip()
    if not _ADDRESS.fullmatch(typed) or not typed.isprintable():
        return _form(request, 422, typed=address, fault=True, problem=_NO_ADDRESS)
    limits: RequestLimits = request.app.state.request_limits
    network = request.client.host if request.client else ""
    wait = await limits.seconds_to_wait(typed.casefold(), network)
    if wait:
        return _sent(request, typed, 429, wait=wait)
    order = issuer.order(MailOrder(uuid.uuid4().hex, typed))
    if not await clients_of(request).order_sign_in_mail(order):
        return _form(request, 503, typed=typed, problem=_UNAVAILABLE)
    return _sent(request, typed)


@router.get("/sign-in/{secret}", dependencies=_OPEN)
async def show(request: Request, secret: Secret) -> HTMLResponse:
    """Ask whether it is the person; opening the link uses nothing up."""
    link = await _valid(request, secret)
    return _is_it_you(request, link) if link else _old(request)


@router.post("/sign-in/{secret}", dependencies=_OPEN, response_model=None)
async def sign_in(request: Request, secret: Secret) -> Response:
    """Use the link up, and give the browser the secret of a new session.

    A session of somebody else that stands is never replaced, and the link is not used up then.
    """
    link = await _valid(request, secret)
    if link is None:
        return _old(request)
    there = await signed_in(request)
    if there and (there.tenant, there.employee_id) != (link.tenant, link.employee_id):
        return _for_links(render(request, "signed_in.html", there, status=409))
    if there:
        return RedirectResponse("/mine", 303)
    if not await links_of(request).use(link.key):
        return _old(request)
    cookies = cookies_of(request)
    opened = await cookies.store.open_by_mail(link.tenant, account_of(link.employee_id), link.employee_id)
    answer = RedirectResponse("/mine", 303)
    cookies.hand_out(answer, opened)
    return answer


async def _valid(request: Request, secret: str) -> MailLink | None:
    """Return a link to sign in that was not used and is not too old."""
    require_issuer(request)
    link = await links_of(request).find(secret)
    if link is None or link.purpose is not Purpose.SIGN_IN or link.used_at:
        return None
    return link if link.expires_at > datetime.now(UTC) else None


def _form(
    request: Request, status: int = 200, *, typed: str = "", problem: str = "", fault: bool = False
) -> HTMLResponse:
    said = voice_of(request).say(problem) if problem else ""
    return render(request, "sign_in.html", None, status=status, typed=typed[:320], problem=said, fault=fault)


def _sent(request: Request, address: str, status: int = 200, *, wait: int = 0) -> HTMLResponse:
    shown = {"address": address, "shortened": _shorten(address)}
    problem = _too_many(voice_of(request), wait) if wait else ""
    return render(request, "sign_in_sent.html", None, status=status, problem=problem, **shown)


def _too_many(voice: Voice, seconds: int) -> str:
    if seconds <= PAUSE_SECONDS:
        return voice.say_count(
            "Too many links were requested. You can request another one in {count} second.",
            "Too many links were requested. You can request another one in {count} seconds.",
            seconds,
        )
    return voice.say_count(
        "Too many links were requested. You can request another one in {count} minute.",
        "Too many links were requested. You can request another one in {count} minutes.",
        -(-seconds // 60),
    )


def _is_it_you(request: Request, link: MailLink) -> HTMLResponse:
    return _for_links(render(request, "sign_in_link.html", None, name=link.name, action=request.url.path))


def _old(request: Request) -> HTMLResponse:
    """Show one page for a link that is used, too old or none of ours."""
    return _for_links(render(request, "link_old.html", None, status=410))


def _for_links(answer: HTMLResponse) -> HTMLResponse:
    answer.headers.update(LINK_HEADERS)
    return answer


def _shorten(address: str) -> str:
    """``ana@example.com`` becomes ``a…@example.com``."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"
