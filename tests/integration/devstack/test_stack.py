"""Real brokers and a real mongod, in a root of each test's own."""

import asyncio
import contextlib
import signal
import subprocess
import sys
import time

import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from motor.motor_asyncio import AsyncIOMotorClient
from typer.testing import CliRunner

from devstack.cli import app
from devstack.engines import docker
from devstack.errors import DevstackError
from devstack.ports import free_port, is_free
from devstack.processes import ROOT_VARIABLE
from devstack.stack import Stack, StackOptions

pytestmark = pytest.mark.integration


QUICK = {"broker": "tansu", "mongo": "mongod"}
WITH_DOCKER = docker.why_not(docker.KAFKA_IMAGE) is None
BROKERS = ["kafka", "tansu", *([pytest.param("docker", marks=pytest.mark.docker)] if WITH_DOCKER else [])]


@pytest.fixture(scope="module", params=BROKERS)
def stack(request, tmp_path_factory):
    stack = Stack(
        tmp_path_factory.mktemp(request.param), StackOptions(broker=request.param, tie_to_parent=True)
    )
    stack.start()
    yield stack
    stack.stop()
    for engine in stack._engines():
        engine.wipe()  # what Docker keeps in volumes
    assert processes_of(stack.root) == []


@pytest.fixture
def quick(tmp_path):
    """Options for a stack in `tmp_path` that starts fast, and its end."""
    yield StackOptions(**QUICK)
    Stack(tmp_path).stop()
    assert processes_of(tmp_path) == []


def processes_of(root):
    processes = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(ROOT_VARIABLE) == str(root):
                processes.append(process)
    return processes


async def create_topic(address, name):
    admin = AIOKafkaAdminClient(bootstrap_servers=address)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, num_partitions=2, replication_factor=1)])
    finally:
        await admin.close()


async def produce(address, topic, values, **options):
    async with AIOKafkaProducer(bootstrap_servers=address, acks="all", **options) as producer:
        for value in values:
            await producer.send_and_wait(topic, value, key=value)


async def consume(address, topic, count):
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=address, group_id=f"of-{topic}", auto_offset_reset="earliest"
    )
    async with consumer, asyncio.timeout(240):
        return sorted([(await consumer.getone()).value for _ in range(count)])


async def test_events_go_through_the_broker(stack):
    address = stack.addresses().kafka
    values = [b"%02d" % number for number in range(20)]
    await create_topic(address, "events")
    idempotent = "Tansu" not in stack.addresses().broker  # Tansu has no idempotent producer
    await produce(address, "events", values, enable_idempotence=idempotent)
    assert await consume(address, "events", 20) == values


async def test_mongod_has_transactions(stack):
    client = AsyncIOMotorClient(stack.addresses().mongo_uri)
    try:
        left, right = client.devstack.left, client.devstack.right
        await left.insert_one({"_id": "seed"})
        await right.insert_one({"_id": "seed"})
        async with await client.start_session() as session:
            session.start_transaction()
            await left.insert_one({"_id": "lost"}, session=session)
            await session.abort_transaction()
        async with await client.start_session() as session, session.start_transaction():
            await left.insert_one({"_id": "kept"}, session=session)
            await right.insert_one({"_id": "kept"}, session=session)
        assert [row["_id"] async for row in left.find().sort("_id")] == ["kept", "seed"]
        assert [row["_id"] async for row in right.find().sort("_id")] == ["kept", "seed"]
    finally:
        client.close()


async def test_killed_parts_come_back_on_their_ports_with_what_they_keep(stack):
    before = stack.addresses()
    await create_topic(before.kafka, "kept")
    await produce(before.kafka, "kept", [b"one"])
    client = AsyncIOMotorClient(before.mongo_uri)
    await client.devstack.kept.insert_one({"_id": 1})
    for name in ("kafka", "mongod"):
        stack.kill(name)
        assert [part.state for part in stack.status() if part.name == name] == ["stopped"]
        stack.restart(name)
    assert stack.addresses() == before
    assert await client.devstack.kept.count_documents({}) == 1
    client.close()
    if "Tansu" not in before.broker:  # Tansu keeps nothing
        assert await consume(before.kafka, "kept", 1) == [b"one"]


def test_what_parts_say_can_be_read_wherever_they_run(stack):
    for part in ("kafka", "mongod"):
        read = CliRunner().invoke(app, ["logs", part, "--root", str(stack.root)])
        assert read.exit_code == 0, read.output
        assert len(read.stdout.splitlines()) > 1


