"""The steps of a worker with a round; each holds only while the worker's claim does."""

from datetime import datetime

from services.matching.commands.people.waiting import await_next
from services.matching.commands.proposals.capacity import Again, withdraw_proposal
from services.matching.commands.rounds.round_shortlists import put_on_list, show_on_list
from services.matching.commands.rounds.small_round_retry import end_failed
from services.matching.commands.rounds.small_rounds import go_on
from services.matching.domain.pairs.proposal import Proposal, ProposalState, make_proposal
from services.matching.domain.people.person import Person
from services.matching.domain.people.waiting import Why
from services.matching.domain.rounds.claim import Claim, ClaimLost
from services.matching.domain.rounds.decision import DecisionKind
from services.matching.domain.rounds.parts import Figures, Progress
from services.matching.domain.rounds.pool import Terms
from services.matching.domain.rounds.results.chunks import (
    ChosenPair,
    chunk_count,
    chunk_id,
    people_of,
    still_free,
)
from services.matching.domain.rounds.results.unmatched import UnmatchedPerson
from services.matching.domain.rounds.revision import after_clearing
from services.matching.domain.rounds.round import (
    MOST_CLAIMS,
    UNMATCHED_IN_EVENT,
    ProgressFeed,
    Round,
    RoundState,
)
from services.matching.domain.rounds.turn import TURN, Turn
from services.matching.queries.people import people_by_id
from services.matching.queries.terms import current_terms
from services.matching.store import (
    FEEDS,
    PAIRS,
    PEOPLE,
    PROPOSALS,
    ROUNDS,
    ROUNDS_OF_ALL_PROGRAMMES,
    TURNS,
    UNMATCHED,
)
from shared.contracts.matching import (
    FailureCode,
    FailureReason,
    ProposalExpiryDue,
    RoundCause,
    RoundProgressed,
)
from shared.kernel import Conflict
from shared.messaging import UnitOfWork

APPROVED_AT_ONCE = 250
"""Proposals published in one transaction."""


async def claim(uow: UnitOfWork, round_id: str, owner: str, now: datetime, until: datetime) -> Round:
    """Take a round that is free, or give its computation up where too many have tried.

    What is being saved or approved is never given up: people's places depend on it.

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
    """Begin to compute a round, unless another of the organisation is being computed."""
    turn = await uow.get(TURNS, TURN)
    if turn and turn.round_id != round_id:
        alive = {"id": turn.round_id, "state": RoundState.COMPUTING, "claim.until": {"$gt": now}}
        if await uow.count(ROUNDS_OF_ALL_PROGRAMMES, alive):
            raise Conflict("another round of the organisation is being computed")
    uow.save(TURNS, Turn(id=TURN, tenant=uow.scope.tenant, round_id=round_id, at=now))


async def held(uow: UnitOfWork, round_id: str, mine: Claim) -> Round:
    """The round, for the worker who has it.

    Raises:
        ClaimLost: another worker took it over, or it was ended.
    """
    round_ = await uow.require(ROUNDS, round_id)
    if round_.claim is None or round_.claim.token != mine.token:
        raise ClaimLost("another worker has the round")
    return round_


async def release(uow: UnitOfWork, round_id: str, mine: Claim, until: datetime) -> None:
    """Give a round back, for anybody to take from an instant on."""
    uow.save(ROUNDS, (await held(uow, round_id, mine)).released(until))


async def beat(
    uow: UnitOfWork, round_id: str, mine: Claim, until: datetime, progress: Progress | None
) -> Round:
    """Keep the claim, tell the progress, hear of a cancellation."""
    round_ = (await held(uow, round_id, mine)).changed(claim=mine.extended(until))
    if progress is None or progress == round_.progress:
        return uow.save(ROUNDS, round_)
    feed = await uow.get(FEEDS, round_id) or ProgressFeed(id=round_id, **uow.scope.model_dump())
    uow.save(FEEDS, feed, RoundProgressed(round_id=round_id, **progress.model_dump()))
    return uow.save(ROUNDS, round_.changed(progress=progress))


async def finish_computing(
    uow: UnitOfWork, round_id: str, mine: Claim, figures: Figures, terms: Terms
) -> Round:
    """Go on from the outcome kept under this claim.

    Args:
        uow: the unit of work.
        round_id: which round.
        mine: the worker's claim.
        figures: what was computed.
        terms: under which it was; other decisions by now make the outcome useless.
    """
    round_ = await held(uow, round_id, mine)
    if round_.cancellation and not round_.cancellation.keep:
        ended, events = round_.cancelled()
        return uow.save(ROUNDS, ended, *events)
    if round_.options.preview:
        ended, events = round_.previewed(figures, mine.token)
        return uow.save(ROUNDS, ended, *events)
    if not (await current_terms(uow, round_id)).same_decisions(terms):
        return await _outdated(uow, round_)
    return uow.save(ROUNDS, round_.saving(figures, mine.token))


async def _outdated(uow: UnitOfWork, round_: Round) -> Round:
    if not round_.recomputed:
        return uow.save(ROUNDS, round_.compute_again())
    return await end_failed(uow, round_, FailureReason(code=FailureCode.RULES_CHANGED))


async def fail(uow: UnitOfWork, round_id: str, mine: Claim, reason: FailureReason) -> Round:
    """End a round that can't be computed."""
    return await end_failed(uow, await held(uow, round_id, mine), reason)


