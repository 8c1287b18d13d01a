"""Compute a round again from its stored inputs, and compare the results."""

from dataclasses import replace
from typing import Any

from services.matching.domain.rounds.pool import Pool, Terms
from services.matching.domain.rounds.what_if import Purpose, WhatIf, cost, verdict
from services.matching.domain.solving.round_result import RoundResult
from services.matching.engine import Start
from services.matching.jobs.round.storage import RoundStorage


class Replay:
    """A what-if in the computing process.

    Args:
        storage: where things are read.
        what_if: which round, and why.
    """

    def __init__(self, storage: RoundStorage, what_if: WhatIf) -> None:
        self._storage = storage
        self._what_if = what_if
        self._scores: dict[tuple[str, str], int] = {}

    async def read(self) -> tuple[Pool, Terms, Start | None]:
        """Return the inputs; a change starts from the pairs there are, a repetition from nothing.

        Raises:
            NotComputable: they are no longer kept.
        """
        inputs = await self._storage.inputs(self._what_if.of, self._what_if.outcome)
        self._scores = await self._storage.scores(self._what_if.of, self._what_if.outcome)
        if self._what_if.purpose is Purpose.REPLAY:
            return inputs.pool, inputs.terms, None
        start = Start(prices=dict(inputs.prices.items()), pairs=[(e, m) for m, e in self._scores])
        return inputs.pool, replace(inputs.terms, adjustment=self._what_if.adjustment), start

    async def conclude(self, result: RoundResult) -> dict[str, Any]:
        """Return the additional figures: the verdict or the cost."""
        first = await self._storage.certificate(self._what_if.of)
        pairs = {(match.mentor.id, match.mentee.id): match.score for match in result.matches}
        if self._what_if.purpose is Purpose.REPLAY:
            return {"verdict": verdict(first, result.certificate, self._scores, pairs)}
        return {"cost": cost(first, result.certificate, self._scores, pairs)}