def test_a_paused_broker_is_silent_until_it_goes_on(stack):
    stack.signal("kafka", signal.SIGSTOP)
    try:
        assert [part.state for part in stack.status() if part.name == "kafka"] == ["silent"]
    finally:
        stack.signal("kafka", signal.SIGCONT)
    deadline = time.monotonic() + 240
    while {part.state for part in stack.status()} != {"running"}:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_second_start_finds_the_stack_running(tmp_path, quick):
    first = Stack(tmp_path, quick).start()
    pids = {process.pid for process in processes_of(tmp_path)}
    assert Stack(tmp_path, quick).start() == first
    assert {process.pid for process in processes_of(tmp_path)} == pids


@pytest.mark.usefixtures("quick")
def test_fresh_wipes_and_restart_keeps(tmp_path):
    def documents(stack):
        async def count():
            client = AsyncIOMotorClient(stack.addresses().mongo_uri)
            try:
                await client.devstack.things.insert_one({})
                return await client.devstack.things.count_documents({})
            finally:
                client.close()

        return asyncio.run(count())

    for fresh, expected in ((False, 1), (False, 2), (True, 1)):
        stack = Stack(tmp_path, StackOptions(**QUICK, fresh=fresh))
        stack.start()
        assert documents(stack) == expected
        stack.stop()


def test_data_move_to_another_port_when_the_old_one_is_taken(tmp_path, quick):
    stack = Stack(tmp_path, quick)
    first = stack.start()
    stack.stop()
    port = free_port()
    moved = Stack(tmp_path, StackOptions(**QUICK, mongo_port=port)).start()
    assert moved.mongo_uri != first.mongo_uri
    assert f":{port}/" in moved.mongo_uri


@pytest.mark.parametrize("tied", [True, False])
def test_start_after_the_owner_was_killed(tmp_path, quick, tied):
    code = (
        "import sys, time; from pathlib import Path; from devstack.stack import Stack, StackOptions\n"
        f"options = StackOptions(broker='tansu', mongo='mongod', tie_to_parent={tied})\n"
        f"Stack(Path({str(tmp_path)!r}), options).start()\n"
        "print('up', flush=True); time.sleep(3600)"
    )
    owner = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert owner.stdout.readline() == b"up\n"
        if tied:
            with pytest.raises(DevstackError, match=f"process {owner.pid} uses"):
                Stack(tmp_path, quick).start()
    finally:
        owner.kill()
        owner.wait()
        owner.stdout.close()
    (tmp_path / "run" / "kafka.json").unlink()  # killed before it could write this
    addresses = Stack(tmp_path, quick).start()
    assert {part.state for part in Stack(tmp_path).status()} == {"running"}
    assert len(processes_of(tmp_path)) == 2
    assert addresses.kafka


def test_a_busy_port_is_a_clear_error_and_leaves_nothing(tmp_path, quick):
    other = Stack(tmp_path / "other", quick)
    port = int(other.start().kafka.rsplit(":", 1)[1])
    try:
        with pytest.raises(DevstackError, match=f"kafka: port {port} is in use"):
            Stack(tmp_path, StackOptions(**QUICK, kafka_port=port)).start()
        assert processes_of(tmp_path) == []
    finally:
        other.stop()
    assert is_free(port)


def test_what_cannot_start_names_its_log_and_leaves_nothing(tmp_path, quick):
    data = tmp_path / "data" / "mongod"
    data.mkdir(parents=True)
    (data / "storage.bson").write_text("not BSON")
    with pytest.raises(DevstackError, match=r"mongod ended at its start: .*mongod\.log"):
        Stack(tmp_path, quick).start()
    assert processes_of(tmp_path) == []


def test_an_external_stack_is_used_and_left_alone(tmp_path, stack):
    theirs = stack.addresses()
    mine = Stack(tmp_path, StackOptions(kafka=theirs.kafka, mongo_uri=theirs.mongo_uri))
    addresses = mine.start()
    assert (addresses.kafka, addresses.mongo_uri) == (theirs.kafka, theirs.mongo_uri)
    with pytest.raises(DevstackError, match="kafka is external"):
        mine.kill("kafka")
    mine.stop()
    assert {part.state for part in stack.status()} == {"running"}


def test_the_command_outlives_itself_and_ends_all(tmp_path):
    def mentoring(*arguments):
        command = [sys.executable, "-m", "devstack.cli", *arguments, "--root", str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    try:
        assert "Tansu" in mentoring("up", "--broker", "tansu", "--mongo", "mongod", "--no-services")
        assert len(processes_of(tmp_path)) == 2
        assert mentoring("status").count("running") == 2
    finally:
        mentoring("down")
    assert processes_of(tmp_path) == []
