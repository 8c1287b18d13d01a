"""Answer proposals, and let them expire."""

from datetime import datetime

from services.matching.commands.pairings.lengths import set_length_timer
from services.matching.commands.people.commitments import share_places
from services.matching.commands.people.earlier_partners import keep_apart_elsewhere
from services.matching.commands.people.time_to_match import stop_watching
from services.matching.commands.people.waiting import (
    ask_for_more,
    await_next,
    came_free,
    note_answered,
    note_silent,
)
from services.matching.commands.proposals.capacity import (
    Again,
    release_places,
    withdraw_if_full,
    withdraw_proposal,
)
from services.matching.domain.pairs.pairing import activate
from services.matching.domain.pairs.proposal import Proposal, ProposalState
from services.matching.domain.people.person import Person
from services.matching.domain.people.waiting import Why
from services.matching.domain.scoring.single_pair import barred_by
from services.matching.queries.recommended_weights import proposal_fit
from services.matching.queries.terms import current_terms
from services.matching.store import PAIRINGS, PEOPLE, PROPOSALS
from shared.contracts.matching import DeclineReason, ProposalExpiryDue
from shared.contracts.vocabulary import Role
from shared.kernel import NotFound
from shared.messaging import UnitOfWork


async def accept(uow: UnitOfWork, proposal_id: str, employee_id: str | None) -> Proposal:
    """Say yes to a proposal; the second yes activates the pairing.

    A pair that has a conflict of interest by now, or is to be kept apart, is withdrawn instead, and the
    proposal says so: an error would undo the withdrawal.

    Raises:
        NotFound: no such proposal, or none of this employee's.
        Conflict: it is settled, its time is over, one of the two has no place left, or the employee has to
            agree to changed terms first.
    """
    proposal, role = await _own_proposal(uow, proposal_id, employee_id)
    accepted, events = proposal.accept(role, uow.now)
    if not events:
        return proposal
    (await uow.require(PEOPLE, proposal.participant(role))).check_consent()
    if accepted.state is ProposalState.ACCEPTED:
        mentor = await uow.require(PEOPLE, proposal.mentor_id)
        mentee = await uow.require(PEOPLE, proposal.mentee_id)
        rule = barred_by(mentor, mentee, await current_terms(uow, proposal.id))
        if rule:
            return await withdraw_proposal(uow, proposal_id, rule)
        await _activate(uow, accepted, mentor, mentee)
    return uow.save(PROPOSALS, accepted, *events)


async def decline(
    uow: UnitOfWork,
    proposal_id: str,
    employee_id: str | None,
    reason: DeclineReason,
    *,
    more: bool = False,
) -> Proposal:
    """Say no to a proposal; both get their places back, and are not proposed to each other again.

    The other one waits for the next best; who says no does so by asking for more, now or later.

    Raises:
        NotFound: no such proposal, or none of this employee's.
        Conflict: it is settled otherwise, its time is over, or more was asked for too often.
    """
    proposal, role = await _own_proposal(uow, proposal_id, employee_id)
    declined, events = proposal.decline(role, reason, uow.now)
    asks = more and not proposal.asked_more
    if not events and not asks:
        return proposal
    own = proposal.participant(role)
    if events:
        await release_places(uow, proposal, Again.NEVER)
        uow.save(PEOPLE, (await uow.require(PEOPLE, own)).said_no())
        await came_free(uow, own)
        await _let_other_wait(uow, proposal, role.other, Why.DECLINED)
    if asks:
        await ask_for_more(uow, own)
    return uow.save(PROPOSALS, declined.changed(asked_more=proposal.asked_more or more), *events)


async def expire(uow: UnitOfWork, proposal_id: str, at: datetime) -> None:
    """Let an unanswered proposal lapse, for this time; one settled meanwhile stays as it is."""
    proposal = await uow.require(PROPOSALS, proposal_id)
    expired, events = proposal.expire(at)
    if not events:
        return
    await release_places(uow, proposal, Again.LATER)
    for role in Role:
        if role in proposal.accepted_by:
            await _let_other_wait(uow, proposal, role, Why.EXPIRED)
        else:
            await note_silent(uow, proposal.participant(role))
    uow.save(PROPOSALS, expired, *events)


async def _let_other_wait(uow: UnitOfWork, proposal: Proposal, role: Role, why: Why) -> None:
    """Let the one wait who had no part in it that the proposal came to nothing."""
    other = proposal.participant(role)
    if role in proposal.accepted_by:
        await note_answered(uow, other)
    await await_next(uow, other, why)


async def _own_proposal(uow: UnitOfWork, proposal_id: str, employee_id: str | None) -> tuple[Proposal, Role]:
    """Return the proposal and the employee's part in it; before its approval the two don't know of it."""
    proposal = await uow.require(PROPOSALS, proposal_id)
    role = proposal.role_of(employee_id)
    if role is None or proposal.approved_at is None:
        raise NotFound(f"no such proposal: {proposal_id}")
    return proposal, role


async def _activate(uow: UnitOfWork, proposal: Proposal, mentor: Person, mentee: Person) -> None:
    """Begin the pairing; who is full now gets no answer to other proposals any more."""
    fit = await proposal_fit(uow, proposal)
    pairing, activated = activate(proposal, mentor, mentee, uow.now, fit)
    uow.save(PAIRINGS, pairing, activated)
    await set_length_timer(uow, pairing)
    uow.cancel(ProposalExpiryDue(proposal_id=proposal.id))
    both = [person.paired(proposal.id, pairing.id).found_partner(uow.now) for person in (mentor, mentee)]
    for person in [uow.save(PEOPLE, each) for each in both]:
        stop_watching(uow, person)
    await share_places(uow, mentor.id, mentee.id)
    for person in both:
        await withdraw_if_full(uow, person.id)
    await keep_apart_elsewhere(uow, mentor, mentee)
