"""Every service takes every hostile record, a foreign client's too, and goes on as if none had been there."""

import asyncio
import subprocess
from collections import Counter

import pytest

from services.console.app import SERVICE as CONSOLE
from services.feedback.app import SERVICE as FEEDBACK
from services.matching.app import SERVICE as MATCHING
from services.scheduling.app import SERVICE as SCHEDULING
from shared.contracts.enrollment import ProgrammeOpened
from shared.kernel import Scope
from shared.messaging.incoming.records import Record
from shared.service.app import build
from shared.testing import run_service
from shared.testing.harness import TEST_NOW
from shared.testing.hostile import Fate, Sample, hostile_records, send
from shared.testing.programs import require_program
from tests.integration.console.programme_in_motion import programme_in_motion

pytestmark = pytest.mark.integration

SAMPLE = Sample(
    ProgrammeOpened.contract.type, ProgrammeOpened.contract.source, ProgrammeOpened.contract.aggregate
)
OPENED = next(fact for fact in programme_in_motion(people=0, pairs=0) if isinstance(fact, ProgrammeOpened))
CODECS = ("none", "gzip", "snappy", "lz4", "zstd")


@pytest.fixture(params=[MATCHING, SCHEDULING, FEEDBACK, CONSOLE], ids=lambda service: service.name)
async def service(request, environment):
    def create_app(settings, clock):
        return build(request.param, settings, clock=clock)

    async with run_service(create_app, environment) as harness:
        yield harness


@pytest.fixture(scope="session")
def kcat(environment):
    """A foreign client."""
    if not environment.idempotent:
        pytest.skip("Tansu hangs up when librdkafka asks for its API versions")
    return require_program("kcat")


def feed(command, text):
    subprocess.run(command, input=text, check=True, timeout=240, capture_output=True)


def topic_of(service):
    return service.settings.topic_prefix + OPENED.contract.topic


def opened(service, name):
    """A programme of its own, and the envelope its owner would give it."""
    data = OPENED.model_copy(update={"programme_id": name})
    return data, service.publisher.envelope(data, Scope(tenant="acme", programme=name), TEST_NOW)


async def programmes(service):
    rows = service.app.state.database["programmes"].find({"tenant": "acme"}, {"id": 1})
    return {row["id"] async for row in rows}


async def test_every_hostile_record_is_accounted_for(service):
    records = list(hostile_records(11, SAMPLE))
    for number, record in enumerate(records):
        await send(service.producer, topic_of(service), record)
        if number % 40 == 0:
            data, envelope = opened(service, f"good-{number}")
            await service.publisher.send(envelope, data)
    await service.settled()
    assert await programmes(service) == {f"good-{number}" for number in range(0, len(records), 40)}
    rows = await service.app.state.database["parked"].find({}).to_list(None)
    assert {row["status"] for row in rows} == {"dead"}
    kept = Counter(Record.from_document(row["record"])[3:] for row in rows)
    wanted = (record for record in records if record.fate is Fate.DEAD)
    assert kept == Counter((record.key, record.value, record.headers) for record in wanted)
    assert await service.app.state.database["skipped_records"].count_documents({}) == 0
    await service.ready()


async def test_a_foreign_clients_records_take_effect_whatever_packs_them(service, kcat):
    broker = service.settings.kafka_bootstrap
    for codec in CODECS:
        data, envelope = opened(service, f"by-{codec}")
        headers = [f"-H{name}={value}" for name, value in envelope.headers().items()]
        command = [
            kcat,
            "-P",
            "-b",
            broker,
            "-t",
            topic_of(service),
            "-k",
            envelope.key,
            "-z",
            codec,
            *headers,
        ]
        text = data.model_dump_json().encode()
        await asyncio.to_thread(feed, [*command, "-D", "\x1e"], text)
        junk = ["-H", "ce_sequence=²", "-H", "a=b"]
        bad = [kcat, "-P", "-b", broker, "-t", topic_of(service), "-z", codec, *junk]
        await asyncio.to_thread(feed, bad, b"junk")
    await service.settled()
    assert await programmes(service) == {f"by-{codec}" for codec in CODECS}
    assert await service.app.state.database["parked"].count_documents({"status": "dead"}) == len(CODECS)
