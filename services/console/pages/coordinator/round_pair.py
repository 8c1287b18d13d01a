"""One proposal of a matching: the two side by side, why they fit, which rules they pass, the next best."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Path
from fastapi.responses import HTMLResponse

from services.console.clients.matching.policy import Catalogue, Decisions, PolicyVersion
from services.console.clients.matching.round_pairs import ProposedPair
from services.console.clients.matching.rounds import RoundReport
from services.console.pages.coordinator.page_context import RoundContext, RoundPage, make_round_router
from services.console.queries import programme_queries as queries
from shared.kernel import Identifier

router = make_round_router("/pairs")

_UNSAID: Final = frozenset({"declared-conflict", "oneself"})
"""Rules that are not named of two people: what was declared in confidence, and what goes without saying."""


@dataclass(frozen=True)
class Rules:
    """The rules that held when the pair was computed.

    Attributes:
        passed: the name and the value of each that the pair passes.
        despite: the names of those that it may break, by a coordinator's decision.
        conditions: the programme's own conditions.
    """

    passed: list[tuple[str, int | None]]
    despite: list[str]
    conditions: list[dict[str, Any]]


@router.get("/{proposal_id}")
async def round_pair(context: RoundPage, proposal_id: Annotated[Identifier, Path()]) -> HTMLResponse:
    """Show one proposal; nothing that either of the two keeps confidential."""
    proposal = await context.read(queries.proposal_of_round, context.round_id, proposal_id)
    report = await context.fetch(RoundReport, context.round)
    pair = await context.fetch(ProposedPair, f"proposals/{proposal.id}")
    return await context.render(
        "round_pair.html",
        named=pair.people,
        round=report,
        pair=pair,
        rules=await _rules(context, report, pair),
        held=proposal.id in await context.read(queries.held_back, context.round_id),
    )


async def _rules(context: RoundContext, report: RoundReport, pair: ProposedPair) -> Rules | None:
    """Return the rules of the policy that the matching followed; None for those who see it in part."""
    version = report.certificate.policy_version if report.certificate else None
    if version is None:
        return None
    catalogue = await context.fetch(Catalogue, "policy/catalogue")
    decisions = await _decisions(context, version)
    stated = {rule["rule"]: rule for rule in decisions.get("rules", ())}
    despite = _despite(decisions, pair)
    passed = [
        (rule.name, stated.get(rule.name, {}).get("value") or rule.programme_value)
        for rule in catalogue.rules
        if stated.get(rule.name, {}).get("on", True) and rule.name not in {*despite, *_UNSAID}
    ]
    return Rules(passed, despite, list(decisions.get("conditions", ())))


async def _decisions(context: RoundContext, version: int) -> Decisions:
    if not version:
        return {}
    return (await context.fetch(PolicyVersion, f"policy/versions/{version}")).decisions


def _despite(decisions: Decisions, pair: ProposedPair) -> list[str]:
    """Return the rules that a required pair may break."""
    both = (pair.mentor_id, pair.mentee_id)
    required = (each for each in decisions.get("must_pair", ()) if _both(each) == both)
    return [rule for each in required for rule in each.get("despite") or ()]


def _both(pair: dict[str, Any]) -> tuple[Any, Any]:
    return pair.get("mentor_id"), pair.get("mentee_id")
