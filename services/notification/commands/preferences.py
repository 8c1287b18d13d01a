"""The kinds of messages that participants have turned off."""

from services.notification.domain.kinds import Kind
from services.notification.queries.preferences import preferences_of
from services.notification.store import PREFERENCES
from shared.messaging import UnitOfWork


async def unsubscribe(uow: UnitOfWork, participant_id: str, kind: Kind) -> None:
    """Send a participant no more messages of a kind.

    Raises:
        RuleBroken: messages of this kind wait for an answer, and are always sent.
    """
    preferences = await preferences_of(uow, participant_id)
    uow.save(PREFERENCES, preferences.unsubscribe(kind))
