"""The time that a concern waits."""

from services.feedback.commands.assignment import hand_on, remind
from services.feedback.reactions.base import reactions
from services.feedback.store import CONCERNS
from shared.contracts.feedback import ConcernAcknowledgementDue
from shared.messaging import Event, UnitOfWork


@reactions.on(ConcernAcknowledgementDue, loads={CONCERNS: "concern_id"})
async def see_to_unacknowledged(event: Event[ConcernAcknowledgementDue], uow: UnitOfWork) -> None:
    """Remind of a concern that was not acknowledged, then give it to another; the timer's own time counts."""
    concern = await uow.get(CONCERNS, event.data.concern_id)
    now = max(event.time, uow.now)
    if concern and concern.is_overdue(now):
        await hand_on(uow, concern, escalates=True)
    elif concern and concern.needs_reminder(now):
        await remind(uow, concern)
