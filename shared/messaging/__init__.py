"""The event kit: outbox, relay, inbox, batch consumer, parking by key, dead letters, timers.

One MongoDB transaction holds the change, the events it publishes and, for a reaction, the ids of the
events it reacts to. Nothing but the relay publishes. Services import the names below and no module.
"""

from shared.messaging.incoming.reactions import OF_PROGRAMME, Reactions
from shared.messaging.incoming.retry_policy import RetryPolicy
from shared.messaging.letters import Action, DeadLetter, Decision
from shared.messaging.unit_of_work import UnitOfWork
from shared.messaging.wire.envelope import Event
from shared.messaging.wire.kafka import PartitionLag
from shared.persistence.collection import Collection
from shared.persistence.indexes import expiry_index, make_index, programme_index, tenant_index
from shared.persistence.transaction import Transaction
from shared.persistence.transactions import Transactions

__all__ = [
    "OF_PROGRAMME",
    "Action",
    "Collection",
    "DeadLetter",
    "Decision",
    "Event",
    "PartitionLag",
    "Reactions",
    "RetryPolicy",
    "Transaction",
    "Transactions",
    "UnitOfWork",
    "expiry_index",
    "make_index",
    "programme_index",
    "tenant_index",
]
