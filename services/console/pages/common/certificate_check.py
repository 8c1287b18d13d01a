"""The public page where anybody who has a certificate's code can verify it."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from services.console.browser_sessions.limits import RequestLimits
from services.console.clients.certificates import VerifiedCertificate
from services.console.clients.services import Answer
from services.console.pages.common.reader import voice_of
from services.console.pages.common.refusals import refusal_of
from services.console.pages.common.requests import clients_of
from services.console.pages.common.view import render
from shared.kernel import Identifier
from shared.locale import Voice, translatable
from shared.runtime.auth import open_to_all

router = APIRouter(
    prefix="/certificates/{tenant}",
    include_in_schema=False,
    dependencies=[open_to_all("strangers verify a certificate by its code, which its holder has shown them")],
)

_NONE: Final = translatable(
    "No certificate has this code. Compare it with the document, character by character."
)

Tenant = Annotated[Identifier, Path()]


@router.get("")
async def form(request: Request, tenant: Tenant) -> HTMLResponse:
    """Show the form for the code."""
    del tenant
    return _page(request)


@router.post("")
async def verify(
    request: Request, tenant: Tenant, code: Annotated[str, Form(max_length=10_000)] = ""
) -> HTMLResponse:
    """Show what the code verifies; the code stands in no address."""
    limits: RequestLimits = request.app.state.request_limits
    network = request.client.host if request.client else ""
    wait = await limits.seconds_to_wait_for_check(network)
    if wait:
        return _page(request, 429, typed=code, problem=_too_often(voice_of(request), wait))
    answer = await clients_of(request).verify_certificate(tenant, code[:200])
    if answer.problem:
        return _refused(request, answer, code)
    try:
        verified = VerifiedCertificate.model_validate(answer.body)
    except ValidationError:
        return _refused(
            request,
            Answer(502, "This console does not understand the response of the enrollment service."),
            code,
        )
    return render(request, "certificate_verified.html", None, verified=verified)


def check_address(request: Request, tenant: str) -> str:
    """Return the address of the page for certificates of an organisation."""
    address: str = request.app.state.settings.console_url
    return f"{address.rstrip('/')}/certificates/{tenant}"


def _refused(request: Request, answer: Answer, typed: str) -> HTMLResponse:
    """Show one answer for every code that verifies nothing, whatever is wrong with it."""
    voice = voice_of(request)
    if answer.status >= 500 or answer.status == 429:
        return _page(request, 503, typed=typed, problem=refusal_of(voice, answer))
    return _page(request, 404, typed=typed, problem=voice.say(_NONE), fault=True)


def _page(
    request: Request, status: int = 200, *, typed: str = "", problem: str = "", fault: bool = False
) -> HTMLResponse:
    return render(
        request,
        "certificate_check.html",
        None,
        status=status,
        typed=typed[:60],
        problem=problem,
        fault=fault,
    )


def _too_often(voice: Voice, seconds: int) -> str:
    return voice.say_count(
        "Too many codes were tried from here. You can try again in {count} minute.",
        "Too many codes were tried from here. You can try again in {count} minutes.",
        -(-seconds // 60),
    )
