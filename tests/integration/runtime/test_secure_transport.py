"""Kafka and MongoDB with TLS and a user for each service: services work, and nobody else gets in."""

import asyncio
from contextlib import suppress

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError, TopicAuthorizationFailedError
from pydantic import SecretStr
from pymongo import MongoClient
from pymongo.errors import OperationFailure, ServerSelectionTimeoutError
from structlog.testing import capture_logs
from typer.testing import CliRunner

from devstack.acls import kafka_grants
from devstack.cli import app
from devstack.engines import kafka, mongod
from devstack.secure.certificates import Authority
from devstack.secure.stack import secure_stack
from devstack.tokens import ISSUER
from services.catalogue import SERVICES
from services.enrollment import app as enrollment
from services.feedback import app as feedback
from services.settings import PlatformSettings
from shared.messaging.wire.kafka import create_topics
from shared.runtime.clock import FixedClock
from shared.runtime.kafka_access import KafkaAccess
from shared.testing.harness import TEST_NOW, run_replica
from tests.helpers.people import dates_around_today

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]  # a JVM starts in it

TOPICS = [f"mentoring.{name}" for name in SERVICES]
PROGRAMME = {
    "name": "Reverse mentoring 2026",
    **dates_around_today(),
    "regions": ["emea"],
    "terms_version": "2026-1",
}


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    why = kafka.why_not() or mongod.why_not()
    if why:
        pytest.skip(f"a secured Kafka and mongod cannot run here: {why}")
    with secure_stack(tmp_path_factory.mktemp("secure")) as stack:
        yield stack


@pytest.fixture(scope="module")
async def topics(secure):
    """Create each service's topic as its own user; no other may."""
    for name in SERVICES:
        access = secure.kafka.access(name)
        await create_topics(access, [f"mentoring.{name}"], partitions=2, replication=1)


@pytest.fixture
def settings(secure, issuer):
    def make(name, **changes):
        return PlatformSettings.model_validate(
            {
                "environment": "development",
                "topic_partitions": 2,
                "privileged_token_hours": 12,
                "jwt_issuer": ISSUER,
                "jwks": str(issuer.jwks_path),
                **secure.access(name),
                **changes,
            }
        )

    return make


@pytest.fixture
def stranger(tmp_path):
    """An authority that has vouched for nobody here."""
    return Authority.make("stranger").write(tmp_path / "stranger.pem")


async def said_while_it_waits(create_app, settings):
    """Return the first faults that a service logs while it waits."""
    app = create_app(settings, FixedClock(TEST_NOW))

    async def start():
        async with app.router.lifespan_context(app):
            pytest.fail("the service got ready")

    with capture_logs() as lines:
        starting = asyncio.create_task(start())
        async with asyncio.timeout(240):
            while not any(line["event"].startswith("waiting for ") for line in lines):
                assert not starting.done()
                await asyncio.sleep(0.05)
        starting.cancel()
        with suppress(asyncio.CancelledError):
            await starting
    return next(line for line in lines if line["event"].startswith("waiting for "))


@pytest.mark.parametrize("name", SERVICES)
def test_production_takes_it(settings, name):
    production = {
        "environment": "production",
        "jwks": "https://auth.example/keys",
        "jwt_issuer": "https://auth.example",
        "id_key": "k" * 32,
    }
    assert settings(name, **production)


@pytest.mark.usefixtures("topics")
async def test_a_command_at_one_service_takes_effect_in_another(settings, issuer):
    clock = FixedClock(TEST_NOW)
    async with (
        run_replica(enrollment.create_app, settings("enrollment"), issuer, clock) as owner,
        run_replica(feedback.create_app, settings("feedback"), issuer, clock) as reader,
    ):
        coordinator = owner.token("coordinator")
        before = await reader.http.get("/programmes/rm-2026/summary", headers=coordinator)
        made = await owner.http.put("/programmes/rm-2026", headers=coordinator, json=PROGRAMME)
        await owner.settled()
        async with asyncio.timeout(240):
            while True:
                after = await reader.http.get("/programmes/rm-2026/summary", headers=coordinator)
                if after.status_code == 200:
                    break
                await asyncio.sleep(0.05)
    assert (before.status_code, made.status_code) == (404, 201)


@pytest.mark.usefixtures("topics")
@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_writes_its_own_topic_only(secure, service):
    written = set()
    options = secure.kafka.access(service).kafka_client_options()
    async with AIOKafkaProducer(**options, acks="all", enable_idempotence=True) as producer:
        for topic in TOPICS:
            with suppress(TopicAuthorizationFailedError):
                await producer.send_and_wait(topic, b"{}", key=b"forged")
                written.add(topic)
    assert written == {f"mentoring.{service}"}


