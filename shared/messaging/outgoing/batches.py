"""Rows of the outbox in the broker's form: records in batches."""

from collections.abc import Iterator, Sequence

from aiokafka import AIOKafkaProducer
from aiokafka.producer.message_accumulator import BatchBuilder

from shared.messaging.outgoing.delivery import Item
from shared.messaging.outgoing.outbox import headers_of
from shared.runtime.mongo import Document


def batches(producer: AIOKafkaProducer, items: Sequence[Item]) -> Iterator[tuple[BatchBuilder, list[Item]]]:
    """Rows of one partition in as few batches as they fit in.

    By whole batches, since aiokafka spends as much on each single message as the rest of the relay together.
    """
    batch, ours = producer.create_batch(), list[Item]()
    for item in items:
        if not _append(batch, item):
            yield batch, ours
            batch, ours = producer.create_batch(), []
            _append(batch, item)  # the first fits whatever its size
        ours.append(item)
    if ours:
        yield batch, ours


def _append(batch: BatchBuilder, item: Item) -> bool:
    added = batch.append(timestamp=None, key=item.key, value=item.value, headers=item.headers)
    return added is not None


def encode(row: Document) -> Item:
    """Return a row as it is sent."""
    headers = [(name, value.encode()) for name, value in headers_of(row).items()]
    return Item(row, row["key"].encode(), row["payload"].encode(), headers)
