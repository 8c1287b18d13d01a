"""Records from a consumer of aiokafka, read so that a fault of one partition affects no other.

aiokafka's ``getmany`` raises at the first partition in trouble, and records it has taken from others by then
are lost: their positions have moved. So each partition is read separately, and where that raises, the
partition is read batch by batch (``salvage``).
This module and ``offsets`` alone use parts of aiokafka which are not public.
"""

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import (
    ConsumerStoppedError,
    NoOffsetForPartitionError,
    OffsetOutOfRangeError,
    RecordTooLargeError,
    for_code,
)
from aiokafka.protocol.fetch import FetchRequest

from shared.messaging.incoming.offsets import beginning_offset
from shared.messaging.incoming.records import RawRecord
from shared.messaging.incoming.salvage import Salvaged, Skipped, salvage
from shared.runtime.error_reports import describe
from shared.runtime.logging import get_logger

log = get_logger(__name__)

FETCH_BYTES: Final = 4_194_304
BUSY_WAIT_MS: Final = 50
"""How long the broker may wait for records before it answers; records of other partitions wait, too."""
QUIET_WAIT_MS: Final = 500
"""The same while there is nothing to do: an idle service asks a tenth as often."""
_QUIET_SECONDS: Final = 1.0
"""How long after the last record a consumer counts as busy."""
_IDLE_SECONDS: Final = 0.2
_RAW_WAIT_MS: Final = 500
"""How long the broker may take for bytes it has: with no time at all, Tansu answers without any."""
_AGAIN_SECONDS: Final = 1.0
"""A partition that could not be read pauses this long, while the others go on."""


@dataclass
class Polled:
    """The records of one poll.

    Attributes:
        records: in order for each partition.
        skipped: offsets that hold no record to keep.
        positions: the offset up to which each partition is in ``records`` and ``skipped``.
    """

    records: list[RawRecord] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    positions: dict[TopicPartition, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.positions)


