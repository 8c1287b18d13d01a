"""Retry a small round that has failed, later each time, and no more after some failures."""

from itertools import takewhile
from typing import Final

from services.matching.commands.people.waiting import look_later
from services.matching.domain.rounds.round import Round, RoundState
from services.matching.queries.small_rounds import latest_small_rounds
from services.matching.queries.terms import current_policy
from services.matching.store import ROUNDS
from shared.contracts.matching import FailureReason, RoundCause
from shared.messaging import UnitOfWork

MOST_IN_A_ROW: Final = 4
"""After this many failures in a row the next small round starts with the next occasion for a participant."""


async def end_failed(uow: UnitOfWork, round_: Round, reason: FailureReason) -> Round:
    """End a round that can't be computed; those a small one was for are looked for again."""
    failed, events = round_.failed(reason)
    saved = uow.save(ROUNDS, failed, *events)
    if saved.cause is not RoundCause.COORDINATOR:
        await _look_again(uow, saved)
    return saved


async def _look_again(uow: UnitOfWork, failed: Round) -> None:
    """Set the timers of all it was for, by their ids: it may be a person's document that made it fail."""
    latest = await latest_small_rounds(uow, MOST_IN_A_ROW)
    failed_in_a_row = list(takewhile(lambda round_: round_.state is RoundState.FAILED, latest))
    if len(failed_in_a_row) >= MOST_IN_A_ROW:
        return
    following = (await current_policy(uow)).following
    for participant_id in failed.options.people or ():
        look_later(uow, participant_id, following, times=2 ** (len(failed_in_a_row) - 1))
