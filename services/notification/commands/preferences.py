"""How people want to get messages, as they change it themselves."""

from services.notification.domain.kinds import Kind
from services.notification.domain.preferences import MessagePreferences, Preferences
from services.notification.queries.preferences import employee_of, preferences_of
from services.notification.store import PREFERENCES
from shared.messaging import UnitOfWork


async def choose(uow: UnitOfWork, employee_id: str, chosen: MessagePreferences, based_on: int) -> Preferences:
    """Replace a person's preferences.

    Raises:
        Conflict: they were changed since the revision that these are based on.
        RuleBroken: a kind is always sent.
    """
    preferences = await preferences_of(uow, employee_id)
    changed = preferences.choose(chosen, based_on)
    return preferences if changed == preferences else uow.save(PREFERENCES, changed)


async def unsubscribe(uow: UnitOfWork, participant_id: str, kind: Kind) -> None:
    """Send a participant no more messages of a kind.

    Raises:
        NotFound: there is no such participant.
        RuleBroken: messages of this kind wait for an answer, and are always sent.
    """
    preferences = await preferences_of(uow, await employee_of(uow, participant_id))
    uow.save(PREFERENCES, preferences.unsubscribe(kind))
