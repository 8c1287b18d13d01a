"""Claim a round for a worker, keep the claim and release it."""

from datetime import datetime

from services.matching.commands.rounds.small_round_retry import end_failed
from services.matching.domain.rounds.claim import Claim, ClaimLost
from services.matching.domain.rounds.parts import Progress
from services.matching.domain.rounds.round import (
    MOST_CLAIMS,
    ProgressFeed,
    Round,
    RoundState,
)
from services.matching.domain.rounds.turn import TURN, Turn
from services.matching.store import (
    FEEDS,
    ROUNDS,
    ROUNDS_OF_ALL_PROGRAMMES,
    TURNS,
)
from shared.contracts.matching import (
    FailureCode,
    FailureReason,
    RoundProgressed,
)
from shared.kernel import Conflict
from shared.messaging import UnitOfWork


async def claim(uow: UnitOfWork, round_id: str, owner: str, now: datetime, until: datetime) -> Round:
    """Claim a round that is free, or end its computation after too many tries.

    A round that is being saved or approved is never ended: the capacity of participants depends on it.

    Raises:
        Conflict: another worker has it, another round of its organisation is being computed, or nothing is
            left to do.
    """
    round_ = (await uow.require(ROUNDS, round_id)).claimed(owner, now, until)
    if round_.state is RoundState.COMPUTING:
        await _take_turn(uow, round_id, now)
    if round_.tries > MOST_CLAIMS and round_.state is RoundState.COMPUTING:
        return await end_failed(uow, round_, FailureReason(code=FailureCode.GIVEN_UP))
    return uow.save(ROUNDS, round_)


async def _take_turn(uow: UnitOfWork, round_id: str, now: datetime) -> None:
    """Begin to compute a round, unless another one of the organisation is being computed."""
    turn = await uow.get(TURNS, TURN)
    if turn and turn.round_id != round_id:
        alive = {"id": turn.round_id, "state": RoundState.COMPUTING, "claim.until": {"$gt": now}}
        if await uow.count(ROUNDS_OF_ALL_PROGRAMMES, alive):
            raise Conflict(
                "another round of the organisation is being computed", code="another-round-computed"
            )
    uow.save(TURNS, Turn(id=TURN, tenant=uow.scope.tenant, round_id=round_id, at=now))


async def require_claimed(uow: UnitOfWork, round_id: str, mine: Claim) -> Round:
    """Return the round to the worker that has claimed it.

    Raises:
        ClaimLost: another worker took it over, or it was ended.
    """
    round_ = await uow.require(ROUNDS, round_id)
    if round_.claim is None or round_.claim.token != mine.token:
        raise ClaimLost("another worker has the round", code="round-claimed")
    return round_


async def release(uow: UnitOfWork, round_id: str, mine: Claim, until: datetime) -> None:
    """Release a round; any worker may claim it from an instant on."""
    uow.save(ROUNDS, (await require_claimed(uow, round_id, mine)).released(until))


async def beat(
    uow: UnitOfWork, round_id: str, mine: Claim, until: datetime, progress: Progress | None
) -> Round:
    """Extend the claim and publish the progress; the round returned shows a cancellation."""
    round_ = (await require_claimed(uow, round_id, mine)).changed(claim=mine.extended(until))
    if progress is None or progress == round_.progress:
        return uow.save(ROUNDS, round_)
    feed = await uow.get(FEEDS, round_id) or ProgressFeed(id=round_id, **uow.scope.model_dump())
    uow.save(FEEDS, feed, RoundProgressed(round_id=round_id, **progress.model_dump()))
    return uow.save(ROUNDS, round_.changed(progress=progress))
