"""Let a declared conflict of interest hold in all programmes of the organisation."""

from services.matching.commands.pairings.keep_apart import part_at_once
from services.matching.domain.eligibility.rules.declared_conflict import RULE
from services.matching.domain.people.commitments import Commitments
from services.matching.domain.people.declaration import Declaration
from services.matching.domain.people.person import Person, as_pair
from services.matching.queries.participations import commitments_of, common_programmes
from services.matching.store import (
    DECLARATIONS,
    DECLARATIONS_OF_ALL_PROGRAMMES,
    PEOPLE,
    PEOPLE_OF_ALL_PROGRAMMES,
)
from shared.messaging import UnitOfWork


async def hold_conflict_elsewhere(
    uow: UnitOfWork, employee_id: str, other_id: str, *, declared: bool
) -> None:
    """Note in the other programmes that a conflict between two employees is declared, or no longer.

    Where it is, their open proposals are withdrawn and their pairing ends, at once.
    """
    for scope, one, other in await common_programmes(uow, employee_id, other_id):
        if scope.programme == uow.scope.programme:
            continue
        with uow.within(scope):
            await _note(uow, one, other, declared=declared)


async def _note(uow: UnitOfWork, one: Person, other: Person, *, declared: bool) -> None:
    for own, partner in ((one.id, other.id), (other.id, one.id)):
        person = await uow.require(PEOPLE, own)
        uow.save(PEOPLE, person.in_conflict(partner, declared=declared))
    if declared and one.role is other.role.other:
        await part_at_once(uow, frozenset({as_pair(one, other)}), RULE.name)


async def bring_along_conflicts(uow: UnitOfWork, person: Person) -> None:
    """Let conflicts that were declared in other programmes hold for somebody who joins one more."""
    own = await commitments_of(uow, person.profile.employee_id)
    if not own.besides(person.id):
        return
    others = await _authors(uow, own) | await _subjects(uow, own)
    for other_id in sorted(others - {own.id}):
        for scope, one, other in await common_programmes(uow, own.id, other_id):
            with uow.within(scope):
                await _note(uow, one, other, declared=True)


async def _authors(uow: UnitOfWork, about: Commitments) -> set[str]:
    """Return the employees who have declared a conflict with this one."""
    ids = [each.participant_id for each in about.participations]
    declarations = await uow.find(DECLARATIONS_OF_ALL_PROGRAMMES, {"with_id": {"$in": ids}})
    return {_touched(uow, each).by_employee_id for each in declarations}


async def _subjects(uow: UnitOfWork, by: Commitments) -> set[str]:
    """Return the employees with whom this one has declared a conflict, and who take part."""
    declarations = await uow.find(DECLARATIONS_OF_ALL_PROGRAMMES, {"by_employee_id": by.id})
    keys = [PEOPLE.document_id(each.scope, _touched(uow, each).with_id) for each in declarations]
    people = await uow.find(PEOPLE_OF_ALL_PROGRAMMES, {"_id": {"$in": keys}}) if keys else []
    return {person.profile.employee_id for person in people}


def _touched(uow: UnitOfWork, declaration: Declaration) -> Declaration:
    """Save a declaration as it is: if both join at the same moment, one of them sees the other."""
    return uow.save(DECLARATIONS, declaration)