async def cancelled(uow: UnitOfWork, round_id: str, mine: Claim) -> Round:
    """End a round whose computation was stopped."""
    ended, events = (await held(uow, round_id, mine)).cancelled()
    return uow.save(ROUNDS, ended, *events)


async def save_chunk(uow: UnitOfWork, round_id: str, mine: Claim, until: datetime) -> Round:
    """Make proposals of the next chunk of pairs, which take their places at once; at the end, tell it."""
    round_ = (await held(uow, round_id, mine)).changed(claim=mine.extended(until))
    if round_.saved_chunks == chunk_count(round_.computed.certificate.pairs):
        proposed, events = round_.proposed(uow.now, await _unmatched_for_event(uow, round_))
        return await go_on(uow, uow.save(ROUNDS, proposed, *events), round_.claim)
    chunk = await uow.require(PAIRS, chunk_id(round_id, round_.outcome, round_.saved_chunks))
    people = await people_by_id(uow, people_of(chunk.pairs))
    policy = (await current_terms(uow, round_id)).policy
    apart = frozenset(policy.must_not_pair)
    wanted = [pair for pair in chunk.pairs if pair.of not in apart]
    if round_.options.shortlists:
        days = policy.choice.days
        made = [pair.score for pair in wanted if await put_on_list(uow, people, round_, pair, days)]
    else:
        made = [pair.score for pair in wanted if _propose(uow, people, round_, pair)]
    return uow.save(ROUNDS, round_.chunk_saved(made, dropped=len(chunk.pairs) - len(made)))


async def _unmatched_for_event(uow: UnitOfWork, round_: Round) -> list[UnmatchedPerson]:
    """Return as many unmatched people as an event takes."""
    unmatched: list[UnmatchedPerson] = []
    for index in range(chunk_count(min(round_.computed.unmatched, UNMATCHED_IN_EVENT))):
        chunk = await uow.require(UNMATCHED, chunk_id(round_.id, round_.outcome, index))
        unmatched.extend(chunk.people)
    return unmatched


def _propose(uow: UnitOfWork, people: dict[str, Person], round_: Round, pair: ChosenPair) -> bool:
    """Propose a pair, unless somebody of the two has changed; returns whether it was proposed."""
    mentor, mentee = people.get(pair.mentor_id), people.get(pair.mentee_id)
    if mentor is None or mentee is None or not still_free(pair, mentor, mentee):
        return False
    proposal, made = make_proposal(
        round_.id,
        mentor,
        mentee,
        score=pair.score,
        explanation=pair.explanation,
        at=uow.now,
        attempt=round_.attempt,
    )
    for own, partner in ((mentor, mentee), (mentee, mentor)):
        people[own.id] = uow.save(PEOPLE, own.proposed(proposal.id, partner.id))
    uow.save(PROPOSALS, proposal.changed(runner_up=pair.runner_up), made)
    return True


async def approve_chunk(uow: UnitOfWork, round_id: str, mine: Claim, until: datetime) -> Round:
    """Publish the next proposals, or take back those excluded; at the end the round is approved."""
    round_ = (await held(uow, round_id, mine)).changed(claim=mine.extended(until))
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
    round_ = (await held(uow, round_id, mine)).changed(claim=mine.extended(until))
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


STEPS = {
    RoundState.SAVING: save_chunk,
    RoundState.APPROVING: approve_chunk,
    RoundState.CLEARING: clear_chunk,
}
"""What is repeated in a state until the round has another one."""
