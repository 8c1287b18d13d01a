"""The steps of a worker with a round; each holds only while the worker's claim does."""

from datetime import datetime

from services.matching.commands.people.commitments import share_places
from services.matching.commands.rounds.round_approval import approve_chunk, clear_chunk
from services.matching.commands.rounds.round_claims import require_claimed
from services.matching.commands.rounds.round_shortlists import put_on_list
from services.matching.commands.rounds.small_round_retry import end_failed
from services.matching.commands.rounds.small_rounds import go_on
from services.matching.domain.pairs.proposal import make_proposal
from services.matching.domain.people.person import Person
from services.matching.domain.rounds.claim import Claim
from services.matching.domain.rounds.parts import Figures
from services.matching.domain.rounds.pool import Terms
from services.matching.domain.rounds.results.chunks import (
    ChosenPair,
    chunk_count,
    chunk_id,
    people_of,
    still_free,
)
from services.matching.domain.rounds.results.unmatched import UnmatchedPerson
from services.matching.domain.rounds.round import (
    UNMATCHED_IN_EVENT,
    Round,
    RoundState,
)
from services.matching.queries.people import people_by_id
from services.matching.queries.terms import current_terms
from services.matching.store import (
    PAIRS,
    PEOPLE,
    PROPOSALS,
    ROUNDS,
    UNMATCHED,
)
from shared.contracts.matching import (
    FailureCode,
    FailureReason,
)
from shared.messaging import UnitOfWork


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
    round_ = await require_claimed(uow, round_id, mine)
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
    return await end_failed(uow, await require_claimed(uow, round_id, mine), reason)


async def cancelled(uow: UnitOfWork, round_id: str, mine: Claim) -> Round:
    """End a round whose computation was stopped."""
    ended, events = (await require_claimed(uow, round_id, mine)).cancelled()
    return uow.save(ROUNDS, ended, *events)


async def save_chunk(uow: UnitOfWork, round_id: str, mine: Claim, until: datetime) -> Round:
    """Make proposals of the next chunk of pairs, which take their places at once; at the end, tell it."""
    round_ = (await require_claimed(uow, round_id, mine)).changed(claim=mine.extended(until))
    if round_.saved_chunks == chunk_count(round_.computed.certificate.pairs):
        proposed, events = round_.proposed(uow.now, await _unmatched_for_event(uow, round_))
        return await go_on(uow, uow.save(ROUNDS, proposed, *events), round_.claim)
    chunk = await uow.require(PAIRS, chunk_id(round_id, round_.outcome, round_.saved_chunks))
    people = await people_by_id(uow, people_of(chunk.pairs))
    policy = (await current_terms(uow, round_id)).policy
    apart = frozenset(policy.must_not_pair)
    allowed = [pair for pair in chunk.pairs if pair.of not in apart]
    if round_.options.shortlists:
        choice = policy.choice
        made = [pair.score for pair in allowed if await put_on_list(uow, people, round_, pair, choice)]
    else:
        made = [pair.score for pair in allowed if await _propose(uow, people, round_, pair)]
    return uow.save(ROUNDS, round_.chunk_saved(made, dropped=len(chunk.pairs) - len(made)))


async def _unmatched_for_event(uow: UnitOfWork, round_: Round) -> list[UnmatchedPerson]:
    """Return as many unmatched people as an event takes."""
    unmatched: list[UnmatchedPerson] = []
    for index in range(chunk_count(min(round_.computed.unmatched, UNMATCHED_IN_EVENT))):
        chunk = await uow.require(UNMATCHED, chunk_id(round_.id, round_.outcome, index))
        unmatched.extend(chunk.people)
    return unmatched


async def _propose(uow: UnitOfWork, people: dict[str, Person], round_: Round, pair: ChosenPair) -> bool:
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
    await share_places(uow, mentor.id, mentee.id)
    uow.save(PROPOSALS, proposal.changed(runner_up=pair.runner_up), made)
    return True


STEPS = {
    RoundState.SAVING: save_chunk,
    RoundState.APPROVING: approve_chunk,
    RoundState.CLEARING: clear_chunk,
}
"""The step that is repeated in a state until the round has another one."""
