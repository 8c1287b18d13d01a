"""Set a consumer group back to the first event of its topics."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalGenerationError, UnknownMemberIdError

from shared.runtime.kafka_access import KafkaAccess

_STILL_A_MEMBER = (CommitFailedError, IllegalGenerationError, UnknownMemberIdError)


class RewindRefused(Exception):  # noqa: N818
    """The group can't be set back; the message says why. Nothing was changed."""


@dataclass(frozen=True)
class _Log:
    """A partition's first offset and the one after its last."""

    first: int
    end: int


async def rewind(access: KafkaAccess, group: str, topics: Sequence[str]) -> int:
    """Set a consumer group back to the first event of each topic, and return how many records there are.

    Args:
        access: how Kafka is reached.
        group: with prefix.
        topics: with prefix.

    Raises:
        RewindRefused: a topic is missing or no longer has its first events, or the group has members.
        KafkaError: the broker is unavailable or refuses.
    """
    consumer = AIOKafkaConsumer(**access.kafka_client_options(), group_id=group, enable_auto_commit=False)
    await consumer.start()
    try:
        logs = await _read_logs(consumer, topics)
        consumer.assign(list(logs))
        try:
            await consumer.commit({partition: log.first for partition, log in logs.items()})
        except _STILL_A_MEMBER as error:
            raise RewindRefused(f"{group} has members: stop all its replicas first") from error
    finally:
        await consumer.stop()
    return sum(log.end - log.first for log in logs.values())


async def _read_logs(consumer: AIOKafkaConsumer, topics: Sequence[str]) -> dict[TopicPartition, _Log]:
    await consumer._client.set_topics(topics)  # noqa: SLF001 (the public way is to subscribe, which joins the group)
    partitions = []
    for topic in topics:
        numbers = consumer.partitions_for_topic(topic)
        if not numbers:
            raise RewindRefused(f"topic {topic} does not exist")
        partitions += [TopicPartition(topic, number) for number in sorted(numbers)]
    first = await consumer.beginning_offsets(partitions)
    end = await consumer.end_offsets(partitions)
    for partition in partitions:
        if first[partition] > 0:
            raise RewindRefused(
                f"topic {partition.topic} no longer has the first {first[partition]} records of partition "
                f"{partition.partition}: they are older than it keeps"
            )
    return {partition: _Log(first[partition], end[partition]) for partition in partitions}
