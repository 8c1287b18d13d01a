"""Declare a conflict of interest in confidence, and withdraw the declaration."""

from services.matching.commands.pairings.conflicts_elsewhere import hold_conflict_elsewhere
from services.matching.commands.pairings.keep_apart import part_at_once
from services.matching.domain.eligibility.rules.declared_conflict import RULE
from services.matching.domain.people.declaration import MOST_DECLARATIONS, Declaration
from services.matching.domain.people.person import Person, PersonState, as_pair
from services.matching.queries.declarations import is_declared
from services.matching.store import DECLARATIONS, PAIRINGS, PEOPLE, PROPOSALS
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, NotFound
from shared.messaging import UnitOfWork


async def declare_about_participant(
    uow: UnitOfWork, employee_id: str | None, participant_id: str
) -> Declaration:
    """Declare a conflict with a participant, whether or not there is one with this id; again changes nothing.

    Raises:
        NotFound: this employee takes no part.
        Conflict: they have declared too many.
    """
    return await _declare(uow, await _own(uow, employee_id), participant_id)


async def declare_about_proposal(uow: UnitOfWork, employee_id: str | None, proposal_id: str) -> Declaration:
    """Declare a conflict with the other of an own proposal.

    Raises:
        NotFound: this employee takes no part, or it is no proposal of theirs.
        Conflict: they have declared too many.
    """
    own = await _own(uow, employee_id)
    proposal = await uow.require(PROPOSALS, proposal_id)
    role = proposal.role_of(employee_id)
    if role is None or proposal.approved_at is None:
        raise NotFound(f"no such proposal: {proposal_id}")
    return await _declare(uow, own, proposal.participant(role.other))


async def declare_about_pairing(uow: UnitOfWork, employee_id: str | None, pairing_id: str) -> Declaration:
    """Declare a conflict with the other of an own pairing.

    Raises:
        NotFound: this employee takes no part, or it is no pairing of theirs.
        Conflict: they have declared too many.
    """
    own = await _own(uow, employee_id)
    pairing = await uow.require(PAIRINGS, pairing_id)
    role = pairing.role_of(employee_id)
    if role is None:
        raise NotFound(f"no such pairing: {pairing_id}")
    return await _declare(uow, own, pairing.mentee_id if role is Role.MENTOR else pairing.mentor_id)


async def withdraw_declaration(uow: UnitOfWork, employee_id: str | None, id_: str) -> None:
    """Take an own declaration back; the two stay apart if the other, or another programme, has the same.

    Raises:
        NotFound: this employee takes no part, there is no such declaration, or it is somebody else's.
    """
    own = await _own(uow, employee_id)
    declaration = await uow.require(DECLARATIONS, id_)
    if declaration.by_employee_id != employee_id:
        raise NotFound(f"no such declaration: {id_}")
    uow.delete(DECLARATIONS, declaration)
    other = await uow.get(PEOPLE, declaration.with_id)
    partner_id = other.profile.employee_id if other else None
    declared = await is_declared(uow, declaration.by_employee_id, partner_id) if partner_id else False
    for person in own:
        await _note(uow, person, declaration.with_id, declared=declared)
    if partner_id and not declared:
        await hold_conflict_elsewhere(uow, declaration.by_employee_id, partner_id, declared=False)


async def _own(uow: UnitOfWork, employee_id: str | None) -> list[Person]:
    """Return the employee as a participant; who has left declares nothing any more.

    Raises:
        NotFound: they take no part.
    """
    own = await uow.find(PEOPLE, {"profile.employee_id": employee_id or "", "state": PersonState.READY})
    if not own:
        raise NotFound("only participants declare conflicts of interest")
    return own


async def _declare(uow: UnitOfWork, own: list[Person], with_id: str) -> Declaration:
    """Save it; withdraw open proposals and end pairings of the two at once."""
    author = own[0]
    id_ = _id(uow, author.profile.employee_id, with_id)
    existing = await uow.get(DECLARATIONS, id_)
    if existing is not None:
        return existing
    if await uow.count(DECLARATIONS, {"by_employee_id": author.profile.employee_id}) >= MOST_DECLARATIONS:
        raise Conflict(
            "you have declared {most} conflicts of interest: withdraw one first",
            code="too-many-declarations",
            most=MOST_DECLARATIONS,
        )
    declaration = Declaration(
        id=id_,
        **uow.scope.model_dump(),
        by_employee_id=author.profile.employee_id,
        with_id=with_id,
        declared_at=uow.now,
    )
    for person in own:
        await _note(uow, person, with_id, declared=True)
    if other := await uow.get(PEOPLE, with_id):
        pairs = [as_pair(person, other) for person in own if person.role is other.role.other]
        await part_at_once(uow, frozenset(pairs), RULE.name)
        employees = author.profile.employee_id, other.profile.employee_id
        await hold_conflict_elsewhere(uow, *employees, declared=True)
    return uow.save(DECLARATIONS, declaration)


async def _note(uow: UnitOfWork, own: Person, with_id: str, *, declared: bool) -> None:
    """Let both know of each other's id only; saved in any case, so that two at once see each other."""
    uow.save(PEOPLE, own.in_conflict(with_id, declared=declared))
    if other := await uow.get(PEOPLE, with_id):
        uow.save(PEOPLE, other.in_conflict(own.id, declared=declared))


def _id(uow: UnitOfWork, by_employee_id: str, with_id: str) -> str:
    """Return the id of a declaration of one about the other: the same whether or not the other takes part."""
    return uow.keyed_id("declaration", uow.scope.tenant, uow.scope.programme, by_employee_id, with_id)
