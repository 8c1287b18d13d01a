"""The event kit: outbox, relay, inbox, batch consumer, parking by key, dead letters, timers.

One MongoDB transaction holds the change, the events it publishes and, for a reaction, the ids of the
events it reacts to. Nothing but the relay publishes.
"""

from shared.messaging.envelope import Event
from shared.messaging.reactions import Reactions
from shared.messaging.retry_policy import RetryPolicy
from shared.messaging.storage import Collection
from shared.messaging.unit_of_work import UnitOfWork

__all__ = ["Collection", "Event", "Reactions", "RetryPolicy", "UnitOfWork"]
