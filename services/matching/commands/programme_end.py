"""The end of a programme: no more rounds, then the end of everything open."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.matching.commands.pairings.endings import end_pairing
from services.matching.commands.proposals.capacity import end_shortlist, withdraw_proposal
from services.matching.domain.pairs.pairing import Pairing, PairingState
from services.matching.domain.pairs.proposal import OPEN_STATES as OPEN_PROPOSALS
from services.matching.domain.pairs.proposal import Proposal
from services.matching.domain.pairs.shortlist import ShortlistState
from services.matching.domain.people.programme import ProgrammeStage
from services.matching.domain.rounds.round import BUSY_STATES, RoundState
from services.matching.store import PAIRINGS, PEOPLE, PROGRAMMES, PROPOSALS, ROUNDS, SHORTLISTS
from shared.contracts.matching import PairingEndReason, ShortlistEnding
from shared.messaging import Collection, UnitOfWork

SIGNAL: Final = "programme-over"
"""Set in the replica that has learnt of the end."""


async def close(uow: UnitOfWork, programme_id: str) -> None:
    """Match nobody any more: a round being computed is cancelled, open proposals stay."""
    programme = await uow.require(PROGRAMMES, programme_id)
    if not programme.matches:  # a redriven event may come after the end
        return
    uow.save(PROGRAMMES, programme.changed(stage=ProgrammeStage.CLOSING))
    await _cancel_rounds(uow)


async def reopen(uow: UnitOfWork, programme_id: str) -> None:
    """Match again: the end of the closing programme was moved."""
    programme = await uow.require(PROGRAMMES, programme_id)
    if programme.stage is ProgrammeStage.CLOSING:
        uow.save(PROGRAMMES, programme.changed(stage=ProgrammeStage.MATCHING))


async def end(uow: UnitOfWork, programme_id: str, reason: PairingEndReason) -> None:
    """End the programme here: a worker ends everything open, for as much as there is."""
    programme = await uow.require(PROGRAMMES, programme_id)
    uow.save(PROGRAMMES, programme.over(reason))
    uow.notify(SIGNAL)
    await _cancel_rounds(uow)


async def take(uow: UnitOfWork, now: datetime, until: datetime) -> PairingEndReason | None:
    """Claim the end of a programme; return the reason, or None where there is nothing to claim."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    if programme.ending is None or programme.is_held(now):
        return None
    uow.save(PROGRAMMES, programme.held(until))
    return programme.ending.reason


async def keep(uow: UnitOfWork, until: datetime) -> None:
    """Keep it in hand."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    uow.save(PROGRAMMES, programme.held(until))


async def finish(uow: UnitOfWork) -> bool:
    """Note that all has ended; returns whether it has: a worker may be saving or publishing a round still."""
    if await uow.find(ROUNDS, {"state": {"$in": BUSY_STATES}}, limit=1):
        return False
    for kind in KINDS:
        if await uow.find(kind.collection, kind.open, limit=1):
            return False
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    uow.save(PROGRAMMES, programme.changed(ending=None))
    return True


async def _cancel_rounds(uow: UnitOfWork) -> None:
    """Cancel what can be cancelled; a round that is being saved can't be approved later."""
    cancellable = [RoundState.REQUESTED, RoundState.COMPUTING]
    for round_ in await uow.find(ROUNDS, {"state": {"$in": cancellable}, "options.preview": False}):
        cancelled, events = round_.cancel(keep=False)
        uow.save(ROUNDS, cancelled, *events)


async def end_shortlists(uow: UnitOfWork, ids: Sequence[str], _: PairingEndReason) -> None:
    """End these shortlists; those that are over stay as they are."""
    for id_ in ids:
        shortlist = await uow.require(SHORTLISTS, id_)
        if not shortlist.is_over:
            await end_shortlist(uow, shortlist, ShortlistEnding.FELL_AWAY)


async def withdraw_proposals(uow: UnitOfWork, ids: Sequence[str], _: PairingEndReason) -> None:
    """Withdraw these proposals; settled ones stay as they are."""
    await uow.preload({PROPOSALS: ids})
    proposals = [await uow.require(PROPOSALS, id_) for id_ in ids]
    await uow.preload({PEOPLE: _people_of(proposals)})
    for id_ in ids:
        await withdraw_proposal(uow, id_)


async def end_pairings(uow: UnitOfWork, ids: Sequence[str], reason: PairingEndReason) -> None:
    """End these pairings; those that have ended stay as they are."""
    await uow.preload({PAIRINGS: ids})
    pairings = [await uow.require(PAIRINGS, id_) for id_ in ids]
    await uow.preload({PEOPLE: _people_of(pairings)})
    for id_ in ids:
        await end_pairing(uow, id_, reason)


def _people_of(pairs: Sequence[Pairing | Proposal]) -> list[str]:
    return [id_ for each in pairs for id_ in (each.mentor_id, each.mentee_id)]


@dataclass(frozen=True)
class EndingKind:
    """A kind of what ends with a programme.

    Attributes:
        collection: where it is kept.
        open: the query that finds what has not ended.
        end: ends those of these ids in one transaction, each once.
    """

    collection: Collection[Any]
    open: dict[str, Any]
    end: Callable[[UnitOfWork, Sequence[str], PairingEndReason], Awaitable[None]]


KINDS: Final = (
    EndingKind(SHORTLISTS, {"state": {"$in": [ShortlistState.HELD, ShortlistState.OPEN]}}, end_shortlists),
    EndingKind(PROPOSALS, {"state": {"$in": list(OPEN_PROPOSALS)}}, withdraw_proposals),
    EndingKind(PAIRINGS, {"state": PairingState.ACTIVE}, end_pairings),
)
"""In this order: the proposals of a list end with it."""
