"""Giving back the places that proposals hold."""

from services.matching.domain.person import Person
from services.matching.domain.proposal import Proposal
from services.matching.store import PEOPLE, PROPOSALS
from shared.contracts.matching import ProposalExpiryDue
from shared.messaging.unit_of_work import UnitOfWork


async def withdraw_proposal(uow: UnitOfWork, proposal_id: str, forbidden_by: str | None = None) -> Proposal:
    """Take an open proposal back; a settled one stays. The pair may be proposed in a later round.

    Args:
        uow: the unit of work.
        proposal_id: which.
        forbidden_by: the rule that the pair breaks by now, if that is why.
    """
    proposal = await uow.require(PROPOSALS, proposal_id)
    withdrawn, events = proposal.withdraw(forbidden_by)
    if not events:
        return proposal
    await release_places(uow, proposal, may_meet_again=True)
    return uow.save(PROPOSALS, withdrawn, *events)


async def release_places(uow: UnitOfWork, proposal: Proposal, *, may_meet_again: bool) -> None:
    """Free the places of both and cancel the expiry of a proposal that came to nothing.

    Args:
        uow: the unit of work.
        proposal: which.
        may_meet_again: whether the pair may be proposed in a later round; not after a no.
    """
    both = (proposal.mentor_id, proposal.mentee_id)
    for own, partner in (both, both[::-1]):
        person = (await uow.require(PEOPLE, own)).released(proposal.id, partner)
        uow.save(PEOPLE, person if may_meet_again else person.not_again(partner))
    uow.cancel(ProposalExpiryDue(proposal_id=proposal.id))


async def withdraw_all_proposals(uow: UnitOfWork, person: Person) -> None:
    """Take back whatever is still open for somebody who left, or whose pairings take all places."""
    for proposal_id in person.open_proposals:
        await withdraw_proposal(uow, proposal_id)
