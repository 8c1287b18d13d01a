"""Records that no owner publishes, sent to every topic while people act; each must be accounted for."""

import asyncio
import contextlib
import hashlib
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from chaos.load.actors import World
from shared.contracts import contracts
from shared.runtime.kafka_access import KafkaAccess
from shared.testing.hostile import HostileRecord, Sample, hostile_records

TENANT: Final = "hostile"
_PAUSE_SECONDS: Final = 0.02
_AGAIN_SECONDS: Final = 1.0
_LARGE: Final = 50_000
"""Larger values are sent once: the database's log must reach back to the beginning of the run."""
_CODECS: Final = ("gzip", "snappy", "lz4", "zstd")

Sent = dict[str, tuple[HostileRecord, str]]
"""The records sent, each with the event type it was made from, by digest."""


def digest(key: bytes | None, value: bytes | None, headers: Iterable[tuple[str, bytes | None]]) -> str:
    """Return the digest that identifies a record, wherever it is stored."""
    hasher = hashlib.blake2b(digest_size=16)
    for part in (key, value, *(part for name, text in headers for part in (name.encode(), text))):
        hasher.update(b"-" if part is None else b"%d:" % len(part) + part)
    return hasher.hexdigest()


def samples() -> dict[str, Sample]:
    """Return an event of each owner that other services react to, by topic."""
    by_topic: dict[str, Sample] = {}
    for contract in contracts():
        if not contract.timer:
            sample = Sample(contract.type, contract.source, contract.aggregate, tenant=TENANT)
            by_topic.setdefault(contract.topic, sample)
    return by_topic


async def send_hostile_records(world: World, bootstrap: str, prefix: str, sent: Sent, *, passes: int) -> None:
    """Send every kind of hostile record to every topic, some times over, until the load is over.

    Args:
        world: knows when the load is over.
        bootstrap: of the broker.
        prefix: of the topics.
        sent: receives the records; unconfirmed ones may be on the topic, too.
        passes: how often all of them are sent; what faults interrupt is begun again.
    """
    for attempt in itertools.count():
        codec = _CODECS[attempt % len(_CODECS)]
        with contextlib.suppress(KafkaError, OSError, TimeoutError):
            options = KafkaAccess(kafka_bootstrap=bootstrap).kafka_client_options()
            async with AIOKafkaProducer(**options, compression_type=codec) as producer:
                await _send_once(world, producer, prefix, attempt, sent)
                passes -= 1
        if passes <= 0 or not await world.pause(_AGAIN_SECONDS):
            return


async def _send_once(world: World, producer: AIOKafkaProducer, prefix: str, number: int, sent: Sent) -> None:
    for topic, sample in samples().items():
        for record in hostile_records(number, sample):
            if number and len(record.value or b"") > _LARGE:
                continue
            emptied = replace(record, key=None, value=None, headers=())  # the digest stands for these
            sent[digest(record.key, record.value, record.headers)] = emptied, sample.type
            await producer.send(prefix + topic, record.value, key=record.key, headers=list(record.headers))
            if world.over.is_set():
                return
            await asyncio.sleep(_PAUSE_SECONDS)


def kinds(sent: Mapping[str, tuple[HostileRecord, str]]) -> int:
    """Return the number of kinds of hostile records that were sent."""
    return len({record.name for record, _ in sent.values()})
