"""Sending a round's proposals: the check before it, and the approval."""

import uuid
from typing import Annotated, Final, NamedTuple

from fastapi import Form, Response
from fastapi.responses import HTMLResponse

from services.console.clients.matching.rounds import RoundReport
from services.console.clients.services import Answer
from services.console.pages.coordinator.page_context import FINE, RoundContext, RoundPage, make_round_router
from services.console.pages.coordinator.rounds import Key
from services.console.queries import programme_queries as queries
from shared.locale import translatable

router = make_round_router("/approval")

_CHANGED: Final = Answer(
    409, translatable("The proposals have changed meanwhile. Check the number again before you send them.")
)


@router.get("")
async def check_approval(context: RoundPage) -> HTMLResponse:
    """Show how many are asked, and what that means, before anybody is asked."""
    return await _check(context)


@router.post("", response_model=None)
async def approve(
    context: RoundPage, key: Key, count: Annotated[int | None, Form(ge=0, le=10_000_000)] = None
) -> Response:
    """Ask matching to publish a round's proposals, except all that are held back.

    Args:
        context: the round.
        key: made with the form.
        count: the proposals that the check showed; if there are others by now, the check is shown again.
    """
    if count is not None and count != (await _sending(context)).number:
        return await _check(context, _CHANGED)
    held = await context.read(queries.held_back, context.round_id)
    answer = await context.send(f"{context.round}/approval", {"except": list(held)}, key)
    if answer.problem:
        return await _check(context, answer)
    return context.redirect(f"{context.round}?said=approved")


async def _check(context: RoundContext, after: Answer = FINE) -> HTMLResponse:
    programme = (await context.overview()).programme
    sending = await _sending(context)
    return await context.render(
        "round_approval.html",
        after=after,
        round=await context.fetch(RoundReport, context.round),
        count=sending.number,
        held=sending.held,
        days=programme.rules.proposal_expiry_working_days,
        key=uuid.uuid4().hex,
    )


class _Sending(NamedTuple):
    """The proposals of a round that would be sent, and those held back; of those that the caller may see."""

    number: int
    held: int


async def _sending(context: RoundContext) -> _Sending:
    waiting = (await context.read(queries.tally)).get("round", context.round_id)
    held = await context.read(queries.held_back, context.round_id)
    back = await context.read(queries.held_back_count, held)
    return _Sending(max(0, waiting - back), back)
