"""Approve or take back the proposals of a round, a chunk in each transaction."""

from datetime import datetime

from services.matching.commands.people.waiting import await_next
from services.matching.commands.proposals.capacity import Again, withdraw_proposal
from services.matching.commands.rounds.round_claims import require_claimed
from services.matching.commands.rounds.round_shortlists import show_on_list
from services.matching.domain.pairs.proposal import Proposal, ProposalState
from services.matching.domain.people.waiting import Why
from services.matching.domain.rounds.claim import Claim
from services.matching.domain.rounds.decision import DecisionKind
from services.matching.domain.rounds.revision import after_clearing
from services.matching.domain.rounds.round import (
    Round,
)
from services.matching.store import (
    PROPOSALS,
    ROUNDS,
)
from shared.contracts.matching import (
    ProposalExpiryDue,
    RoundCause,
)
from shared.messaging import UnitOfWork

APPROVED_AT_ONCE = 250
"""Proposals published in one transaction."""


async def approve_chunk(uow: UnitOfWork, round_id: str, mine: Claim, until: datetime) -> Round:
    """Publish the next proposals, or take back those excluded; at the end the round is approved."""
    round_ = (await require_claimed(uow, round_id, mine)).changed(claim=mine.extended(until))
    approval = round_.approval
    waiting = {"round_id": round_id, "state": ProposalState.MADE}
    proposals = await uow.find(PROPOSALS, waiting, sort=[("id", 1)], limit=APPROVED_AT_ONCE)
    if not proposals or approval is None:
        return uow.save(ROUNDS, round_.approved())
    excluded = frozenset(approval.excluded)
    for proposal in proposals:
        if proposal.id in excluded:
            await _hold_back(uow, round_, proposal)
            continue
        if proposal.shortlist_id:
            await show_on_list(uow, proposal, approval.at, excluded)
            continue
        approved, events = proposal.approve(approval.at, approval.expires_at)
        uow.save(PROPOSALS, approved, *events)
        uow.schedule(ProposalExpiryDue(proposal_id=proposal.id), approval.expires_at)
    return uow.save(ROUNDS, round_)


async def _hold_back(uow: UnitOfWork, round_: Round, proposal: Proposal) -> None:
    """Take a proposal back before anybody was asked; whom a small round was for waits on."""
    await withdraw_proposal(uow, proposal.id, again=Again.LATER)
    if round_.cause is not RoundCause.COORDINATOR:
        for participant_id in (proposal.mentor_id, proposal.mentee_id):
            await await_next(uow, participant_id, Why.WITHDRAWN)


async def clear_chunk(uow: UnitOfWork, round_id: str, mine: Claim, until: datetime) -> Round:
    """Take the next proposals back, to compute the round again without the locked ones, or to discard all."""
    round_ = (await require_claimed(uow, round_id, mine)).changed(claim=mine.extended(until))
    waiting = {"round_id": round_id, "state": ProposalState.MADE}
    stay = (
        {"locked": {"$ne": True}}
        if round_.clearing and round_.clearing.then is DecisionKind.RECOMPUTE
        else {}
    )
    proposals = await uow.find(PROPOSALS, waiting | stay, sort=[("id", 1)], limit=APPROVED_AT_ONCE)
    for proposal in proposals:
        await withdraw_proposal(uow, proposal.id)
    if proposals:
        return uow.save(ROUNDS, round_)
    kept = await uow.find(PROPOSALS, waiting)
    cleared, events = after_clearing(round_, len(kept), sum(proposal.score for proposal in kept), uow.now)
    return uow.save(ROUNDS, cleared, *events)
