"""Offsets asked of the broker on a connection of their own.

The broker answers what comes on one connection in order: on that of the records, each question would wait
until the broker has records to send, or gives up waiting for some.
Like ``fetching``, this uses parts of aiokafka that are not public.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, for_code
from aiokafka.protocol.offset import OffsetRequest

_QUESTIONS: Final = 2
"""The connection, beside aiokafka's 0 for records and 1 for the group."""
_NO_REPLICA: Final = -1
_ENDS: Final = -1
_BEGINNINGS: Final = -2


async def end_offsets(
    consumer: AIOKafkaConsumer, partitions: Iterable[TopicPartition]
) -> dict[TopicPartition, int]:
    """Return the offset that the next record of each partition gets.

    Raises:
        KafkaError: the broker is unavailable, or does not know a partition.
    """
    return await _offsets(consumer, partitions, _ENDS)


async def beginning_offset(consumer: AIOKafkaConsumer, partition: TopicPartition) -> int:
    """Return the offset of the first record that a partition still has.

    Raises:
        KafkaError: the broker is unavailable, or does not know the partition.
    """
    return (await _offsets(consumer, [partition], _BEGINNINGS))[partition]


async def committed_offsets(
    consumer: AIOKafkaConsumer, partitions: Sequence[TopicPartition]
) -> dict[TopicPartition, int]:
    """Return the offsets that the consumer's group has committed; 0 where it has committed none.

    Raises:
        KafkaError: the broker is unavailable.
    """
    committed = await consumer._coordinator.fetch_committed_offsets(partitions)  # noqa: SLF001
    positions = {partition: max(each.offset, 0) for partition, each in committed.items()}
    return {partition: positions.get(partition, 0) for partition in partitions}


async def _offsets(
    consumer: AIOKafkaConsumer, partitions: Iterable[TopicPartition], which: int
) -> dict[TopicPartition, int]:
    try:
        asked = _by_leader(consumer, partitions, which)
        answers = [await _answer(consumer, node, topics) for node, topics in asked.items()]
    except KafkaError as error:
        if error.invalid_metadata:
            consumer._client.force_metadata_update()  # noqa: SLF001
        raise
    return {partition: offset for answer in answers for partition, offset in answer.items()}


def _by_leader(
    consumer: AIOKafkaConsumer, partitions: Iterable[TopicPartition], which: int
) -> Mapping[int, Mapping[str, list[tuple[int, int]]]]:
    by_leader: defaultdict[int, defaultdict[str, list[tuple[int, int]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for partition in partitions:
        leader = consumer._client.cluster.leader_for_partition(partition)  # noqa: SLF001
        by_leader[leader][partition.topic].append((partition.partition, which))
    return by_leader


async def _answer(
    consumer: AIOKafkaConsumer, node: int, topics: Mapping[str, list[tuple[int, int]]]
) -> dict[TopicPartition, int]:
    request = OffsetRequest(_NO_REPLICA, 0, list(topics.items()))
    response = await consumer._client.send(node, request, group=_QUESTIONS)  # noqa: SLF001
    offsets = {}
    for topic, rows in response.topics:
        for number, code, _, offset in rows:
            if code:
                raise for_code(code)(f"{topic}/{number}")
            offsets[TopicPartition(topic, number)] = int(offset)
    return offsets
