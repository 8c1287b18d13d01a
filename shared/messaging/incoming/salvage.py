"""Salvage batches that aiokafka can't read: the records that can be read, and the offsets that can't.

aiokafka gives up a whole partition at the first fault: a codec it lacks, a wrong checksum, a header whose
name is not UTF-8. This module reads the same bytes batch by batch and record by record, and goes past what is
broken.
Format: https://kafka.apache.org/documentation/#recordbatch.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from aiokafka import TopicPartition
from aiokafka.record.util import calc_crc32c
from aiokafka.record.util import decode_varint_py as decode_varint  # the one in C reads past the end

from shared.messaging.wire.codecs import DECODERS, TooLarge
from shared.runtime.error_reports import describe

_HEADER: Final = struct.Struct(">qiibIhiqqqhii")
_LENGTH_END: Final = 12
_CHECKED_FROM: Final = 21
"""The checksum covers all bytes from the attributes on."""
_CODECS: Final = 0b111
_CONTROL: Final = 0b100000
_FORMAT: Final = 2
MALFORMED: Final = "malformed batch"


class SalvagedRecord(NamedTuple):
    """A record as it lies in the log; the undecodable bytes of a header's name are escaped as surrogates."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Offsets of a partition that the consumer skips without a record to keep.

    Attributes:
        topic: with prefix.
        partition: its number.
        first: the first offset.
        last: the last offset.
        reason: one of a few words, the same for the same kind of fault.
        detail: more on the fault.
    """

    topic: str
    partition: int
    first: int
    last: int
    reason: str
    detail: str = ""


@dataclass
class Salvaged:
    """The contents of a range of a partition.

    Attributes:
        position: the offset to read from next.
        records: those that can be read.
        skipped: the offsets that can't.
    """

    position: int
    records: list[SalvagedRecord] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


class _Unreadable(Exception):  # noqa: N818
    """A batch can't be read; the text is the reason of a ``Skipped``."""


class _Batch(NamedTuple):
    first: int
    last: int
    attributes: int
    records: int
    checksum: int
    data: memoryview

    @property
    def codec(self) -> int:
        return self.attributes & _CODECS


def salvage(partition: TopicPartition, data: bytes, position: int, *, most: int) -> Salvaged:
    """Read the batches of a fetch's answer one by one; never raises.

    Args:
        partition: where they come from.
        data: the answer's bytes for this partition.
        position: the first offset wanted; a batch may begin before it.
        most: stop at the end of a batch after this many records.
    """
    salvaged = Salvaged(position)
    for batch in _batches(data):
        if batch.last < salvaged.position:
            continue
        if len(salvaged.records) >= most:
            break
        _take(salvaged, partition, batch)
        salvaged.position = batch.last + 1
    return salvaged


def _take(salvaged: Salvaged, partition: TopicPartition, batch: _Batch) -> None:
    reason, detail = "", ""
    read = salvaged.position
    try:
        for record in _records(partition, batch):
            if record.offset >= salvaged.position:
                salvaged.records.append(record)
                read = record.offset + 1
    except _Unreadable as error:
        reason, detail = str(error), describe(error.__cause__) if error.__cause__ else ""
    except Exception as error:  # noqa: BLE001 (foreign bytes may fail in any way)
        reason, detail = MALFORMED, describe(error)
    if reason:
        salvaged.skipped.append(
            Skipped(
                partition.topic,
                partition.partition,
                min(max(read, batch.first), batch.last),
                batch.last,
                reason,
                detail,
            )
        )


def _batches(data: bytes) -> Iterator[_Batch]:
    """Yield the whole batches in an answer; the last one may be cut off."""
    view = memoryview(data)
    place = 0
    while place + _HEADER.size <= len(view):
        first, length, _, magic, checksum, attributes, delta, *_, count = _HEADER.unpack_from(view, place)
        end = place + _LENGTH_END + length
        if length < _HEADER.size - _LENGTH_END or end > len(view):
            return
        last = first + delta if magic == _FORMAT and delta >= 0 else first
        yield _Batch(first, last, attributes if magic == _FORMAT else -1, count, checksum, view[place:end])
        place = end


def _records(partition: TopicPartition, batch: _Batch) -> Iterator[SalvagedRecord]:
    """Yield the records of a batch.

    Raises:
        _Unreadable: none of them can be read.
    """
    if batch.attributes < 0:
        raise _Unreadable("unknown format")
    if calc_crc32c(batch.data[_CHECKED_FROM:].tobytes()) != batch.checksum:
        raise _Unreadable("wrong checksum")
    if batch.attributes & _CONTROL:
        return
    data = _unpacked(batch)
    if batch.records < 0:
        raise _Unreadable(MALFORMED)
    place = 0
    for _ in range(batch.records):
        length, start = decode_varint(data, place)
        if length < 0 or start + length > len(data):
            raise _Unreadable(MALFORMED)
        yield _record(partition, batch.first, data, start)
        place = start + length


def _unpacked(batch: _Batch) -> bytes:
    packed = batch.data[_HEADER.size :].tobytes()
    if not batch.codec:
        return packed
    if batch.codec not in DECODERS:
        raise _Unreadable("unknown codec")
    try:
        return DECODERS[batch.codec](packed)
    except TooLarge as error:
        raise _Unreadable("unpacks to too many bytes") from error
    except Exception as error:
        raise _Unreadable("can't be decompressed") from error


def _record(partition: TopicPartition, first: int, data: bytes, place: int) -> SalvagedRecord:
    """Return the record that begins after its length, at the attributes."""
    _, place = decode_varint(data, place + 1)  # the timestamp, of which nothing is made
    delta, place = decode_varint(data, place)
    key, place = _bytes(data, place)
    value, place = _bytes(data, place)
    count, place = decode_varint(data, place)
    headers = []
    for _ in range(count):
        name, place = _bytes(data, place)
        content, place = _bytes(data, place)
        headers.append(((name or b"").decode(errors="surrogateescape"), content))
    return SalvagedRecord(partition.topic, partition.partition, first + delta, key, value, tuple(headers))


def _bytes(data: bytes, place: int) -> tuple[bytes | None, int]:
    length, place = decode_varint(data, place)
    if length < 0:
        return None, place
    if place + length > len(data):
        raise _Unreadable(MALFORMED)
    return data[place : place + length], place + length