@pytest.mark.usefixtures("topics")
@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_sees_the_topics_it_reacts_to_only(secure, service):
    admin = AIOKafkaAdminClient(**secure.kafka.access(service).kafka_client_options())
    await admin.start()
    try:
        seen = {topic for topic in await admin.list_topics() if topic in TOPICS}
    finally:
        await admin.close()
    granted = {grant.name for grant in kafka_grants() if grant.service == service} & set(TOPICS)
    assert seen == granted


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_reads_and_writes_its_own_database_only(secure, service):
    read, written = set(), set()
    with MongoClient(secure.mongod.uri(service)) as client:
        for name in SERVICES:
            things = client[f"mentoring_{name}"]["things"]
            with suppress(OperationFailure):
                things.find_one()
                read.add(name)
            with suppress(OperationFailure):
                things.insert_one({"of": service})
                written.add(name)
        with pytest.raises(OperationFailure, match="not authorized"):
            client.admin.command("usersInfo", 1)
    assert (read, written) == ({service}, {service})


@pytest.fixture
def acls(secure, monkeypatch):
    """Run ``mentoring acls --apply`` as a user."""

    def run(user):
        for name, value in secure.kafka.access(user).model_dump(exclude_defaults=True).items():
            text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            monkeypatch.setenv(f"MENTORING_{name.upper()}", text)
        return CliRunner().invoke(app, ["acls", "--bootstrap", secure.kafka.address, "--apply"])

    return run


def test_the_administrator_adds_the_rules_again_without_harm(acls):
    done = acls("admin")
    rules = sum(len(grant.operations) for grant in kafka_grants())
    assert (done.exit_code, done.stdout) == (0, f"{rules} rules are in force\n")


def test_a_service_grants_itself_nothing(acls):
    refused = acls("matching")
    assert refused.exit_code == 1
    assert "ClusterAuthorizationFailedError" in refused.stderr
    assert refused.stderr.count("\n") == 1


async def test_a_wrong_kafka_password_is_said_and_the_service_does_not_get_ready(settings):
    line = await said_while_it_waits(enrollment.create_app, settings("enrollment", kafka_password="wrong"))
    assert line["fault"] == "it refuses the credentials"
    assert line["error"].startswith("SaslAuthenticationFailed")


async def test_a_wrong_mongodb_password_is_said_and_the_service_does_not_get_ready(secure, settings):
    wrong = settings("enrollment", mongo_uri=secure.mongod.uri("enrollment", "wrong"))
    line = await said_while_it_waits(enrollment.create_app, wrong)
    assert line["fault"] == "it refuses the credentials"
    assert "wrong" not in str(line)


async def test_a_topic_that_is_not_granted_is_said_and_the_service_does_not_get_ready(settings):
    line = await said_while_it_waits(enrollment.create_app, settings("enrollment", topic_prefix="other."))
    assert "only its owner may create" in line["event"]
    assert "topic other.mentoring." in line["error"]


async def test_a_broker_that_nobody_trusted_vouches_for_gets_no_password(settings, stranger):
    line = await said_while_it_waits(enrollment.create_app, settings("enrollment", kafka_ca_file=stranger))
    assert line["fault"] == "the TLS handshake fails"


async def test_a_database_that_nobody_trusted_vouches_for_gets_no_password(secure, settings, stranger):
    uri = secure.mongod.uri("enrollment").replace(str(secure.authority), str(stranger))
    line = await said_while_it_waits(enrollment.create_app, settings("enrollment", mongo_uri=uri))
    assert line["fault"] == "the TLS handshake fails"


async def test_plaintext_gets_no_answer_from_kafka(secure):
    plain = KafkaAccess(kafka_bootstrap=secure.kafka.address).kafka_client_options()
    admin = AIOKafkaAdminClient(**plain, request_timeout_ms=2000)
    try:
        with pytest.raises(KafkaConnectionError):
            await admin.start()
    finally:
        await admin.close()


def test_mongodb_answers_nobody_without_tls(secure):
    uri = secure.mongod.uri("enrollment").partition("&tls=")[0]
    hurried = MongoClient(uri, serverSelectionTimeoutMS=1000)
    with hurried as client, pytest.raises(ServerSelectionTimeoutError):
        client["mentoring_enrollment"]["employees"].find_one()


def test_mongodb_gives_nothing_away_without_a_password(secure):
    uri = f"mongodb://{secure.mongod.uri('enrollment').partition('@')[2]}"
    with MongoClient(uri) as client, pytest.raises(OperationFailure, match="requires authentication"):
        client["mentoring_enrollment"]["employees"].find_one()
