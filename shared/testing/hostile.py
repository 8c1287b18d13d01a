"""Records that no owner would publish, each with its expected fate: for any consumer, on a real broker.

``hostile_records`` is deterministic for a seed. A consumer that has taken all of them has an effect, a dead
letter or a trace for each, and has had the effects of all good events around them.
"""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import for_code
from aiokafka.protocol.produce import ProduceRequest
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.util import calc_crc32c

from shared.runtime.kafka_access import KafkaAccess

Headers = tuple[tuple[str, bytes | None], ...]

_REQUIRED: Final = (
    "ce_id", "ce_source", "ce_type", "ce_specversion", "ce_time", "ce_subject", "ce_partitionkey",
    "ce_correlationid", "ce_sequence", "ce_tenant", "ce_programme", "ce_region",
)  # fmt: skip
_UNFIT: Final[Mapping[str, bytes | None]] = {
    "not-utf8": b"\xff\xfe",
    "null": None,
    "long": b"a" * 20_000,
    "unprintable": b"a\x00\x1b[2J",
}
_CHECKSUM_AT: Final = 17
_CHECKED_FROM: Final = 21


class Fate(StrEnum):
    """The expected fate of a record."""

    DEAD = "dead letter"
    """Kept byte for byte for an operator."""
    IGNORED = "ignored"
    """Skipped and counted: the service does not react to its type."""


@dataclass(frozen=True)
class HostileRecord:
    """A record and its fate.

    Attributes:
        name: identifies it; also in ``ce_subject``, where there is one.
        key: of the record.
        value: of the record.
        headers: of the record.
        fate: what is to become of it.
        says: a part of the dead letter's error.
        enveloped: whether its envelope is valid, so that the letter has type, tenant and id.
        typed: whether its type can be read, so that it concerns only those who react to it.
    """

    name: str
    key: bytes | None
    value: bytes | None
    headers: Headers
    fate: Fate = Fate.DEAD
    says: str = ""
    enveloped: bool = False
    typed: bool = False

    def concerns(self, *, reacts: bool) -> bool:
        """Return whether a consumer that reads the topic, and reacts to the type or not, must keep it."""
        return self.fate is Fate.DEAD and (reacts or not (self.enveloped or self.typed))


@dataclass(frozen=True)
class Sample:
    """An event that the consumer reacts to, as a pattern for the hostile ones.

    Attributes:
        type: of the event.
        source: whose event it is.
        aggregate: the kind of its subject.
        tenant: whose the records pretend to be.
        programme: in which programme.
    """

    type: str
    source: str
    aggregate: str
    tenant: str = "hostile"
    programme: str = "p"


def hostile_records(seed: int, sample: Sample) -> Iterator[HostileRecord]:
    """Yield every kind of hostile record once, in an order and with details that the seed gives.

    Args:
        seed: makes order, ids and junk.
        sample: an event that the consumer reacts to.
    """
    luck = random.Random(seed)  # noqa: S311 (no secret)
    records = [
        *_no_envelope(luck),
        *_bad_headers(sample, seed),
        *_bad_data(sample, seed),
        *_others(sample, seed),
    ]
    luck.shuffle(records)
    yield from records


def headers_of(sample: Sample, seed: int, name: str, **changes: bytes | None) -> Headers:
    """Return the headers of a valid envelope with these changes; names of attributes are without ``ce_``."""
    subject = f"{name}-{seed}"
    texts: dict[str, bytes | None] = {
        "ce_id": f"hostile-{seed}-{name}".encode(),
        "ce_source": sample.source.encode(),
        "ce_type": sample.type.encode(),
        "ce_specversion": b"1.0",
        "ce_time": b"2026-01-05T09:00:00+00:00",
        "ce_subject": subject.encode(),
        "ce_partitionkey": f"{sample.tenant}/{sample.programme}/{sample.aggregate}/{subject}".encode(),
        "ce_correlationid": b"hostile",
        "ce_causationid": b"hostile",
        "ce_sequence": b"000000000001",
        "ce_tenant": sample.tenant.encode(),
        "ce_programme": sample.programme.encode(),
        "ce_region": b"emea",
        "content-type": b"application/json",
    }
    return tuple((texts | {f"ce_{attribute}": value for attribute, value in changes.items()}).items())


def _no_envelope(luck: random.Random) -> Iterator[HostileRecord]:
    says = "missing headers"
    yield HostileRecord("tombstone", b"k", None, (), says=says)
    yield HostileRecord("keyless", None, b"", (), says=says)
    yield HostileRecord("empty", b"", None, (), says=says)
    yield HostileRecord("binary", luck.randbytes(20), luck.randbytes(200), (), says=says)
    yield HostileRecord("long-key", luck.randbytes(60_000), b"{}", (), says=says)
    yield HostileRecord("large-junk", b"k", b"x" * 900_000, (), says=says)
    many: Headers = tuple((f"h{number}", b"") for number in range(5_000))
    yield HostileRecord("many-headers", b"k", b"{}", many, says=says)


