"""The effect of a policy on today's people: a try-out of it beside one of the policy that holds."""

import asyncio
from dataclasses import dataclass
from typing import Final

from fastapi import HTTPException

from services.console.clients.matching.comparison import Comparison
from services.console.clients.matching.policy import Decisions
from services.console.clients.matching.rounds import RoundReport
from services.console.clients.services import Answer
from services.console.pages.coordinator.page_context import PageContext

_PATIENCE_SECONDS: Final = 8
"""The longest time a page waits for a try-out; after it the page says that it is being computed."""
_PAUSE_SECONDS: Final = 0.2


@dataclass(frozen=True)
class PolicyEffect:
    """A try-out as a page shows it.

    Attributes:
        tried: the try-out.
        comparison: the try-out (``one``) beside one of the policy that holds; None unless both are done.
        held: the try-out of the policy that holds, if there is one.
    """

    tried: RoundReport
    held: RoundReport | None = None
    comparison: Comparison | None = None

    @property
    def is_done(self) -> bool:
        """Whether its pairs are known."""
        return self.tried.state == "previewed"


async def try_out(context: PageContext, decisions: Decisions, key: str) -> tuple[Answer, str]:
    """Start a try-out and, as soon as it is done, one of the policy that holds.

    Returns:
        The answer to the first, and the query by which a page shows both.
    """
    answer = await context.send("rounds", {"preview": True, "policy": decisions}, key)
    if answer.problem:
        return answer, ""
    query = f"tried={answer.body['id']}"
    if await _is_done(context, answer.body["id"]):
        held = await context.send("rounds", {"preview": True}, f"{key}-held" if key else "")
        if not held.problem:
            await _is_done(context, held.body["id"])
            query += f"&held={held.body['id']}"
    return answer, query


async def effect_of(context: PageContext, tried: str, held: str | None) -> PolicyEffect | None:
    """Return a try-out and its comparison, as far as they are known; None if there is no such try-out."""
    try:
        report = await context.fetch(RoundReport, f"rounds/{tried}")
        other = await context.fetch(RoundReport, f"rounds/{held}") if held else None
        if other is None or not (report.state == other.state == "previewed"):
            return PolicyEffect(report, other)
        comparison = await context.fetch(Comparison, f"rounds/{tried}/comparison/{held}")
    except HTTPException as error:
        if error.status_code in {404, 409}:
            return None
        raise
    return PolicyEffect(report, other, comparison)


async def _is_done(context: PageContext, round_id: str) -> bool:
    """Wait a moment for a try-out; return whether it is done."""
    for _ in range(int(_PATIENCE_SECONDS / _PAUSE_SECONDS)):
        report = await context.fetch(RoundReport, f"rounds/{round_id}")
        if not report.running:
            return report.state == "previewed"
        await asyncio.sleep(_PAUSE_SECONDS)
    return False
