"""Facts that other systems have subscribed to; imported last, after the reactions that send mails."""

from services.notification.commands.webhooks.planning import plan_webhooks
from services.notification.domain.webhooks.catalogue import SUBSCRIBABLE
from services.notification.reactions.base import reactions
from shared.messaging import Event, UnitOfWork
from shared.schema import EventData


@reactions.beside(*SUBSCRIBABLE)
async def tell_subscribers(event: Event[EventData], uow: UnitOfWork) -> None:
    """Plan the event's deliveries to webhooks."""
    await plan_webhooks(uow, event)
