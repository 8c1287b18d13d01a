"""Several people at once."""

from collections.abc import Iterable

from services.matching.domain.people.person import Person
from services.matching.store import PEOPLE
from shared.messaging import UnitOfWork


async def people_by_id(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Person]:
    """Return those of these people whom matching knows, by id, in one round trip."""
    keys = [PEOPLE.document_id(uow.scope, id_) for id_ in sorted(set(ids))]
    people = await uow.find(PEOPLE, {"_id": {"$in": keys}}, sort=[("id", 1)]) if keys else []
    return {person.id: person for person in people}
