"""Add do-not-match entries, and lift them."""

from services.matching.domain.pairs.do_not_match import DoNotMatch, DoNotMatchCause, do_not_match_id
from services.matching.queries.relations import NOT_YOURS, relations_of
from services.matching.store import DO_NOT_MATCH, PEOPLE
from shared.contracts.vocabulary import Role
from shared.kernel import NotFound, RuleBroken
from shared.messaging import UnitOfWork


async def add_do_not_match(
    uow: UnitOfWork, mentor_id: str, mentee_id: str, by: DoNotMatchCause
) -> DoNotMatch:
    """Don't match these two again; what is open between them stays. An entry that exists stays as it is."""
    for own, partner in ((mentor_id, mentee_id), (mentee_id, mentor_id)):
        person = await uow.require(PEOPLE, own)
        uow.save(PEOPLE, person.not_again(partner))
    return await add_entry(uow, mentor_id, mentee_id, by)


async def add_entry(uow: UnitOfWork, mentor_id: str, mentee_id: str, by: DoNotMatchCause) -> DoNotMatch:
    """Keep the reason why two who know of it already are not matched; an entry that exists stays as it is."""
    id_ = do_not_match_id(mentor_id, mentee_id)
    existing = await uow.get(DO_NOT_MATCH, id_)
    if existing is not None:
        return existing
    entry = DoNotMatch(
        id=id_,
        **uow.scope.model_dump(),
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        cause=by,
        since=uow.now,
    )
    return uow.save(DO_NOT_MATCH, entry)


async def add_do_not_match_as_coordinator(
    uow: UnitOfWork, employee_id: str | None, mentor_id: str, mentee_id: str
) -> DoNotMatch:
    """Don't match these two again, as their coordinator wishes.

    Raises:
        RuleBroken: one of them is unknown in this role, or concealed from the coordinator.
    """
    if (await relations_of(uow, employee_id)).conceal(mentor_id, mentee_id):
        raise RuleBroken(NOT_YOURS, code="own-pair", field="mentee_id")
    for role, id_ in ((Role.MENTOR, mentor_id), (Role.MENTEE, mentee_id)):
        person = await uow.get(PEOPLE, id_)
        if person is None or person.role is not role:
            raise RuleBroken(
                "no {role} has this id: {id}", code="unknown-person", role=role, id=id_, field=f"{role}_id"
            )
    return await add_do_not_match(uow, mentor_id, mentee_id, DoNotMatchCause.COORDINATOR)


async def lift(uow: UnitOfWork, employee_id: str | None, id_: str) -> None:
    """Let two be matched again.

    Raises:
        NotFound: no such entry, or it is concealed from the coordinator.
    """
    relations = await relations_of(uow, employee_id)
    entry = await uow.require(DO_NOT_MATCH, id_)
    if relations.conceal(entry.mentor_id, entry.mentee_id):
        raise NotFound(f"no such entry: {id_}")
    uow.delete(DO_NOT_MATCH, entry)
    both = (entry.mentor_id, entry.mentee_id)
    for own, partner in (both, both[::-1]):
        person = await uow.require(PEOPLE, own)
        uow.save(PEOPLE, person.may_meet_again(partner))
