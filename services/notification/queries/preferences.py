"""The kinds of messages that participants have turned off."""

from services.notification.domain.preferences import Preferences
from services.notification.store import PREFERENCES
from shared.messaging import UnitOfWork


async def preferences_of(uow: UnitOfWork, participant_id: str) -> Preferences:
    """Return a participant's preferences; the defaults where none were ever stated."""
    stated = await uow.get(PREFERENCES, participant_id)
    return stated or Preferences(
        id=participant_id, tenant=uow.scope.tenant, programme=uow.scope.programme, region=uow.scope.region
    )
