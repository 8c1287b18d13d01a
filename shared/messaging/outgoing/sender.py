"""The sender: rows of the outbox to the broker, and which of them it refuses for what they are.

The batches of one partition go one after the other, each after the one before is acknowledged, so no row is
ever ahead of an earlier one of its key. Where the broker refuses a batch for its content, the batch is halved
until the rows at fault are found; all others go through.
"""

import asyncio
import contextlib
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError
from aiokafka.producer.message_accumulator import BatchBuilder

from shared.messaging.outgoing.batches import batches, encode
from shared.messaging.outgoing.delivery import Delivery, Item, is_the_rows, may_be_the_rows
from shared.messaging.wire.kafka import partition_of
from shared.runtime.mongo import Document

_AT_ONCE: Final = 256
"""Yield to the event loop after encoding this many rows."""
_SENDS: Final = 64
"""Halving ends after this many sends, so that leases are renewed in time; the other rows are sent later."""
_TRIES: Final = 5
"""A row refused so often for a reason that may be the broker's is at fault."""
_CLOSE_SECONDS: Final = 1.0
_TOPIC_SECONDS: Final = 5.0
"""A topic that the broker has not named after this long does not exist."""

_Place = tuple[str, int]
"""A topic, with prefix, and a partition."""


class Sender:
    """Sends rows to the partitions of their topics.

    Args:
        make_producer: makes a producer; with ``idempotent=False``, one that does not number what it sends.
        topic_prefix: put before every topic.
    """

    def __init__(self, make_producer: Callable[..., AIOKafkaProducer], topic_prefix: str) -> None:
        self._make_producer = make_producer
        self._topic_prefix = topic_prefix
        self._producer: AIOKafkaProducer | None = None
        self._suspected: dict[object, int] = {}

    async def send(self, rows: Sequence[Document]) -> Delivery:
        """Send rows, those of each key in this order; returns once none of them is under way any more."""
        delivery = Delivery()
        sending: list[asyncio.Task[tuple[_Place, list[Item]]]] = []
        try:
            producer = await self._connected()
            partitions = await self._partitions(producer, {str(row.get("topic")) for row in rows})
            for place, items in (await self._by_place(rows, partitions, delivery)).items():
                sending.append(asyncio.create_task(_send_all(producer, place, items, delivery)))
                await asyncio.sleep(0)  # reactions first
        except Exception as error:  # noqa: BLE001 (whatever it is, the rows are still there)
            delivery.trouble = error
        left = {place: items for place, items in await asyncio.gather(*sending) if items}
        if left or delivery.trouble:
            # A refused record leaves a gap in an idempotent producer's numbers that it never closes.
            await self.close()
        if left:
            await self._find_refused(left, delivery)
        return delivery

    async def close(self) -> None:
        """Drop the connection to the broker; the next ``send`` makes another."""
        producer, self._producer = self._producer, None
        if producer:
            await _close(producer)

    async def _connected(self) -> AIOKafkaProducer:
        if self._producer is None:
            self._producer = self._make_producer()
            await self._producer.start()
        return self._producer

    async def _partitions(self, producer: AIOKafkaProducer, topics: set[str]) -> Mapping[str, int]:
        """Return the number of partitions of each topic that the broker knows.

        Raises:
            UnknownTopicOrPartitionError: it knows none of them, so it is not a row's fault.
        """
        partitions: dict[str, int] = {}
        for topic in topics:
            with contextlib.suppress(UnknownTopicOrPartitionError, TimeoutError):
                async with asyncio.timeout(_TOPIC_SECONDS):
                    partitions[topic] = len(await producer.partitions_for(self._topic_prefix + topic))
        if topics and not partitions:
            raise UnknownTopicOrPartitionError
        return partitions

    async def _by_place(
        self, rows: Sequence[Document], partitions: Mapping[str, int], delivery: Delivery
    ) -> Mapping[_Place, list[Item]]:
        """Return the rows of each partition, in order; those that can't be sent anywhere are refused."""
        by_place: defaultdict[_Place, list[Item]] = defaultdict(list)
        for number, row in enumerate(rows, start=1):
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)
            if row.get("key") in delivery.held:
                continue
            try:
                item = encode(row)
                if row["topic"] not in partitions:
                    raise UnknownTopicOrPartitionError  # noqa: TRY301 (one way to refuse)
                place = self._topic_prefix + row["topic"], partition_of(item.key, partitions[row["topic"]])
            except Exception as error:  # noqa: BLE001 (whatever it is, it is the row's)
                delivery.refuse(row, error)
            else:
                by_place[place].append(item)
        return by_place

    async def _find_refused(self, left: Mapping[_Place, list[Item]], delivery: Delivery) -> None:
        """Send what is left of some partitions so that a refusal concerns no more than the rows at fault."""
        careful = self._make_producer(idempotent=False)  # a refusal leaves no gap
        suspected: dict[object, int] = {}
        try:
            await careful.start()
            for place, items in left.items():
                for item, error in await _send_halves(careful, place, items, delivery):
                    tries = self._suspected.get(item.row["_id"], 0) + 1
                    suspected[item.row["_id"]] = tries
                    if tries < _TRIES:
                        delivery.trouble = error
                    else:
                        delivery.refuse(item.row, error)
        except Exception as error:  # noqa: BLE001 (whatever it is, the rows are still there)
            delivery.trouble = error
        finally:
            self._suspected = suspected
            await _close(careful)


