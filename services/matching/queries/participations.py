"""The participations of an employee in all programmes of the organisation."""

from services.matching.domain.people.commitments import Commitments
from services.matching.domain.people.person import Person
from services.matching.store import COMMITMENTS, PEOPLE
from shared.kernel import Scope
from shared.messaging import UnitOfWork


async def commitments_of(uow: UnitOfWork, employee_id: str) -> Commitments:
    """Return what an employee takes part in."""
    existing = await uow.get(COMMITMENTS, employee_id)
    return existing or Commitments(id=employee_id, tenant=uow.scope.tenant)


async def participations_of(uow: UnitOfWork, commitments: Commitments) -> list[Person]:
    """Return an employee's participations in all programmes of the organisation."""
    people: list[Person] = []
    for each in commitments.participations:
        with uow.within(uow.scope.model_copy(update={"programme": each.programme})):
            people.append(await uow.require(PEOPLE, each.participant_id))
    return people


async def common_programmes(
    uow: UnitOfWork, employee_id: str, other_id: str
) -> list[tuple[Scope, Person, Person]]:
    """Return the programmes in which both employees take or took part, with the two participants of each.

    There are none to speak of where the first one takes part in a single programme: it is the one at hand.
    """
    one = await commitments_of(uow, employee_id)
    if len(one.participations) == 1:
        return []
    other = await commitments_of(uow, other_id)
    programmes = {each.programme for each in one.participations} & {
        each.programme for each in other.participations
    }
    if not programmes:
        return []
    mine, theirs = await participations_of(uow, one), await participations_of(uow, other)
    return [
        (person.scope, person, partner)
        for person in mine
        for partner in theirs
        if person.programme == partner.programme
    ]
