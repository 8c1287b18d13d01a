"""The short form of chaos on the real parts; then the same events again, to a sound and to a broken inbox."""

import json
import sys
from io import StringIO
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from rich.console import Console

from chaos.checker import judge
from chaos.goal import goal_of
from chaos.platform import running_platform
from chaos.report import make_report, print_report
from chaos.run import judged, main, read_evidence, rest, torment
from devstack.services import ServiceRunner
from services.catalogue import SERVICES
from shared.runtime.kafka_access import KafkaAccess
from shared.testing.clients import http_client

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(3600)]

ROOT = Path(__file__).resolve().parents[3] / ".devstack" / "test-chaos"
FAULTS, SEED = 4, 7
EFFECTS, INBOX = "every event has its effect once", "every event once in the inbox of each consumer"


@pytest.fixture(scope="module")
def platform(broker, ran_on):
    with running_platform(ROOT, broker) as running:
        ran_on["chaos"] = running.addresses.broker
        yield running


@pytest.fixture(scope="module")
async def result(platform):
    return await torment(platform, goal_of(FAULTS), SEED, print)


async def republish(platform):
    """Send every event again, as a relay does that died before it could mark them; returns how many."""
    topics = [f"{platform.prefix}.mentoring.{name}" for name in SERVICES]
    settings = KafkaAccess(kafka_bootstrap=platform.addresses.kafka).kafka_client_options()
    consumer = AIOKafkaConsumer(*topics, **settings, auto_offset_reset="earliest")
    producer = AIOKafkaProducer(**settings)
    await consumer.start()
    await producer.start()
    try:
        ends = await consumer.end_offsets(sorted(consumer.assignment()))
        records = []
        while len(records) < sum(ends.values()):
            records += [one for batch in (await consumer.getmany(timeout_ms=500)).values() for one in batch]
        for one in records:
            await producer.send(
                one.topic, one.value, key=one.key, partition=one.partition, headers=list(one.headers)
            )
        await producer.flush()
    finally:
        await producer.stop()
        await consumer.stop()
    return len(records)


async def publish_all_again(platform):
    again = await republish(platform)
    async with http_client() as http:
        assert await rest(platform, http) == ""
    return again


async def test_nothing_is_lost_doubled_reordered_or_overbooked(platform, result):
    evidence = await read_evidence(platform, result.log.accepted, result.log.unanswered, result.sent)
    verdicts = judged(result, evidence)
    out = StringIO()
    report = make_report(result, evidence, verdicts, seed=SEED, platform=platform)
    print_report(report, Console(file=out, width=160))
    assert report["holds"], out.getvalue()
    assert {"service kill", "database kill", "replica pause"} <= report["incidents"].keys()
    assert report["commands"]["by_kind"].keys() >= {
        "matching answer",
        "scheduling outcome",
        "feedback answer",
    }
    assert json.loads(json.dumps(report)) == report
    assert report["hostile"]["dead_letters"] > 0
    logged = (platform.clock_file.parent / "accepted.jsonl").read_text().splitlines()
    assert len(logged) == len(result.log.accepted) == report["commands"]["accepted"]


@pytest.mark.long
async def test_events_published_twice_count_once(platform, result):
    before = len((await read_evidence(platform, result.log.accepted, sent=result.sent)).events)
    again = await publish_all_again(platform)
    evidence = await read_evidence(platform, result.log.accepted, sent=result.sent)
    assert len(evidence.events) == before <= again
    assert len(evidence.records) >= 2 * before
    assert {name: v.violations for name, v in judge(evidence).items() if not v.holds} == {}


@pytest.mark.long
async def test_a_broken_inbox_is_found_out(platform, result):
    platform.services.stop("console")
    url = platform.services.url("console")
    forgetful = ServiceRunner(
        ROOT / "forgetful",
        platform.addresses,
        ports={"console": int(url.rpartition(":")[2])},
        extra_env=platform.services.environment("console"),
        tie_to_parent=True,
        command=lambda name: [sys.executable, str(Path(__file__).with_name("forgetful_service.py")), name],
    )
    try:
        forgetful.start("console")
        await publish_all_again(platform)
        verdicts = judge(await read_evidence(platform, result.log.accepted, sent=result.sent))
    finally:
        forgetful.stop_all()
    assert any("console: sessions held of pairing" in line for line in verdicts[EFFECTS].violations)
    assert verdicts[INBOX].holds
    assert [name for name, verdict in verdicts.items() if not verdict.holds] == [EFFECTS]


def test_a_run_without_faults_is_refused():
    out = StringIO()
    assert main(0, 7, root=ROOT / "none", console=Console(file=out)) == 2
    assert "--faults: at least 1" in out.getvalue()
