"""The coordinator's page of hints: what could work better, with the figures that say so."""

from fastapi.responses import HTMLResponse

from services.console.clients.matching.rounds import Relaxed, RoundReport
from services.console.pages.coordinator.page_context import PageContext, ProgrammePage, make_router
from services.console.queries import programme_queries as queries
from services.console.read_models.hints import hints_of
from services.console.read_models.rounds import Round
from shared.service import Now

router = make_router("/hints")


@router.get("")
async def hints(context: ProgrammePage, now: Now) -> HTMLResponse:
    """Show changes of the plan and of rules for which facts give a reason, each with a button to its form."""
    shown = await context.overview()
    latest = await _latest_round(context)
    return await context.render(
        "hints.html",
        hints=hints_of(shown.tally, shown.programme.rules, now.date()),
        rules=shown.programme.rules,
        round=latest,
        rule=await _costly_rule(context, latest) if latest else None,
    )


async def _latest_round(context: PageContext) -> Round | None:
    """Return the latest round whose pairs were proposed."""
    rounds = await context.read(queries.rounds)
    return next((each for each in rounds if each.done == "proposed" and not each.preview), None)


async def _costly_rule(context: PageContext, latest: Round) -> Relaxed | None:
    """Return the rule whose relaxing would add most pairs to the round, if any would."""
    report = await context.section(RoundReport, f"rounds/{latest.id}", owner="matching")
    relaxed = report.relaxed if report else ()
    costly = max(relaxed, key=lambda each: each.more_pairs, default=None)
    return costly if costly and costly.more_pairs else None
