"""The end of a programme: no more rounds, then the end of everything open, in bounded steps."""

from datetime import timedelta
from typing import Final

from services.matching.commands.pairings.endings import end_pairing
from services.matching.commands.proposals.capacity import end_shortlist, withdraw_proposal
from services.matching.domain.pairs.do_not_match import do_not_match_id
from services.matching.domain.pairs.pairing import PairingState
from services.matching.domain.pairs.proposal import OPEN_STATES as OPEN_PROPOSALS
from services.matching.domain.pairs.shortlist import ShortlistState
from services.matching.domain.people.programme import ProgrammeStage
from services.matching.domain.rounds.round import BUSY_STATES, RoundState
from services.matching.store import DO_NOT_MATCH, PAIRINGS, PEOPLE, PROGRAMMES, PROPOSALS, ROUNDS, SHORTLISTS
from shared.contracts.matching import PairingEndReason, PairingsEndDue, ShortlistEnding
from shared.messaging import UnitOfWork

STEP: Final = 500
"""Pairings, and proposals or shortlists, ended in one transaction."""
_ROUND_ENDS: Final = timedelta(minutes=1)
"""A worker that is saving or publishing a round is given this long before the next step."""


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
    """End the programme here: its pairings follow in steps, for as many as there are."""
    programme = await uow.require(PROGRAMMES, programme_id)
    uow.save(PROGRAMMES, programme.changed(stage=ProgrammeStage.OVER))
    await _cancel_rounds(uow)
    _go_on(uow, PairingsEndDue(programme_id=programme_id, reason=reason, step=1))


async def end_pairings(uow: UnitOfWork, due: PairingsEndDue) -> None:
    """End some shortlists, proposals and pairings, and set the timer for more if there may be more."""
    ended = [
        await _end_shortlists(uow),
        await _withdraw_proposals(uow),
        await _end_pairings(uow, PairingEndReason(due.reason)),
    ]
    following = due.model_copy(update={"step": due.step + 1})
    if STEP in ended:
        _go_on(uow, following)
    elif await uow.find(ROUNDS, {"state": {"$in": BUSY_STATES}}, limit=1):
        _go_on(uow, following, after=_ROUND_ENDS)


async def _cancel_rounds(uow: UnitOfWork) -> None:
    """Cancel what can be cancelled; a round that is being saved can't be approved later."""
    cancellable = [RoundState.REQUESTED, RoundState.COMPUTING]
    for round_ in await uow.find(ROUNDS, {"state": {"$in": cancellable}, "options.preview": False}):
        cancelled, events = round_.cancel(keep=False)
        uow.save(ROUNDS, cancelled, *events)


async def _end_shortlists(uow: UnitOfWork) -> int:
    lists = await uow.find(
        SHORTLISTS,
        {"state": {"$in": [ShortlistState.HELD, ShortlistState.OPEN]}},
        sort=[("id", 1)],
        limit=STEP,
    )
    for shortlist in lists:
        await end_shortlist(uow, shortlist, ShortlistEnding.FELL_AWAY)
    return len(lists)


async def _withdraw_proposals(uow: UnitOfWork) -> int:
    query = {"state": {"$in": list(OPEN_PROPOSALS)}}
    proposals = await uow.find(PROPOSALS, query, sort=[("id", 1)], limit=STEP)
    for proposal in proposals:
        await withdraw_proposal(uow, proposal.id)
    return len(proposals)


async def _end_pairings(uow: UnitOfWork, reason: PairingEndReason) -> int:
    pairings = await uow.find(PAIRINGS, {"state": PairingState.ACTIVE}, sort=[("id", 1)], limit=STEP)
    await uow.preload(
        {
            PEOPLE: [id_ for each in pairings for id_ in (each.mentor_id, each.mentee_id)],
            DO_NOT_MATCH: [do_not_match_id(each.mentor_id, each.mentee_id) for each in pairings],
        }
    )
    for pairing in pairings:
        await end_pairing(uow, pairing.id, reason)
    return len(pairings)


def _go_on(uow: UnitOfWork, due: PairingsEndDue, after: timedelta = timedelta()) -> None:
    """Set the next step's timer: each step has a name of its own, so that it is another timer."""
    uow.schedule(due, uow.now + after, name=str(due.step))
