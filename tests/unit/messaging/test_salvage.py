"""Batches that aiokafka can't read: readable records are kept, the others are reported by offset."""

import struct
from types import SimpleNamespace

import cramjam
import pytest
from aiokafka import TopicPartition
from aiokafka.record._crecords.default_records import DefaultRecordBatch
from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.incoming.records import Record
from shared.messaging.incoming.salvage import salvage
from shared.messaging.wire import codecs
from shared.messaging.wire.codecs import TooLarge, bound_aiokafka
from shared.testing.hostile import HostileRecord, batch_of, sealed

PLACE = TopicPartition("t", 3)
NAMES = ("none", "gzip", "snappy", "lz4", "zstd")
ATTRIBUTES_AT = 21
ODD_NAME = "\udcff\udcfe, which is no text"
OK = HostileRecord("ok", b"key", b"value", (("a", b"1"), ("b", None)))


def read(data, position=0):
    return salvage(PLACE, data, position, most=1000)


def moved(batch, first):
    """The batch at another place of the log; its checksum does not cover that."""
    return struct.pack(">q", first) + batch[8:]


@pytest.mark.parametrize("codec", range(5), ids=NAMES)
def test_what_any_codec_packed_is_read_byte_for_byte(codec):
    odd = HostileRecord("odd", None, None, ((ODD_NAME, b"\xff"),))
    salvaged = read(batch_of(OK, odd, codec=codec) if codec == 0 else batch_of(OK, OK, codec=codec))
    assert (salvaged.position, salvaged.skipped) == (2, [])
    assert salvaged.records[0] == ("t", 3, 0, b"key", b"value", (("a", b"1"), ("b", None)))
    if codec == 0:
        assert salvaged.records[1] == ("t", 3, 1, None, None, ((ODD_NAME, b"\xff"),))


def test_a_broken_batch_costs_only_itself():
    good = batch_of(OK, OK)
    wrong = bytearray(moved(good, 2))
    wrong[-1] ^= 1
    codec = bytearray(moved(good, 4))
    codec[ATTRIBUTES_AT + 1] = 7
    junk = bytearray(moved(good, 6))
    junk[ATTRIBUTES_AT + 1] = 4
    salvaged = read(good + bytes(wrong) + sealed(bytes(codec)) + sealed(bytes(junk)) + moved(good, 8))
    assert [record.offset for record in salvaged.records] == [0, 1, 8, 9]
    assert [(s.first, s.last, s.reason) for s in salvaged.skipped] == [
        (2, 3, "wrong checksum"),
        (4, 5, "unknown codec"),
        (6, 7, "can't be decompressed"),
    ]
    assert salvaged.position == 10


def test_a_batch_begun_before_the_position_is_read_from_there():
    salvaged = read(batch_of(OK, OK, OK), position=2)
    assert ([record.offset for record in salvaged.records], salvaged.position) == ([2], 3)


def test_control_batches_are_passed_without_a_trace():
    control = bytearray(batch_of(OK))
    control[ATTRIBUTES_AT + 1] = 0b100000
    salvaged = read(sealed(bytes(control)))
    assert (salvaged.records, salvaged.skipped, salvaged.position) == ([], [], 1)


@given(st.binary(max_size=300))
def test_any_bytes_after_a_header_end_in_records_or_traces(tail):
    whole = batch_of(OK, OK, OK)
    batch = whole[:61] + tail
    batch = sealed(batch[:8] + struct.pack(">i", len(batch) - 12) + batch[12:])
    salvaged = read(batch)
    assert salvaged.position == 3
    assert salvaged.skipped or len(salvaged.records) == 3


@given(st.binary(max_size=200))
def test_arbitrary_bytes_never_raise(data):
    assert read(data).position >= 0


@pytest.mark.parametrize(
    ("codec", "packed"),
    [
        (1, lambda zeros: bytes(cramjam.gzip.compress(zeros))),
        (2, lambda zeros: bytes(cramjam.snappy.compress_raw(zeros))),
        (3, lambda zeros: bytes(cramjam.lz4.compress(zeros))),
        (4, lambda zeros: bytes(cramjam.zstd.compress(zeros))),
    ],
    ids=NAMES[1:],
)
def test_a_batch_that_would_fill_the_memory_is_refused(codec, packed, monkeypatch):
    monkeypatch.setattr(codecs, "MOST_UNPACKED", 1_000_000)
    bomb = packed(bytes(1_000_001))
    batch = bytearray(batch_of(OK)[:61] + bomb)
    batch[ATTRIBUTES_AT + 1] = codec
    batch[8:12] = struct.pack(">i", len(batch) - 12)
    data = sealed(bytes(batch))
    assert [(s.first, s.last, s.reason) for s in read(data).skipped] == [(0, 0, "unpacks to too many bytes")]
    bound_aiokafka()
    with pytest.raises(TooLarge):
        list(DefaultRecordBatch(data))


@pytest.mark.parametrize("codec", range(1, 5), ids=NAMES[1:])
def test_aiokafka_reads_every_codec_with_the_bounded_decoders(codec):
    bound_aiokafka()
    (record,) = DefaultRecordBatch(batch_of(OK, codec=codec))
    assert (record.key, record.value) == (b"key", b"value")


def test_a_header_name_that_is_no_text_survives_the_database():
    raw = SimpleNamespace(
        topic="t", partition=0, offset=0, key=None, value=b"", headers=(("\udcff", b"1"), ("a", None))
    )
    record = Record.of(raw)
    assert record.to_document()["headers"] == [[b"\xff", b"1"], ["a", None]]
    assert Record.from_document(record.to_document()) == record
