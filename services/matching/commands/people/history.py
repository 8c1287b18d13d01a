"""Keep apart those who were a pairing in an earlier cohort of the programme."""

from services.matching.commands.pairings.do_not_match import add_do_not_match
from services.matching.domain.pairs.do_not_match import DoNotMatchCause
from services.matching.domain.people.person import Person
from services.matching.store import (
    PAIRINGS_OF_ALL_PROGRAMMES,
    PEOPLE,
    PROGRAMMES,
    PROGRAMMES_OF_THE_ORGANISATION,
)
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier
from shared.messaging import UnitOfWork


async def earlier_cohorts(uow: UnitOfWork, copied_from: str) -> tuple[Identifier, ...]:
    """The programme that another one continues, and those that it continues itself."""
    found = await uow.find(PROGRAMMES_OF_THE_ORGANISATION, {"id": copied_from}, limit=1)
    return (copied_from, *(found[0].earlier if found else ()))


async def keep_apart_from_earlier_partners(uow: UnitOfWork, person: Person) -> None:
    """Don't match somebody who joins with a partner of an earlier cohort who is here, too.

    A coordinator can lift it, as any other entry: where both ask for it, say.
    """
    programme = await uow.get(PROGRAMMES, uow.scope.programme)
    if programme is None or not programme.earlier:
        return
    own = person.profile.employee_id
    earlier = {"programme": {"$in": list(programme.earlier)}}
    either = {"$or": [{"mentor_employee_id": own}, {"mentee_employee_id": own}]}
    pairings = await uow.find(PAIRINGS_OF_ALL_PROGRAMMES, {**earlier, **either})
    partners = {id_ for each in pairings for id_ in (each.mentor_employee_id, each.mentee_employee_id)}
    query = {"profile.employee_id": {"$in": sorted(partners - {own})}, "profile.role": person.role.other}
    for partner in await uow.find(PEOPLE, query):
        mentor, mentee = (person, partner) if person.role is Role.MENTOR else (partner, person)
        await add_do_not_match(uow, mentor.id, mentee.id, DoNotMatchCause.EARLIER)
