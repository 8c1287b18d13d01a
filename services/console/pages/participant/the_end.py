"""The end of a programme for a participant: thanks, staying in touch, certificates."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from services.console.clients.certificates import Farewells, OwnCertificates
from services.console.clients.feedback import OpenQuestions
from services.console.clients.services import Answer
from services.console.documents.certificate import CertificateDrawings, certificate_text
from services.console.drawing_process import DrawingFailed
from services.console.pages.common.certificate_check import check_address
from services.console.pages.common.view import page_voice
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage, PathId

router = APIRouter(prefix=PREFIX, include_in_schema=False, dependencies=[PARTICIPANTS])

_CERTIFICATES = "me/certificates"


@router.get("/end")
async def the_end(page: Own, said: Literal["", "contact"] = "") -> HTMLResponse:
    """Thank the caller, ask whether they stay in touch, and list their certificates."""
    return await _show(page, notice=said)


@router.post("/pairings/{pairing_id}/contact", response_model=None)
async def stay_in_touch(page: Own, pairing_id: PathId, agrees: Annotated[bool, Form()]) -> Response:
    """Say whether to stay in touch with the partner of a completed pairing."""
    sent = await page.send("enrollment", f"pairings/{pairing_id}/contact", {"stay_in_touch": agrees})
    return await _show(page, after=sent) if sent.problem else page.redirect("/end?said=contact")


@router.get("/certificates/{certificate_id}")
async def certificate(page: Own, certificate_id: PathId) -> Response:
    """Show a certificate of the caller as PDF, in the language of the pages."""
    own = await page.fetch("enrollment", OwnCertificates, _CERTIFICATES)
    wanted = next((each for each in own.items if each.certificate_id == certificate_id), None)
    if wanted is None:
        raise HTTPException(404, "you have no such certificate")
    address = check_address(page.request, page.caller.tenant)
    text = certificate_text(page_voice(page.request), own, wanted, address)
    drawings: CertificateDrawings = page.request.app.state.certificate_drawings
    try:
        drawn = await drawings.draw(text)
    except DrawingFailed as error:
        raise HTTPException(503, "the certificate can't be drawn just now; try again in a minute") from error
    headers = {"Content-Disposition": 'attachment; filename="certificate.pdf"'}
    return Response(drawn, media_type="application/pdf", headers=headers)


async def _show(page: OwnPage, *, after: Answer = FINE, notice: str = "") -> HTMLResponse:
    own, farewells, questions = await asyncio.gather(
        page.section("enrollment", OwnCertificates, _CERTIFICATES),
        page.section("enrollment", Farewells, "me/farewells"),
        page.section("feedback", OpenQuestions, "me/questions"),
    )
    return page.render(
        "the_end.html",
        after=after,
        notice=notice,
        own=own.value,
        farewells=farewells.value.items if farewells.value else [],
        surveys=questions.value.pulses if questions.value else [],
        check_address=check_address(page.request, page.caller.tenant),
    )
