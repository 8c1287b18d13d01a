"""A polled batch: its records decoded, and what its reactions will load."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from shared.messaging.incoming.fetching import Polled
from shared.messaging.incoming.reactor import Reactor
from shared.messaging.incoming.records import Ignored, Message, Unreadable
from shared.messaging.incoming.salvage import Skipped
from shared.persistence.collection import Collection
from shared.persistence.transaction import Transaction
from shared.runtime import metrics

_READ_AT_ONCE: Final = 32


@dataclass(frozen=True)
class Batch:
    """A polled batch, decoded.

    Attributes:
        size: of the records.
        messages: those with an event to react to.
        unreadable: those without an envelope.
        skipped: offsets without a record to keep.
    """

    size: int
    messages: Sequence[Message]
    unreadable: Sequence[Unreadable]
    skipped: Sequence[Skipped] = ()


async def decode_batch(reactor: Reactor, polled: Polled) -> Batch:
    """Decode a polled batch, giving way to others between a few records; never fails."""
    raw = polled.records
    decoded: list[Message | Unreadable | Ignored] = []
    for start in range(0, len(raw), _READ_AT_ONCE):
        decoded += [reactor.read(record) for record in raw[start : start + _READ_AT_ONCE]]
        await asyncio.sleep(0)
    unknown = sum(isinstance(item, Ignored) for item in decoded)
    metrics.EVENTS_UNKNOWN.labels(reactor.name).inc(unknown)
    messages = [item for item in decoded if isinstance(item, Message)]
    unreadable = [item for item in decoded if isinstance(item, Unreadable)]
    return Batch(len(raw), messages, unreadable, polled.skipped)


async def preload(transaction: Transaction, messages: Sequence[Message]) -> None:
    """Read what the reactions said they will load."""
    wanted: dict[Collection[Any], set[str]] = defaultdict(set)
    for message in messages:
        if message.event is not None:
            for collection, id_ in message.reaction.wanted(message.event):
                wanted[collection].add(collection.document_id(message.envelope.scope, id_))
    await transaction.preload(wanted)
