"""Access to Kafka is complete or refused, the same for every client, and never shown."""

import ssl
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from pydantic import ValidationError

from shared.messaging.wire.kafka import make_broker, make_producer
from shared.runtime.kafka_access import KafkaAccess
from shared.runtime.settings import Settings

PROJECT = Path(__file__).parents[3]
PASSWORD = "correct horse"
SCRAM = {
    "kafka_bootstrap": "k:9093",
    "kafka_security_protocol": "SASL_SSL",
    "kafka_username": "matching",
    "kafka_password": PASSWORD,
}
SETTINGS = SCRAM | {
    "environment": "development",
    "mongo_uri": f"mongodb://matching:{PASSWORD.replace(' ', '%20')}@db/?replicaSet=rs0",
    "mongo_database": "x",
    "jwt_issuer": "https://auth.example",
    "jwks": "/keys.json",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """Nothing from outside, and a way to set more."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MENTORING_{name.upper()}", raising=False)
    return monkeypatch


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kafka_password": ""}, "MENTORING_KAFKA_PASSWORD is missing with .*=SASL_SSL"),
        ({"kafka_username": ""}, "MENTORING_KAFKA_USERNAME is missing"),
        ({"kafka_security_protocol": "PLAINTEXT"}, "MENTORING_KAFKA_USERNAME is set, but not used"),
        (
            {"kafka_security_protocol": "SSL", "kafka_username": ""},
            "MENTORING_KAFKA_PASSWORD is set, but not used",
        ),
        (
            {"kafka_security_protocol": "SASL_PLAINTEXT", "kafka_ca_file": __file__},
            "MENTORING_KAFKA_CA_FILE is set, but not used",
        ),
        ({"kafka_ca_file": "/nowhere/ca.pem"}, "kafka_ca_file"),
        ({"kafka_ca_file": __file__}, "MENTORING_KAFKA_CA_FILE: no usable certificate or key"),
        ({"kafka_sasl_mechanism": "GSSAPI"}, "kafka_sasl_mechanism"),
        ({"kafka_security_protocol": "sasl_ssl"}, "kafka_security_protocol"),
    ],
)
def test_what_is_incomplete_or_unused_is_refused(changes, sentence):
    with pytest.raises(ValidationError, match=sentence) as refused:
        KafkaAccess.model_validate({**SCRAM, **changes})
    assert PASSWORD not in str(refused.value)


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
async def test_every_client_gets_the_same_credentials(mechanism):
    access = KafkaAccess.model_validate({**SCRAM, "kafka_sasl_mechanism": mechanism})
    options = access.kafka_client_options()
    clients = [
        make_producer(access, idempotent=True),
        AIOKafkaProducer(**options),
        AIOKafkaConsumer(**options),
        AIOKafkaAdminClient(**options),
    ]
    for client in clients:
        made = client._client if hasattr(client, "_client") else client.client
        assert made._security_protocol == "SASL_SSL"
        assert made._sasl_mechanism == mechanism
        assert (made._sasl_plain_username, made._sasl_plain_password) == ("matching", PASSWORD)
        assert made._ssl_context.check_hostname
        assert made._ssl_context.verify_mode is ssl.CERT_REQUIRED
    of_faststream = make_broker(access)._connection_kwargs
    assert {name: of_faststream[name] for name in options if "ssl_" not in name} == {
        name: [value] if name == "bootstrap_servers" else value
        for name, value in options.items()
        if "ssl_" not in name
    }
    assert of_faststream["ssl_context"].verify_mode is ssl.CERT_REQUIRED


def test_secrets_come_from_files_that_the_environment_names(environment, tmp_path):
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    environment.setenv("MENTORING_KAFKA_PASSWORD_FILE", str(file))
    given = {name: value for name, value in SCRAM.items() if name != "kafka_password"}
    assert KafkaAccess.model_validate(given).kafka_password.get_secret_value() == PASSWORD
    environment.setenv("MENTORING_KAFKA_PASSWORD", "another")
    with pytest.raises(ValueError, match="MENTORING_KAFKA_PASSWORD_FILE are both set"):
        KafkaAccess.model_validate(given)


def test_a_secret_file_that_cannot_be_read_is_named(environment):
    environment.setenv("MENTORING_MONGO_URI_FILE", "/nowhere/uri")
    with pytest.raises(ValueError, match="MENTORING_MONGO_URI_FILE: /nowhere/uri cannot be read: No such"):
        Settings.model_validate({name: value for name, value in SETTINGS.items() if name != "mongo_uri"})


def test_secrets_are_never_shown():
    settings = Settings.model_validate(SETTINGS)
    shown = f"{settings!r} {settings} {settings.model_dump_json()}"
    assert PASSWORD not in shown
    assert "correct%20horse" not in shown


def test_no_client_of_kafka_is_made_past_the_settings():
    folders = ("shared", "services", "devstack", "chaos", "demo", "fuzz", "benchmarks")
    sources = [path for folder in folders for path in (PROJECT / folder).rglob("*.py")]
    made = [path for path in sources if "bootstrap_servers=" in path.read_text()]
    assert len(sources) > 100
    assert made == []
