"""The wiring to Kafka: the broker that FastStream's subscriber hangs on, the relay's producer, topics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.admin import NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code
from aiokafka.partitioner import murmur2
from faststream.kafka import KafkaBroker
from faststream.security import BaseSecurity, SASLPlaintext, SASLScram256, SASLScram512

from shared.messaging.wire.kafka_admin import administering
from shared.runtime.kafka_access import KafkaAccess

GRACE_SECONDS: Final = 8.0
"""How long a batch in progress may take when the service stops."""
_DAY_MS: Final = 86_400_000
_SASL: Final[Mapping[str, type[SASLPlaintext | SASLScram256 | SASLScram512]]] = {
    "PLAIN": SASLPlaintext,
    "SCRAM-SHA-256": SASLScram256,
    "SCRAM-SHA-512": SASLScram512,
}


def make_broker(access: KafkaAccess) -> KafkaBroker:
    """Return the broker that the subscriber hangs on; it publishes nothing.

    Args:
        access: how Kafka is reached.
    """
    return KafkaBroker(
        access.kafka_bootstrap,
        security=_security(access),
        allow_auto_create_topics=False,
        graceful_timeout=GRACE_SECONDS,
        logger=None,
        apply_types=False,  # the injection of arguments, which we don't use, costs a thread for each batch
    )


def _security(access: KafkaAccess) -> BaseSecurity:
    """Return the same access as FastStream names it."""
    context = access.kafka_ssl_context()
    if not access.kafka_sasl:
        return BaseSecurity(context, access.kafka_tls)
    password = access.kafka_password.get_secret_value()
    return _SASL[access.kafka_sasl_mechanism](access.kafka_username, password, context, access.kafka_tls)


def make_producer(access: KafkaAccess, *, idempotent: bool) -> AIOKafkaProducer:
    """Return the relay's producer: every replica acknowledges, nothing is lost.

    aiokafka's own, since FastStream's ``publish`` costs as much again for each event (docs/messaging.md).

    Args:
        access: how Kafka is reached.
        idempotent: whether messages are numbered, so the producer's own retries can't double or reorder.
    """
    return AIOKafkaProducer(
        **access.kafka_client_options(),
        acks="all",
        enable_idempotence=idempotent,
        linger_ms=2,
        max_batch_size=262_144,
        compression_type="zstd",  # measured: docs/messaging.md
    )


@lru_cache(maxsize=65_536)
def partition_of(key: bytes, partitions: int) -> int:
    """Return the partition of a key, as Kafka's own clients choose it.

    Remembered, since aiokafka's hash is pure Python and an aggregate has many events.

    Args:
        key: of the record.
        partitions: how many the topic has.
    """
    return int(murmur2(key) & 0x7FFFFFFF) % partitions


@dataclass(frozen=True)
class PartitionLag:
    """Records of one partition whose offsets are not committed.

    Attributes:
        topic: with prefix.
        partition: its number.
        lag: how many.
        position: the offset up to which all is handled.
        stuck_seconds: for how long none of them has been handled.
        reason: why that is, where it is known.
    """

    topic: str
    partition: int
    lag: int
    position: int = 0
    stuck_seconds: float = 0.0
    reason: str = ""


async def create_topics(
    access: KafkaAccess,
    names: Sequence[str],
    *,
    partitions: int,
    replication: int,
    retention_days: int | None = None,
) -> None:
    """Create what topics are missing; safe to repeat and to race.

    Args:
        access: how Kafka is reached.
        names: with prefix.
        partitions: of each topic.
        replication: copies of each.
        retention_days: how long they keep events; None: the broker's default.

    Raises:
        KafkaError, OSError: the broker is unavailable or refuses.
    """
    async with administering(access) as admin:
        existing = set(await admin.list_topics())
        config = {"retention.ms": str(retention_days * _DAY_MS)} if retention_days else {}
        missing = [
            NewTopic(name, partitions, replication, topic_configs=config)
            for name in names
            if name not in existing
        ]
        if missing:
            response = await admin.create_topics(missing)
            for name, code, *_ in response.topic_errors:
                error = for_code(code)
                if code and error is not TopicAlreadyExistsError:
                    raise error(f"topic {name}")


async def delete_topics(access: KafkaAccess, names: Sequence[str]) -> None:
    """Delete topics with all they hold: for tests and benchmarks, whose topics nobody needs again."""
    async with administering(access) as admin:
        await admin.delete_topics(list(names))
