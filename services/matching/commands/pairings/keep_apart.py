"""Withdraw what is open between people who are to be kept apart."""

from services.matching.commands.pairings.conflicts import end_for_conflict
from services.matching.commands.proposals.capacity import withdraw_proposal
from services.matching.domain.pairs.pairing import Pairing, PairingState
from services.matching.domain.pairs.proposal import OPEN_STATES, Proposal
from services.matching.domain.people.person import Person
from services.matching.queries.people import people_by_id
from services.matching.store import PAIRINGS, PEOPLE, PROPOSALS
from shared.kernel import Identifier
from shared.messaging import UnitOfWork

Pairs = frozenset[tuple[Identifier, Identifier]]
"""Mentor and mentee of each, by id."""


async def keep_apart(uow: UnitOfWork, pairs: Pairs, rule: str) -> list[Pairing]:
    """Withdraw the open proposals of these pairs.

    Args:
        uow: the unit of work.
        pairs: who.
        rule: which keeps them apart, by name.

    Returns:
        their active pairings, which go on.
    """
    mentors = list((await people_by_id(uow, (mentor_id for mentor_id, _ in pairs))).values())
    proposals = await _open_proposals(uow, mentors, pairs)
    pairings = await _active_pairings(uow, mentors, pairs)
    for mentor in mentors:
        # A worker who proposes one of these pairs at the same moment waits for this, and sees it.
        uow.save(PEOPLE, mentor)
    for proposal in proposals:
        await withdraw_proposal(uow, proposal.id, rule)
    return pairings


async def part_at_once(uow: UnitOfWork, pairs: Pairs, rule: str) -> None:
    """Withdraw the open proposals of these pairs, and end their pairings with a neutral reason."""
    for pairing in await keep_apart(uow, pairs, rule):
        await end_for_conflict(uow, pairing, rule)


async def _open_proposals(uow: UnitOfWork, mentors: list[Person], pairs: Pairs) -> list[Proposal]:
    employees = [mentor.profile.employee_id for mentor in mentors]
    query = {"mentor_employee_id": {"$in": employees}, "state": {"$in": list(OPEN_STATES)}}
    proposals = await uow.find(PROPOSALS, query, sort=[("id", 1)]) if employees else []
    return [one for one in proposals if (one.mentor_id, one.mentee_id) in pairs]


async def _active_pairings(uow: UnitOfWork, mentors: list[Person], pairs: Pairs) -> list[Pairing]:
    ids = [id_ for mentor in mentors for id_ in mentor.active_pairings]
    query = {"id": {"$in": ids}, "state": PairingState.ACTIVE}
    pairings = await uow.find(PAIRINGS, query, sort=[("id", 1)]) if ids else []
    return [one for one in pairings if (one.mentor_id, one.mentee_id) in pairs]
