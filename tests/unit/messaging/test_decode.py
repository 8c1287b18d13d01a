"""Decoding never raises, and every hostile record comes out as it should."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.scheduling import SessionHeld
from shared.messaging.incoming import records
from shared.messaging.incoming.consumer import BatchConsumer
from shared.messaging.incoming.fetching import Polled
from shared.messaging.incoming.reactions import Reactions
from shared.messaging.incoming.reactor import Reactor
from shared.messaging.incoming.records import Ignored, Message, Record, Unreadable, decode
from shared.messaging.wire.envelope import BadEnvelope, read_envelope, read_headers
from shared.runtime.clock import SystemClock
from shared.testing.hostile import Fate, Sample, headers_of, hostile_records

SAMPLE = Sample(SessionHeld.contract.type, SessionHeld.contract.source, SessionHeld.contract.aggregate)
TOPIC = SessionHeld.contract.topic
reactions = Reactions()


@reactions.on(SessionHeld)
async def ignore(event, uow):
    """Do nothing."""


def raw(headers, value=b"{}", key=b"k", offset=0):
    return SimpleNamespace(topic=TOPIC, partition=0, offset=offset, key=key, value=value, headers=headers)


def envelope(**changes):
    return read_envelope(read_headers(headers_of(SAMPLE, 1, "x", **changes)))


@pytest.mark.parametrize("record", list(hostile_records(1, SAMPLE)), ids=lambda record: record.name)
def test_each_hostile_record_has_its_fate(record):
    decoded = decode(Record.of(raw(record.headers, record.value, record.key)), reactions)
    if record.fate is Fate.IGNORED:
        assert isinstance(decoded, Ignored)
    else:
        assert isinstance(decoded, Message if record.enveloped else Unreadable)
        assert record.says in decoded.fault
        assert len(decoded.fault) < 1000


@pytest.mark.parametrize("digits", ["²", "9" * 5000, "٣", "-1", "0", ""])
def test_a_sequence_is_a_positive_number_in_plain_digits(digits):
    with pytest.raises(BadEnvelope, match="ce_sequence"):
        envelope(sequence=digits.encode())


def test_foreign_headers_may_hold_anything():
    headers = (*headers_of(SAMPLE, 1, "x"), ("x-trace", b"\xff"), ("x-trace", None), ("\udcff", b""))
    assert read_envelope(read_headers(headers)).sequence == 1


def test_a_malformed_trace_is_left_out():
    headers = {**read_headers(headers_of(SAMPLE, 1, "x")), "traceparent": "A" * 400}
    assert read_envelope(headers).traceparent == ""


class FaultyReactions(Reactions):
    def find(self, type_):
        raise RuntimeError(type_)


async def test_a_fault_of_the_decoder_costs_its_record_and_not_the_batch():
    consumer = BatchConsumer(Reactor("feedback", FaultyReactions(), SystemClock()), None, None)
    batch = await consumer.read(Polled([raw(()), raw(headers_of(SAMPLE, 1, "x"))]))
    assert (batch.size, len(batch.unreadable)) == (2, 2)
    assert batch.unreadable[1].fault.startswith("can't be decoded: RuntimeError")


texts = st.sampled_from([name for name, _ in headers_of(SAMPLE, 1, "x")]) | st.text(max_size=20)
pairs = st.tuples(texts, st.none() | st.binary(max_size=60))
mutations = st.lists(pairs, max_size=20)


@given(mutations, st.booleans(), st.none() | st.binary(max_size=100), st.none() | st.binary(max_size=20))
async def test_each_record_of_a_batch_of_arbitrary_bytes_is_accounted_for(mutated, valid, value, key):
    changed = {name: content for name, content in mutated if name.startswith("ce_")}
    base = dict(headers_of(SAMPLE, 1, "x")) | changed if valid else {}
    headers = (*base.items(), *(() if valid else mutated))
    consumer = BatchConsumer(Reactor("feedback", reactions, SystemClock()), None, None)
    before = consumer_ignored()
    batch = await consumer.read(Polled([raw(headers, value, key, offset) for offset in range(3)]))
    ignored = consumer_ignored() - before
    assert len(batch.messages) + len(batch.unreadable) + ignored == 3
    for item in batch.unreadable:
        assert Record.from_document(item.record.to_document()) == item.record


def consumer_ignored():
    return records_metrics().labels("feedback")._value.get()


def records_metrics():
    from shared.runtime.metrics import EVENTS_UNKNOWN  # noqa: PLC0415

    return EVENTS_UNKNOWN


def test_what_the_database_can_not_hold_is_known_before(monkeypatch):
    record = Record.of(raw((("a", b"x"),), value=b"x" * 100))
    monkeypatch.setattr(records, "MOST_KEPT", 100)
    with pytest.raises(records.TooLargeToKeep):
        record.to_document()