class Fetching:
    """Polls a consumer partition by partition.

    Attributes:
        troubles: why a partition can't be read at present, for each that can't.

    Args:
        consumer: a started one, whose ``auto_offset_reset`` is ``none``.
        most: records of one poll at most, as a rule.
    """

    def __init__(self, consumer: AIOKafkaConsumer, most: int) -> None:
        self.troubles: dict[TopicPartition, str] = {}
        self._consumer = consumer
        self._most = most
        self._rests_until: dict[TopicPartition, float] = {}
        self._turn = 0
        self._busy_until = 0.0
        self._be_quick()

    async def poll(self) -> Polled:
        """Take what has been fetched, or wait a moment for it; what was taken is always returned.

        Raises:
            ConsumerStoppedError: the consumer has been stopped.
            KafkaError: nothing can be fetched at all.
        """
        await self._some_is_there()
        polled = Polled()
        if partitions := self._partitions():
            self._be_quick()
        for partition in partitions:
            room = self._most - len(polled.records)
            if room <= 0:
                break
            await self._take(polled, partition, room)
        return polled

    def _be_quick(self) -> None:
        """Let the broker answer soon, for a moment: more records may follow."""
        self._busy_until = time.monotonic() + _QUIET_SECONDS
        self._let_wait(BUSY_WAIT_MS)

    def _let_wait(self, milliseconds: int) -> None:
        if fetcher := self._consumer._fetcher:  # noqa: SLF001
            fetcher._fetch_max_wait_ms = milliseconds  # noqa: SLF001

    @property
    def broken(self) -> bool:
        """Whether a task of the consumer's own has ended, so that only another consumer can go on."""
        fetcher, coordinator = self._consumer._fetcher, self._consumer._coordinator  # noqa: SLF001
        if fetcher is None or coordinator is None:  # its start has failed
            return True
        return bool(fetcher.error_future.done() or coordinator._coordination_task.done())  # noqa: SLF001

    async def _some_is_there(self) -> None:
        fetcher: Any = self._consumer._fetcher  # noqa: SLF001
        if fetcher is None:
            raise ConsumerStoppedError
        self._consumer._coordinator.check_errors()  # noqa: SLF001 (else the group waits for somebody to ask)
        if self.broken:
            fetcher.error_future.result()
            raise ConsumerStoppedError
        if self._partitions():
            return
        with self._consumer._subscription.fetch_context():  # noqa: SLF001 (else the group thinks it idle)
            waiter = fetcher._create_fetch_waiter()  # noqa: SLF001
            await asyncio.wait([waiter], timeout=_IDLE_SECONDS)
            if waiter.done():
                waiter.result()
            else:
                waiter.cancel()
                if time.monotonic() > self._busy_until:
                    self._let_wait(QUIET_WAIT_MS)

    def _partitions(self) -> Sequence[TopicPartition]:
        """Return the partitions of which something is there, or an error, and which do not rest."""
        now = time.monotonic()
        fetched = self._consumer._fetcher._records  # noqa: SLF001
        return [partition for partition in fetched if self._rests_until.get(partition, 0) <= now]

    async def _take(self, polled: Polled, partition: TopicPartition, room: int) -> None:
        try:
            before = await self._position(partition)
            batches = await self._consumer.getmany(partition, timeout_ms=0, max_records=room)
            after = await self._position(partition)
        except ConsumerStoppedError:
            if polled:
                return
            raise
        except Exception as error:  # noqa: BLE001 (whatever it is, it is this partition's)
            await self._get_past(polled, partition, error, room)
            return
        polled.records += itertools.chain.from_iterable(batches.values())
        if after != before or batches:
            polled.positions[partition] = after
            self.troubles.pop(partition, None)

    async def _position(self, partition: TopicPartition) -> int:
        """Return the offset that aiokafka reads next, or -1 if it does not know yet."""
        state = self._consumer._subscription.subscription.assignment.state_value(partition)  # noqa: SLF001
        return state.position if state is not None and state.has_valid_position else -1

    async def _get_past(self, polled: Polled, partition: TopicPartition, error: Exception, room: int) -> None:
        """Skip what aiokafka can't read; if that fails, the partition pauses and is reported."""
        try:
            salvaged = await self._sorted_out(partition, error, room)
            self._consumer.seek(partition, salvaged.position)
        except Exception as second:  # noqa: BLE001 (the same partition is tried again)
            self._rest(partition, second)
            return
        self.troubles.pop(partition, None)
        polled.records += salvaged.records
        polled.skipped += salvaged.skipped
        polled.positions[partition] = salvaged.position

    async def _sorted_out(self, partition: TopicPartition, error: Exception, room: int) -> Salvaged:
        """Return what can be salvaged from a partition that raised, and the position after it.

        Raises:
            Exception: it is no fault of the records.
        """
        position = await self._position(partition)
        if isinstance(error, NoOffsetForPartitionError):  # the group is new to it
            return Salvaged(await beginning_offset(self._consumer, partition))
        if isinstance(error, OffsetOutOfRangeError):
            return _reset(partition, position, await beginning_offset(self._consumer, partition))
        if isinstance(error, RecordTooLargeError):  # aiokafka has gone past it by one
            return Salvaged(position, skipped=[_one(partition, position - 1, "larger than a fetch")])
        salvaged = salvage(partition, await self._raw(partition, position), position, most=room)
        if salvaged.position == position:
            raise error
        return salvaged

    async def _raw(self, partition: TopicPartition, position: int) -> bytes:
        """Return the bytes of the batches from a position on.

        Raises:
            KafkaError: the broker does not give them.
        """
        client = self._consumer._client  # noqa: SLF001
        node = client.cluster.leader_for_partition(partition)
        topics = [(partition.topic, [(partition.partition, position, FETCH_BYTES)])]
        response = await client.send(node, FetchRequest(_RAW_WAIT_MS, 1, FETCH_BYTES, 0, topics))
        if not response.topics:  # a broker out of time may leave out the topic (Tansu does)
            return b""
        ((_, ((_, code, _, *rest),)),) = response.topics
        if code:
            raise for_code(code)
        return bytes(rest[-1] or b"")

    def _rest(self, partition: TopicPartition, error: Exception) -> None:
        trouble = describe(error)
        if self.troubles.get(partition) != trouble:
            log.warning(
                "partition can't be read", topic=partition.topic, partition=partition.partition, error=trouble
            )
        self.troubles[partition] = trouble
        self._rests_until[partition] = time.monotonic() + _AGAIN_SECONDS


def _one(partition: TopicPartition, offset: int, reason: str) -> Skipped:
    return Skipped(partition.topic, partition.partition, offset, offset, reason)


def _reset(partition: TopicPartition, position: int, beginning: int) -> Salvaged:
    """Read on from the beginning of the log, which has no such position: it begins later or ends before."""
    if position < beginning:
        gone = Skipped(
            partition.topic, partition.partition, position, beginning - 1, "removed before it was read"
        )
    else:
        gone = _one(partition, position, "log ends before the group's offset")
    return Salvaged(beginning, skipped=[gone])
