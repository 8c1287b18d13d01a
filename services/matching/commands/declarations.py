"""Declaring a conflict of interest in confidence, and withdrawing it."""

from services.matching.commands.apart import part_at_once
from services.matching.domain.declaration import Declaration, declaration_id, declare_by
from services.matching.domain.pairing import Pairing
from services.matching.domain.person import Person
from services.matching.domain.proposal import Proposal
from services.matching.domain.rules.declared_conflict import RULE
from services.matching.store import DECLARATIONS, PAIRINGS, PEOPLE, PROPOSALS
from shared.contracts.vocabulary import Role
from shared.kernel import NotFound, RuleBroken
from shared.messaging.unit_of_work import UnitOfWork


async def declare_about_participant(
    uow: UnitOfWork, employee_id: str | None, participant_id: str
) -> Declaration:
    """Declare a conflict with a participant of the other role; again changes nothing.

    Raises:
        NotFound: this employee takes no part, or matching knows no such participant.
        RuleBroken: it is the same person, or both have one role.
    """
    other = await uow.require(PEOPLE, participant_id)
    own = await uow.find(PEOPLE, {"profile.employee_id": employee_id or ""})
    if not own:
        raise NotFound("only participants declare conflicts of interest")
    author = next((person for person in own if person.role is other.role.other), None)
    if author is None or other.profile.employee_id == employee_id:
        raise RuleBroken("nobody of this role can be paired with you", field="participant_id")
    return await _declare(uow, author, other)


async def declare_about_proposal(uow: UnitOfWork, employee_id: str | None, proposal_id: str) -> Declaration:
    """Declare a conflict with the other of an own proposal.

    Raises:
        NotFound: no such proposal, or none of this employee's.
    """
    proposal = await uow.require(PROPOSALS, proposal_id)
    role = proposal.role_of(employee_id)
    if role is None or proposal.approved_at is None:
        raise NotFound(f"no such proposal: {proposal_id}")
    return await _declare_about(uow, proposal, role)


async def declare_about_pairing(uow: UnitOfWork, employee_id: str | None, pairing_id: str) -> Declaration:
    """Declare a conflict with the other of an own pairing.

    Raises:
        NotFound: no such pairing, or none of this employee's.
    """
    pairing = await uow.require(PAIRINGS, pairing_id)
    role = pairing.role_of(employee_id)
    if role is None:
        raise NotFound(f"no such pairing: {pairing_id}")
    return await _declare_about(uow, pairing, role)


async def withdraw_declaration(uow: UnitOfWork, employee_id: str | None, id_: str) -> None:
    """Take an own declaration back; the two stay apart if the other has declared the same.

    Raises:
        NotFound: no such declaration, or it is somebody else's.
    """
    declaration = await uow.require(DECLARATIONS, id_)
    if declaration.by_employee_id != employee_id:
        raise NotFound(f"no such declaration: {id_}")
    uow.delete(DECLARATIONS, declaration)
    others = await uow.get(DECLARATIONS, declaration_id(declaration.with_id, declaration.by_id))
    await _note(uow, declaration, declared=others is not None)


async def _declare_about(uow: UnitOfWork, pair: Proposal | Pairing, role: Role) -> Declaration:
    mentor = await uow.require(PEOPLE, pair.mentor_id)
    mentee = await uow.require(PEOPLE, pair.mentee_id)
    author, other = (mentor, mentee) if role is Role.MENTOR else (mentee, mentor)
    return await _declare(uow, author, other)


async def _declare(uow: UnitOfWork, author: Person, other: Person) -> Declaration:
    """Keep it, and let what is open between the two fall away at once."""
    known = await uow.get(DECLARATIONS, declaration_id(author.id, other.id))
    if known is not None:
        return known
    declaration = uow.save(DECLARATIONS, declare_by(author, other, uow.now))
    await _note(uow, declaration, declared=True)
    await part_at_once(uow, frozenset({declaration.pair}), RULE.name)
    return declaration


async def _note(uow: UnitOfWork, declaration: Declaration, *, declared: bool) -> None:
    """Let both know of each other's name only; saved in any case, so that two at once see each other."""
    for own, partner in (declaration.pair, declaration.pair[::-1]):
        person = await uow.require(PEOPLE, own)
        uow.save(PEOPLE, person.in_conflict(partner, declared=declared))
