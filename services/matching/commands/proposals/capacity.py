"""Release the capacity that proposals and shortlists hold."""

from enum import StrEnum

from services.matching.commands.pairings.do_not_match import add_do_not_match
from services.matching.commands.people.commitments import share_places
from services.matching.commands.people.time_to_match import watch_again
from services.matching.commands.people.waiting import await_next
from services.matching.domain.pairs.do_not_match import DoNotMatchCause
from services.matching.domain.pairs.proposal import Proposal
from services.matching.domain.pairs.shortlist import Shortlist
from services.matching.domain.people.person import Person
from services.matching.domain.people.waiting import Why
from services.matching.queries.participations import commitments_of, participations_of
from services.matching.store import PEOPLE, PROPOSALS, SHORTLISTS
from shared.contracts.matching import ProposalExpiryDue, ShortlistEnding, ShortlistExpiryDue
from shared.messaging import UnitOfWork


class Again(StrEnum):
    """When a pair whose proposal came to nothing may be proposed again."""

    AT_ONCE = "at-once"
    """The proposal was withdrawn for a reason outside the pair."""
    LATER = "later"
    """Others come first; see `Person.let_lapse`."""
    NEVER = "never"
    """One said no; until a coordinator lifts it."""


async def withdraw_proposal(
    uow: UnitOfWork, proposal_id: str, forbidden_by: str | None = None, again: Again = Again.AT_ONCE
) -> Proposal:
    """Take an open proposal back, so that the next best takes its place; a settled one stays.

    Args:
        uow: the unit of work.
        proposal_id: which.
        forbidden_by: the rule that the pair breaks by now, if that is why.
        again: when the pair may be proposed again.
    """
    proposal = await uow.require(PROPOSALS, proposal_id)
    withdrawn, events = proposal.withdraw(forbidden_by)
    if not events:
        return proposal
    await release_places(uow, proposal, again)
    if proposal.approved_at is not None:  # before, the two don't know of it
        for participant_id in (proposal.mentor_id, proposal.mentee_id):
            await await_next(uow, participant_id, Why.WITHDRAWN)
    return uow.save(PROPOSALS, withdrawn, *events)


async def release_places(uow: UnitOfWork, proposal: Proposal, again: Again) -> None:
    """Free the places of both and cancel the expiry of a proposal that came to nothing."""
    both = (proposal.mentor_id, proposal.mentee_id)
    for own, partner in (both, both[::-1]):
        person = (await uow.require(PEOPLE, own)).released(proposal.id, partner)
        if again is Again.LATER:
            person = person.let_lapse(partner, uow.now.date())
        await watch_again(uow, uow.save(PEOPLE, person))
    await share_places(uow, *both)
    if again is Again.NEVER:
        await add_do_not_match(uow, *both, DoNotMatchCause.DECLINED)
    uow.cancel(ProposalExpiryDue(proposal_id=proposal.id))
    if proposal.is_listed:
        await _take_off(uow, proposal)


async def withdraw_all_proposals(uow: UnitOfWork, person: Person) -> None:
    """Take back whatever is still open in this programme for somebody who left, or has no place for it."""
    for proposal_id in person.open_proposals:
        await withdraw_proposal(uow, proposal_id)
    if person.shortlist:
        shortlist = await uow.require(SHORTLISTS, person.shortlist)
        await end_shortlist(uow, shortlist, ShortlistEnding.FELL_AWAY)


async def withdraw_if_full(uow: UnitOfWork, participant_id: str) -> None:
    """Take back what is open for an employee whose pairings take all places, in whatever programme."""
    person = await uow.require(PEOPLE, participant_id)
    people = [person]
    if person.elsewhere:
        people = await participations_of(uow, await commitments_of(uow, person.profile.employee_id))
    for each in people:
        with uow.within(each.scope):
            current = await uow.require(PEOPLE, each.id)
            if current.is_full:
                await withdraw_all_proposals(uow, current)


async def end_shortlist(uow: UnitOfWork, shortlist: Shortlist, ending: ShortlistEnding) -> None:
    """Let a list end without a choice; everybody on it has their place back, and may be shown again."""
    ended, events = shortlist.end(ending)
    uow.save(SHORTLISTS, ended, *events)
    chooser = (await uow.require(PEOPLE, shortlist.chooser_id)).done_choosing()
    await watch_again(uow, uow.save(PEOPLE, chooser))
    await share_places(uow, chooser.id)
    await release_shortlist(uow, shortlist)


async def release_shortlist(uow: UnitOfWork, shortlist: Shortlist) -> None:
    """Take back what was not chosen of a list that is over."""
    uow.cancel(ShortlistExpiryDue(shortlist_id=shortlist.id))
    for proposal_id in shortlist.proposals:
        await withdraw_proposal(uow, proposal_id)


async def _take_off(uow: UnitOfWork, proposal: Proposal) -> None:
    """Take a proposal off its list; a list of nobody ends."""
    shortlist = await uow.require(SHORTLISTS, proposal.shortlist_id or "")
    if shortlist.is_over:
        return
    left = uow.save(SHORTLISTS, shortlist.without(proposal.id))
    if not left.proposals:
        await end_shortlist(uow, left, ShortlistEnding.FELL_AWAY)
