"""Sponsors: the pairs without one, and naming or revoking the sponsor of a pair."""

import uuid
from typing import Annotated, Literal

from fastapi import Form, Path, Response
from fastapi.responses import HTMLResponse

from services.console.clients.services import Answer
from services.console.clients.sponsors import Sponsor
from services.console.pages.common.view import PageNumber, both_of
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.rounds import Key
from services.console.queries import pair_queries
from services.console.queries import programme_queries as queries
from services.console.read_models.pairings import SponsorState
from shared.kernel import Identifier

router = make_router("/sponsors")

Id = Annotated[Identifier, Path()]
Person = Annotated[str, Form(max_length=300)]


@router.get("")
async def sponsors(
    context: ProgrammePage, state: SponsorState = SponsorState.MISSING, page: PageNumber = 1
) -> HTMLResponse:
    """Active pairs by whether they have a sponsor, those without one unless filtered."""
    await context.overview()
    rows = await context.read(queries.pairings_by_sponsor, state.value, page)
    return await context.render(
        "sponsors.html", named=both_of(rows.items), page=rows, filters={"state": state.value}
    )


@router.get("/{pairing_id}")
async def sponsor(
    context: ProgrammePage, pairing_id: Id, said: Literal["", "sponsor-named", "sponsor-revoked"] = ""
) -> HTMLResponse:
    """Show the sponsor of one pair, and the form to name one."""
    return await _show(context, pairing_id, notice=said)


@router.post("/{pairing_id}", response_model=None)
async def name(context: ProgrammePage, pairing_id: Id, key: Key, person: Person = "") -> Response:
    """Ask somebody to be the sponsor."""
    path, body = f"pairings/{pairing_id}/sponsor", {"person": person}
    sent = await context.send(path, body, key, owner="enrollment")
    if sent.problem:
        return await _show(context, pairing_id, after=sent, typed=person)
    return context.redirect(f"sponsors/{pairing_id}?said=sponsor-named")


@router.get("/{pairing_id}/revocation")
async def check_revocation(context: ProgrammePage, pairing_id: Id) -> HTMLResponse:
    """Revoking the sponsor, to be checked first."""
    return await _show(context, pairing_id, template="sponsor_revocation.html")


@router.post("/{pairing_id}/revocation", response_model=None)
async def revoke(context: ProgrammePage, pairing_id: Id) -> Response:
    """Let nobody be the sponsor."""
    sent = await context.send(f"pairings/{pairing_id}/sponsor", {}, method="DELETE", owner="enrollment")
    if sent.problem:
        return await _show(context, pairing_id, after=sent)
    return context.redirect(f"sponsors/{pairing_id}?said=sponsor-revoked")


async def _show(
    context: PageContext,
    pairing_id: str,
    *,
    template: str = "sponsor.html",
    after: Answer = FINE,
    notice: str = "",
    typed: str = "",
) -> HTMLResponse:
    pairing = (await context.read(pair_queries.pair, pairing_id)).pairing
    return await context.render(
        template,
        named=both_of([pairing]),
        after=after,
        notice=notice,
        pairing=pairing,
        sponsor=await context.fetch(Sponsor, f"pairings/{pairing_id}/sponsor", owner="enrollment"),
        typed=typed,
        key=uuid.uuid4().hex,
    )
