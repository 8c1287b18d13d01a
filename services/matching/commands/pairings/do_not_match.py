"""Not matching two people again, and lifting it."""

from services.matching.domain.pairs.do_not_match import PartedBy, Parting, parting_id
from services.matching.queries.relations import NOT_YOURS, relations_of
from services.matching.store import PARTINGS, PEOPLE
from shared.contracts.vocabulary import Role
from shared.kernel import NotFound, RuleBroken
from shared.messaging import UnitOfWork


async def part(uow: UnitOfWork, mentor_id: str, mentee_id: str, by: PartedBy) -> Parting:
    """Don't match these two again; what is open between them stays. Parted ones stay as they are."""
    for own, partner in ((mentor_id, mentee_id), (mentee_id, mentor_id)):
        person = await uow.require(PEOPLE, own)
        uow.save(PEOPLE, person.not_again(partner))
    id_ = parting_id(mentor_id, mentee_id)
    known = await uow.get(PARTINGS, id_)
    if known is not None:
        return known
    parting = Parting(
        id=id_,
        **uow.scope.model_dump(),
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        parted_by=by,
        parted_at=uow.now,
    )
    return uow.save(PARTINGS, parting)


async def part_by_coordinator(
    uow: UnitOfWork, employee_id: str | None, mentor_id: str, mentee_id: str
) -> Parting:
    """Don't match these two again, as their coordinator wishes.

    Raises:
        RuleBroken: one of them is unknown in this role, or concealed from the coordinator.
    """
    if (await relations_of(uow, employee_id)).conceal(mentor_id, mentee_id):
        raise RuleBroken(NOT_YOURS, field="mentee_id")
    for role, id_ in ((Role.MENTOR, mentor_id), (Role.MENTEE, mentee_id)):
        person = await uow.get(PEOPLE, id_)
        if person is None or person.role is not role:
            raise RuleBroken(f"no {role} has this id: {id_}", field=f"{role}_id")
    return await part(uow, mentor_id, mentee_id, PartedBy.COORDINATOR)


async def lift(uow: UnitOfWork, employee_id: str | None, id_: str) -> None:
    """Let two be matched again.

    Raises:
        NotFound: no such parting, or it is concealed from the coordinator.
    """
    relations = await relations_of(uow, employee_id)
    parting = await uow.require(PARTINGS, id_)
    if relations.conceal(parting.mentor_id, parting.mentee_id):
        raise NotFound(f"no such parting: {id_}")
    uow.delete(PARTINGS, parting)
    both = (parting.mentor_id, parting.mentee_id)
    for own, partner in (both, both[::-1]):
        person = await uow.require(PEOPLE, own)
        uow.save(PEOPLE, person.may_meet_again(partner))
