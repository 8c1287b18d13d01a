"""How people want to get messages."""

from collections.abc import Iterable

from services.notification.domain.preferences import Preferences
from services.notification.store import PARTICIPANTS, PREFERENCES
from shared.messaging import UnitOfWork


async def preferences_of(uow: UnitOfWork, employee_id: str) -> Preferences:
    """Return a person's preferences; the defaults where none were ever stated."""
    stated = await uow.get(PREFERENCES, employee_id)
    return stated or Preferences(id=employee_id, tenant=uow.scope.tenant)


async def employee_of(uow: UnitOfWork, participant_id: str) -> str:
    """Return the employee that a participant is.

    Raises:
        NotFound: there is no such participant.
    """
    return (await uow.require(PARTICIPANTS, participant_id)).employee_id


async def preferences_by_participant(
    uow: UnitOfWork, participant_ids: Iterable[str]
) -> dict[str, Preferences]:
    """Return the preferences of participants by their ids, as far as it is known who they are."""
    ids = sorted(set(participant_ids))
    await uow.preload({PARTICIPANTS: ids})
    people = [await uow.get(PARTICIPANTS, id_) for id_ in ids]
    await uow.preload({PREFERENCES: sorted({person.employee_id for person in people if person})})
    return {
        id_: await preferences_of(uow, person.employee_id)
        for id_, person in zip(ids, people, strict=True)
        if person
    }
