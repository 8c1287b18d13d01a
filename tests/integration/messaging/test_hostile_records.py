"""No record on a topic loses or stops another, and each is accounted for."""

from collections import Counter

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from shared.contracts.scheduling import SessionHeld
from shared.messaging.incoming.records import Record
from shared.runtime.clock import FixedClock
from shared.testing import run_service
from shared.testing.harness import TEST_NOW, TEST_SCOPE, run_replica
from shared.testing.hostile import (
    Fate,
    HostileRecord,
    Sample,
    batch_of,
    headers_of,
    hostile_records,
    send,
    send_batch,
)
from shared.testing.namespace import make_namespace
from tests.integration.messaging import ledger

pytestmark = pytest.mark.integration

SAMPLE = Sample(SessionHeld.contract.type, SessionHeld.contract.source, SessionHeld.contract.aggregate)
ODD_NAME = "\udcff\udcfe, which is no text"
CODECS = ("gzip", "snappy", "lz4", "zstd")


def topic_of(service):
    return service.settings.topic_prefix + SessionHeld.contract.topic


def parked(service):
    return service.app.state.database["parked"]


def skipped(service):
    return service.app.state.database["skipped_records"]


async def numbers(service, pairing):
    row = await service.app.state.database["tallies"].find_one({"id": pairing})
    return row and row["numbers"]


async def test_each_hostile_record_is_accounted_for_and_the_good_ones_between_have_their_effect(
    service, held
):
    records = list(hostile_records(7, SAMPLE))
    for number, record in enumerate(records):
        await send(service.producer, topic_of(service), record)
        if number % 10 == 0:
            await service.publisher.publish([held(1, f"good-{number}")], TEST_SCOPE, TEST_NOW)
    await service.settled()
    for number in range(0, len(records), 10):
        assert await numbers(service, f"good-{number}") == [1]
    letters = await parked(service).find({"status": "dead"}).to_list(None)
    kept = Counter(Record.from_document(row["record"])[3:] for row in letters)
    wanted = [record for record in records if record.fate is Fate.DEAD]
    assert kept == Counter((record.key, record.value, record.headers) for record in wanted)
    assert await skipped(service).count_documents({}) == 0
    listed = await service.http.get("/ops/dead-letters?limit=500", headers=operator(service))
    assert listed.json()["total"] == len(wanted)


def operator(service):
    return service.token("ops", tenant=service.settings.operator_tenant)


@pytest.mark.parametrize("codec", CODECS)
async def test_compressed_events_take_effect(service, held, codec):
    async with AIOKafkaProducer(
        bootstrap_servers=service.settings.kafka_bootstrap, compression_type=codec
    ) as producer:
        service.publisher.producer, plain = producer, service.publisher.producer
        await service.publisher.publish([held(1, codec)], TEST_SCOPE, TEST_NOW)
        service.publisher.producer = plain
    await service.given(held(1, "after"))
    assert (await numbers(service, codec), await numbers(service, "after")) == ([1], [1])


async def test_a_header_whose_name_is_no_text_costs_nothing(service, held):
    """aiokafka can't read its batch at all; the event has its effect, and so have those around it."""
    before = service._envelope(held(1, "odd"), TEST_SCOPE, TEST_NOW)
    headers = tuple((name, text.encode()) for name, text in before.headers().items())
    odd = HostileRecord("odd", b"k", held(1, "odd").model_dump_json().encode(), (*headers, (ODD_NAME, b"x")))
    bad = HostileRecord("bad", b"k", b"{}", ((ODD_NAME, b"x"),))
    await service.publisher.publish([held(1, f"p{n}") for n in range(6)], TEST_SCOPE, TEST_NOW)
    await send_batch(service.settings, topic_of(service), 0, batch_of(bad, odd, bad))
    await service.given(*[held(2, f"p{n}") for n in range(6)])
    assert [sorted(await numbers(service, f"p{n}")) for n in range(6)] == [[1, 2]] * 6
    assert await numbers(service, "odd") == [1]
    letters = await parked(service).find({"status": "dead"}).to_list(None)
    assert [letter["record"]["headers"] for letter in letters] == [
        [[ODD_NAME.encode(errors="surrogateescape"), b"x"]]
    ] * 2
    assert (await service.http.get("/ops/dead-letters", headers=operator(service))).status_code == 200


async def test_what_was_removed_before_it_was_read_leaves_a_trace(environment, held):
    if not environment.idempotent:
        pytest.skip("Tansu does not delete records")
    async with make_namespace(environment) as namespace:
        place = TopicPartition(namespace.topic_prefix + SessionHeld.contract.topic, 0)
        clock = FixedClock(TEST_NOW)
        async with run_replica(ledger.create_app, namespace, environment.issuer, clock) as first:
            await first.given(held(1, "a"))
        producer = AIOKafkaProducer(bootstrap_servers=namespace.kafka_bootstrap)
        async with producer:
            for _ in range(5):
                last = await producer.send_and_wait(place.topic, b"{}", partition=0)
        admin = AIOKafkaAdminClient(bootstrap_servers=namespace.kafka_bootstrap)
        await admin.start()
        await admin.delete_records({place: RecordsToDelete(before_offset=last.offset)})
        await admin.close()
        async with run_replica(ledger.create_app, namespace, environment.issuer, clock) as again:
            await again.given(held(2, "a"))
            (trace,) = await skipped(again).find({}).to_list(None)
            assert trace["reason"] == "removed before it was read"
            assert (trace["last"] - trace["first"] + 1, trace["last"]) == (4, last.offset - 1)
            assert await numbers(again, "a") == [1, 2]


