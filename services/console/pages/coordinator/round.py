"""One round: its proof, its pairs, who got nobody, and what a coordinator holds back of it."""

import uuid
from typing import Annotated, Literal

from fastapi import Form, Response
from fastapi.responses import HTMLResponse

from services.console import commands
from services.console.clients.matching.round_pairs import (
    Pair,
    Pairs,
    ProposedPairs,
    UnmatchedPeople,
    UnmatchedPerson,
)
from services.console.clients.matching.rounds import RoundReport
from services.console.clients.services import Answer
from services.console.pages.common.view import PageNumber, both_of
from services.console.pages.coordinator.page_context import (
    FINE,
    RoundContext,
    RoundPage,
    make_round_router,
    window,
)
from services.console.pages.coordinator.rounds import Key
from services.console.queries import programme_queries as queries
from services.console.read_models import figures
from services.console.read_models.paginated import TablePage
from shared.kernel import Identifier
from shared.service import Run, Runner

router = make_round_router()

Ids = Annotated[list[Identifier] | None, Form(max_length=1000)]


@router.get("")
async def show_round(
    context: RoundPage,
    page: PageNumber = 1,
    left: PageNumber = 1,
    said: Literal["", "round", "what-if", "stopping", "held", "approved"] = "",
) -> HTMLResponse:
    """Show the round; ``page`` is that of its pairs, ``left`` that of the unmatched people."""
    return await _show(context, page=page, left=left, notice=said)


@router.post("/cancellation", response_model=None)
async def cancel(context: RoundPage, key: Key, keep: Annotated[bool, Form()]) -> Response:
    """Ask matching to stop a round, with the best matching so far or without any."""
    answer = await context.send(f"{context.round}/cancellation", {"keep": keep}, key)
    if answer.problem:
        return await _show(context, after=answer)
    return context.redirect(f"{context.round}?said=stopping")


@router.post("/held-back", response_model=None)
async def hold_back(
    context: RoundPage,
    run: Run,
    shown: Ids = None,
    held: Ids = None,
    locked: Ids = None,
    was_locked: Ids = None,
    go: Annotated[int, Form(ge=1, le=100_000)] = 1,
    check: Annotated[bool, Form()] = False,  # noqa: FBT002 (a button)
) -> Response:
    """Keep what is ticked on one page, and go on to another (or the same), or to the check before sending."""
    await _keep(context, run, shown, held)
    answer = await _lock(context, set(locked or ()), set(was_locked or ()))
    if answer.problem:
        return await _show(context, page=go, after=answer)
    if check:
        return context.redirect(f"{context.round}/approval")
    return context.redirect(f"{context.round}?said=held&page={go}#pairs")


async def _keep(context: RoundContext, run: Runner, shown: Ids, held: Ids) -> tuple[str, ...]:
    """Keep what is held back of the proposals shown; all that are, on whichever page."""
    return await run.command(
        context.caller, context.programme_id, commands.hold_back, context.round_id, shown or (), held or ()
    )


async def _lock(context: RoundContext, now: set[str], before: set[str]) -> Answer:
    """Lock what is newly ticked, unlock what no longer is."""
    answer = FINE
    for locked, ids in ((True, now - before), (False, before - now)):
        if ids and not answer.problem:
            answer = await context.send(
                f"{context.round}/locks", {"proposals": sorted(ids), "locked": locked}
            )
    return answer


async def _show(
    context: RoundContext, *, page: int = 1, left: int = 1, notice: str = "", after: Answer = FINE
) -> HTMLResponse:
    shown = await context.overview()
    report = await context.fetch(RoundReport, context.round)
    pairs = await _pairs(context, report, page)
    unmatched = await _left(context, report, left)
    named = [id_ for pair in pairs.items for id_ in pair.people]
    named += [person.participant_id for person in unmatched.items]
    named += both_of(report.must_pairs_missed)
    return await context.render(
        "round.html",
        named=named,
        after=after,
        notice=notice,
        live=context.path("live") if report.running else "",
        numbers=figures.headline(shown.tally),
        round=report,
        pairs=pairs,
        unmatched=unmatched,
        held=await context.read(queries.held_back, context.round_id),
        key=uuid.uuid4().hex,
    )


async def _pairs(context: RoundContext, report: RoundReport, number: int) -> TablePage[Pair]:
    """Return one page of a round's proposals; of a what-if, of its pairs."""
    if not report.computed:
        return TablePage([], 1, 0)
    if report.has_proposals:
        proposals = await context.fetch(ProposedPairs, f"{context.round}/proposals", window(number))
        return TablePage(list(proposals.items), number, proposals.total)
    pairs = await context.fetch(Pairs, f"{context.round}/pairs", window(number))
    return pairs.on_page(number)


async def _left(context: RoundContext, report: RoundReport, number: int) -> TablePage[UnmatchedPerson]:
    """Return one page of the unmatched people."""
    if not report.computed:
        return TablePage([], 1, 0)
    unmatched = await context.fetch(UnmatchedPeople, f"{context.round}/unmatched", window(number))
    return unmatched.on_page(number)