def _bad_headers(sample: Sample, seed: int) -> Iterator[HostileRecord]:
    for name in _REQUIRED:
        yield _without(sample, seed, name)
    for number, digits in enumerate(("²", "٣", "9" * 19, "9" * 5_000, "-1", "0", "1e3", "+1", " 1", "")):
        yield _changed(sample, seed, f"sequence-{number}", "ce_sequence", sequence=digits.encode())
    for number, text in enumerate(("", "yesterday", "2026-13-01T00:00:00", "0001-01-01T00:00:00+14:00")):
        yield _changed(sample, seed, f"time-{number}", "ce_time", time=text.encode())
    for name in _REQUIRED:
        attribute = name.removeprefix("ce_")
        tolerated = attribute == "correlationid"  # then it is the data, {}, that break their contract
        says = "unreadable data" if tolerated else name
        for kind, value in _UNFIT.items():
            record = _changed(sample, seed, f"{kind}-{attribute}", says, **{attribute: value})
            yield replace(record, enveloped=tolerated)
    for name in ("ce_id", "ce_tenant", "ce_type", "ce_sequence"):
        record = _changed(sample, seed, f"twice-{name.removeprefix('ce_')}", name)
        yield replace(record, headers=(*record.headers, (name, b"another")))
    forged = {
        "source": ("ce_source", {"source": b"/somebody"}),
        "tenant": ("ce_partitionkey", {"partitionkey": f"victim/p/{sample.aggregate}/s".encode()}),
        "aggregate": ("ce_partitionkey", {"partitionkey": f"{sample.tenant}/p/other/s".encode()}),
    }
    for kind, (says, changes) in forged.items():
        yield replace(_changed(sample, seed, f"forged-{kind}", says, **changes), typed=True)
    for number, tenant in enumerate(("", "../other", "a/b", "$where")):
        yield _changed(sample, seed, f"tenant-{number}", "ce_tenant", tenant=tenant.encode())


def _bad_data(sample: Sample, seed: int) -> Iterator[HostileRecord]:
    bad: Mapping[str, bytes | None] = {
        "null": None,
        "empty": b"",
        "no-json": b"\xff\x00",
        "byte-order-mark": b"\xef\xbb\xbf{}",
        "not-a-number": b'{"n": NaN}',
        "lone-surrogate": json.dumps({"a": "\ud800"}).encode(),
        "brackets": b"[" * 100_000,
        "cut": b'{"session_id": "s',
        "list": b"[]",
        "no-field": b"{}",
        "large": b'{"x": "' + b"x" * 800_000 + b'"}',
    }
    for name, value in bad.items():
        says = "no data" if value is None else "unreadable data"
        yield HostileRecord(
            f"data-{name}",
            f"data-{name}".encode(),
            value,
            headers_of(sample, seed, f"data-{name}"),
            says=says,
            enveloped=True,
        )


def _others(sample: Sample, seed: int) -> Iterator[HostileRecord]:
    name = "unknown-type"
    headers = headers_of(sample, seed, name, type=f"{sample.type.rsplit('.', 2)[0]}.no-such-fact.v1".encode())
    yield HostileRecord(name, b"k", b"{}", headers, fate=Fate.IGNORED)


def _without(sample: Sample, seed: int, header: str) -> HostileRecord:
    name = f"without-{header.removeprefix('ce_')}"
    headers = tuple(pair for pair in headers_of(sample, seed, name) if pair[0] != header)
    return HostileRecord(name, b"k", b"{}", headers, says=f"missing headers: {header}")


def _changed(sample: Sample, seed: int, name: str, says: str, **changes: bytes | None) -> HostileRecord:
    return HostileRecord(name, b"k", b"{}", headers_of(sample, seed, name, **changes), says=says)


async def send(producer: AIOKafkaProducer, topic: str, record: HostileRecord) -> None:
    """Publish a hostile record as any client would."""
    await producer.send_and_wait(topic, record.value, key=record.key, headers=list(record.headers))


def batch_of(*records: HostileRecord, codec: int = 0) -> bytes:
    """Return a batch of records as it goes over the wire.

    Args:
        records: their headers' names may hold bytes that are not UTF-8, escaped as surrogates; such a name
            has 16 bytes or more, and then the batch is not compressed.
        codec: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd.
    """
    builder = DefaultRecordBatchBuilder(2, codec, 0, -1, -1, -1, 10_000_000)
    swaps: dict[bytes, bytes] = {}
    for offset, record in enumerate(records):
        headers = []
        for name, value in record.headers:
            raw = name.encode(errors="surrogateescape")
            stand_in = f"stand-in-{len(swaps):07}".ljust(len(raw), "~")
            if raw.decode(errors="replace").encode() != raw:
                swaps[stand_in.encode()] = raw
                headers.append((stand_in, value))
            else:
                headers.append((name, value))
        builder.append(offset, 1, record.key, record.value, headers)
    batch = bytes(builder.build())
    for replaced, raw in swaps.items():
        batch = batch.replace(replaced, raw)
    return sealed(batch)


def sealed(batch: bytes) -> bytes:
    """Return the batch with the checksum its bytes ask for."""
    checksum: int = calc_crc32c(batch[_CHECKED_FROM:])
    return batch[:_CHECKSUM_AT] + checksum.to_bytes(4, "big") + batch[_CHECKED_FROM:]


async def send_batch(access: KafkaAccess, topic: str, partition: int, batch: bytes) -> None:
    """Publish a batch byte for byte.

    Raises:
        KafkaError: the broker refuses it.
    """
    client = AIOKafkaClient(**access.kafka_client_options())
    await client.bootstrap()
    try:
        client.set_topics([topic])
        place = TopicPartition(topic, partition)
        while (node := client.cluster.leader_for_partition(place)) in (None, -1):
            await client.force_metadata_update()
        request = ProduceRequest(
            transactional_id=None,
            required_acks=-1,
            timeout=10_000,
            topics=[(topic, [(partition, batch)])],
        )
        response = await client.send(node, request)
        ((_, ((_, code, *_),)),) = response.topics
        if code:
            raise for_code(code)
    finally:
        await client.close()
