"""Compute a round again from its stored inputs, to repeat it or to find the cost of a change."""

from services.matching.commands.rounds.requests import begin_round
from services.matching.domain.rounds.adjustment import Adjustment
from services.matching.domain.rounds.results.chunks import chunk_id
from services.matching.domain.rounds.round import Round
from services.matching.domain.rounds.what_if import Purpose, WhatIf
from services.matching.store import INPUTS, ROUNDS
from shared.contracts.matching import RoundOutcome
from shared.kernel import Conflict
from shared.messaging import UnitOfWork

_LUCK = {RoundOutcome.TIME_LIMIT, RoundOutcome.CANCELLED}


async def request_replay(uow: UnitOfWork, round_id: str) -> Round:
    """Have a round repeated, and compared with what it was.

    Raises:
        NotFound: no such round.
        Conflict: it is not computed, was stopped early (when, no repetition knows), or its inputs are no
            longer kept; or another round is not done yet.
    """
    round_ = await uow.require(ROUNDS, round_id)
    if round_.computed.certificate.outcome in _LUCK:
        raise Conflict(
            "the round was stopped early: how far it came depended on the machine", code="round-stopped-early"
        )
    return await begin_what_if(uow, round_, Purpose.REPLAY)


async def begin_what_if(
    uow: UnitOfWork, round_: Round, purpose: Purpose, adjustment: Adjustment | None = None
) -> Round:
    """Let the workers compute a round again, from the inputs it was computed from.

    Raises:
        Conflict: its inputs are no longer kept, or another round is not done yet.
    """
    if round_.what_if:
        raise Conflict(
            "this is a repetition itself: repeat the round it repeats", code="repetition-of-repetition"
        )
    if await uow.get(INPUTS, chunk_id(round_.id, round_.outcome, 0)) is None:
        raise Conflict("the inputs of this round are no longer kept", code="inputs-not-kept")
    what_if = WhatIf(
        purpose=purpose, of=round_.id, outcome=round_.outcome, adjustment=adjustment or Adjustment()
    )
    options = round_.options.model_copy(update={"preview": True})
    return await begin_round(uow, options, what_if, without=round_.without)