async def test_a_record_no_document_can_hold_leaves_a_trace(service, held, monkeypatch):
    monkeypatch.setattr("shared.messaging.incoming.records.MOST_KEPT", 100_000)
    junk = HostileRecord("junk", b"k", b"x" * 200_000, ())
    named = HostileRecord("named", b"k", b"x" * 200_000, headers_of(SAMPLE, 1, "named"))
    for record in (junk, named):
        await send(service.producer, topic_of(service), record)
    await service.given(held(1, "after"))
    assert await numbers(service, "after") == [1]
    traces = await skipped(service).find({}).to_list(None)
    assert [trace["reason"] for trace in traces] == ["can't be kept"] * 2
    state = (await service.http.get("/ops/stream", headers=operator(service))).json()
    assert (state["skipped"], state["faults"]) == (2, [])
    assert state["alarms"] == ["consumer: records were skipped 2 times in a day (/ops/skipped-records)"]
    listed = (await service.http.get("/ops/skipped-records", headers=operator(service))).json()
    assert {(each["topic"], each["reason"]) for each in listed} == {(topic_of(service), "can't be kept")}
    assert await parked(service).count_documents({}) == 0


async def test_a_reader_that_fails_lets_go_of_nothing(environment, held, monkeypatch):
    """A fault of the kit itself loses nothing either: the batch is read again, and its offsets stay."""
    async with run_service(ledger.create_app, environment) as service:
        consumer = service.app.state.streams.consumer
        read, faults = consumer.read, [RuntimeError("a"), ValueError("b")]

        async def faulty(polled):
            if polled.records and faults:
                raise faults.pop()
            return await read(polled)

        monkeypatch.setattr(service.app.state.streams._subscription, "_read", faulty)
        await service.given(held(1, "a"), held(1, "b"))
        assert not faults
        assert (await numbers(service, "a"), await numbers(service, "b")) == ([1], [1])


async def republished(service, envelope, data, topic=None):
    await service.producer.send_and_wait(
        topic or topic_of(service),
        data.model_dump_json().encode(),
        key=envelope.key.encode(),
        headers=[(name, text.encode()) for name, text in envelope.headers().items()],
    )


async def letters(service):
    await service.settled()
    return await parked(service).find({"status": "dead"}).to_list(None)


async def suspects(service, kind):
    text = (await service.http.get("/metrics")).text
    name = f'mentoring_events_suspect_total{{consumer="feedback",kind="{kind}"}} '
    return sum(float(line.removeprefix(name)) for line in text.splitlines() if line.startswith(name))


@pytest.mark.parametrize("together", [True, False])
async def test_other_content_under_a_known_id_is_an_alarm_and_no_repetition(service, held, together):
    before = await suspects(service, "content")
    envelope = service._envelope(held(1, "a"), TEST_SCOPE, TEST_NOW)
    await republished(service, envelope, held(1, "a"))
    if not together:
        await service.settled()
    for _ in range(2):
        await republished(service, envelope, held(1, "a"))
    await republished(service, envelope, held(9, "a"))
    (letter,) = await letters(service)
    assert letter["error"] == "an event of this id has come before, with other content"
    assert await numbers(service, "a") == [1]
    assert await suspects(service, "content") == before + 1
    order = {"ids": [letter["_id"]["event"]], "why": "the first one was forged"}
    answer = await service.http.post("/ops/dead-letters/redrive", json=order, headers=operator(service))
    assert answer.status_code == 200
    assert await letters(service) == []
    assert await numbers(service, "a") == [1, 9]


@pytest.mark.parametrize("kind", ["source", "topic", "key"])
async def test_an_event_is_taken_from_its_owner_only(service, held, kind):
    before = await suspects(service, "origin")
    envelope = service._envelope(held(1, "a"), TEST_SCOPE, TEST_NOW)
    forged = {
        "source": (envelope._replace(source="/mentoring/console"), None),
        "topic": (envelope, f"{service.settings.topic_prefix}mentoring.feedback"),
        "key": (envelope._replace(key="victim/rm-2026/session/a-s1"), None),
    }
    await republished(service, forged[kind][0], held(9, "a"), forged[kind][1])
    (letter,) = await letters(service)
    assert (letter["tenant"], letter["type"]) == ("", "")  # nothing it says of itself is believed
    assert await suspects(service, "origin") == before + 1
    await republished(service, envelope, held(1, "a"))
    await service.settled()
    assert await numbers(service, "a") == [1]