async def _send_all(
    producer: AIOKafkaProducer, place: _Place, items: list[Item], delivery: Delivery
) -> tuple[_Place, list[Item]]:
    """Send the rows of one partition; returns those from the first batch on that was refused."""
    acknowledged = 0
    under_way: asyncio.Future[object] | None = None
    sent: list[Item] = []
    try:
        for batch, ours in batches(producer, items):
            if under_way:
                await under_way
                delivery.accept(sent)
                acknowledged += len(sent)
                batch.close()  # it need not linger
            under_way, sent = await _send(producer, place, batch), ours
        if under_way:
            await under_way
            delivery.accept(sent)
    except Exception as error:  # noqa: BLE001 (whatever it is, the rows are still there)
        if under_way:
            await asyncio.gather(under_way, return_exceptions=True)
        if may_be_the_rows(error):
            return place, items[acknowledged:]
        delivery.trouble = error
    return place, []


async def _send_halves(
    producer: AIOKafkaProducer, place: _Place, items: list[Item], delivery: Delivery
) -> list[tuple[Item, Exception]]:
    """Send the rows of one partition; what is refused, by halves, until the rows at fault are found.

    Returns:
        rows refused for a reason that may be the broker's, when it took no later row of the partition.

    Raises:
        Exception: of the broker or the way to it.
    """
    parts = deque(ours for _, ours in batches(producer, items))
    suspects: list[tuple[Item, Exception]] = []
    for _ in range(_SENDS):
        if not parts:
            break
        part = [item for item in parts.popleft() if item.row["key"] not in delivery.held]
        try:
            for batch, ours in batches(producer, part):
                batch.close()
                await (await _send(producer, place, batch))
                delivery.accept(ours)
        except Exception as error:
            if not may_be_the_rows(error):
                raise
            if len(part) > 1:
                parts.extendleft([part[len(part) // 2 :], part[: len(part) // 2]])
            elif is_the_rows(error):
                delivery.refuse(part[0].row, error)
            else:
                suspects.append((part[0], error))
                delivery.held.add(part[0].row["key"])
        else:
            while part and suspects:
                item, reason = suspects.pop()
                delivery.refuse(item.row, reason)
    return suspects


async def _send(producer: AIOKafkaProducer, place: _Place, batch: BatchBuilder) -> "asyncio.Future[object]":
    topic, partition = place
    future: asyncio.Future[object] = await producer.send_batch(batch, topic, partition=partition)
    return future


async def _close(producer: AIOKafkaProducer) -> None:
    """Close a producer, in bounded time."""
    try:
        async with asyncio.timeout(_CLOSE_SECONDS):
            await producer.stop()
    except (KafkaError, TimeoutError):
        # It waits for what can't be delivered, and would go on trying for ever.
        if (task := producer._sender.sender_task) is not None:  # noqa: SLF001 (aiokafka has no other way)
            task.cancel()
        with contextlib.suppress(KafkaError, TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await producer.client.close()
