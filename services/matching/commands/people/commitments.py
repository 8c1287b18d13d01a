"""Let all participations of an employee know which places the others hold."""

from services.matching.commands.people.waiting import newly_free
from services.matching.domain.people.commitments import Commitments, elsewhere_of
from services.matching.domain.people.person import Person
from services.matching.queries.participations import commitments_of, participations_of
from services.matching.store import COMMITMENTS, PEOPLE
from shared.messaging import UnitOfWork


async def join(uow: UnitOfWork, person: Person) -> None:
    """Let somebody who got ready share places with their other participations.

    These and the employee's commitments are saved in any case: whatever happens in another programme at the
    same moment (a place taken, a pairing begun, a conflict declared, one more joined) meets this in the
    database, and one of the two sees the other.
    """
    known = await commitments_of(uow, person.profile.employee_id)
    joined = known.joined(person.programme, person.id).changed(total=person.profile.total_capacity)
    uow.save(COMMITMENTS, joined)
    for other in await participations_of(uow, joined):
        if other.id != person.id:
            uow.save(PEOPLE, other)
    await share_all_places(uow, joined)


async def keep_total(uow: UnitOfWork, person: Person) -> None:
    """Take in what an employee states for all programmes together; each of these says the same in the end."""
    known = await commitments_of(uow, person.profile.employee_id)
    if known.total != person.profile.total_capacity:
        stated = uow.save(COMMITMENTS, known.changed(total=person.profile.total_capacity))
        await share_all_places(uow, stated)


async def share_places(uow: UnitOfWork, *participant_ids: str) -> None:
    """Let the other participations know of places that these people took or freed.

    It costs nothing for people who take part in one programme only.
    """
    for id_ in participant_ids:
        person = await uow.require(PEOPLE, id_)
        if person.elsewhere:
            await share_all_places(uow, await commitments_of(uow, person.profile.employee_id))


async def share_all_places(uow: UnitOfWork, commitments: Commitments) -> None:
    """Count an employee's places again; a participation that has a free one by now joins small rounds."""
    people = await participations_of(uow, commitments)
    freer: list[Person] = []
    for person in people:
        others = [other for other in people if other.id != person.id]
        elsewhere = elsewhere_of(person, others, commitments.total)
        if elsewhere == person.elsewhere:
            continue
        counted = uow.save(PEOPLE, person.changed(elsewhere=elsewhere))
        if counted.free_places > person.free_places:
            freer.append(counted)
    for person in freer:
        with uow.within(person.scope):
            await newly_free(uow, person.id)
