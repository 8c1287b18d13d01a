"""The Compose stack: bounded, hardened, in two networks, with TLS and a user for each service."""

import re
import stat
import subprocess
from pathlib import Path

import pytest
import yaml
from cryptography import x509

from devstack.acls import kafka_grants
from devstack.engines.docker import KAFKA_IMAGE, MONGO_IMAGE
from devstack.errors import DevstackError
from devstack.mail.start import Mail
from devstack.secure.secrets import write_secrets
from devstack.services import ServiceRunner
from devstack.stack import Addresses
from services.catalogue import SERVICES
from services.settings import PlatformSettings

PROJECT = Path(__file__).parents[3]
DATA = ("kafka", "kafka-rules", "mongo")
PARTS = (*DATA, *SERVICES)
DEFAULT = re.compile(r"\$\{\w+(?::?-([^}]*))?\}")
OF_THE_TRANSPORT = {
    "MENTORING_MONGO_URI_FILE",
    "MENTORING_KAFKA_SECURITY_PROTOCOL",
    "MENTORING_KAFKA_USERNAME",
    "MENTORING_KAFKA_PASSWORD_FILE",
    "MENTORING_KAFKA_CA_FILE",
    "MENTORING_ID_KEY_FILE",
    "MENTORING_METRICS_PORT",
}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((PROJECT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def secrets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compose") / "secrets"
    write_secrets(folder)
    return folder


def secrets_of(service):
    """File in /run/secrets to the secret that is mounted there."""
    named = [{"source": one} if isinstance(one, str) else one for one in service["secrets"]]
    return {one.get("target", one["source"]): one["source"] for one in named}


def test_it_has_the_broker_the_database_and_the_services_of_the_catalogue(compose):
    assert set(compose["services"]) == set(PARTS)


def test_images_are_those_of_the_devstack_and_can_be_pinned_by_digest(compose):
    images = {name: compose["services"][name]["image"] for name in DATA}
    assert {name: DEFAULT.sub(r"\1", image) for name, image in images.items()} == {
        "kafka": KAFKA_IMAGE,
        "kafka-rules": KAFKA_IMAGE,
        "mongo": MONGO_IMAGE,
    }
    assert all(DEFAULT.fullmatch(image) for image in images.values())
    assert (PROJECT / "Dockerfile").read_text().count("FROM ${PYTHON_IMAGE}") == 1


@pytest.mark.parametrize("name", PARTS)
def test_every_container_is_bounded_and_hardened(compose, name):
    service = compose["services"][name]
    assert service["mem_limit"]
    assert service["pids_limit"] > 0
    assert service["ulimits"]["nofile"]["hard"] > 0
    assert service["ulimits"]["core"] == 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] not in {"", "root", "0"}
    assert "privileged" not in service
    assert "cap_add" not in service
    assert service["tmpfs"]
    assert all("size=" in place for place in service["tmpfs"])
    assert service["logging"]["options"]["max-size"]


def test_data_are_in_a_network_without_a_way_out_and_publish_nothing(compose):
    assert compose["networks"]["data"] == {"internal": True}
    for name in DATA:
        assert compose["services"][name]["networks"] == ["data"]
        assert "ports" not in compose["services"][name]
    for name in SERVICES:
        assert compose["services"][name]["networks"] == ["data", "edge"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_publishes_its_api_on_loopback_and_no_metrics(compose, name):
    service = compose["services"][name]
    (port,) = service["ports"]
    assert port.startswith("127.0.0.1:")
    assert port.endswith(f":{service['environment']['MENTORING_PORT']}")
    assert service["environment"]["MENTORING_METRICS_PORT"] not in port


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_gets_what_the_devstack_sets_and_how_to_reach_what_is_secured(compose, tmp_path, name):
    addresses = Addresses(kafka="k:1", mongo_uri="mongodb://m", broker="x")
    runner = ServiceRunner(tmp_path, addresses, mail=Mail(1, "http://m", tmp_path, ["acme"]))
    environment = compose["services"][name]["environment"]
    of_the_devstack = {"MENTORING_PERSON_QUOTA", "MENTORING_TENANT_QUOTA"}
    in_files = {"MENTORING_MONGO_URI", "MENTORING_ID_KEY"}
    from_the_devstack = set(runner.environment(name)) - of_the_devstack - in_files
    own_secrets = {"MENTORING_WEBHOOK_KEY_FILE"} if name == "notification" else set()
    assert set(environment) - OF_THE_TRANSPORT == from_the_devstack | own_secrets
    assert set(environment) >= OF_THE_TRANSPORT
    assert environment["MENTORING_MONGO_DATABASE"] == f"mentoring_{name}"
    assert compose["services"][name]["command"] == [name]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_in_production_under_its_own_users(compose, secrets, monkeypatch, name):
    service = compose["services"][name]
    for variable in PlatformSettings.model_fields:
        monkeypatch.delenv(f"MENTORING_{variable.upper()}", raising=False)
    given = {"MENTORING_JWT_ISSUER": "https://auth.example"}
    files = {target: str(secrets / source) for target, source in secrets_of(service).items()}
    for variable, value in service["environment"].items():
        text = given.get(variable) or DEFAULT.sub(lambda default: default[1] or "", value)
        monkeypatch.setenv(variable, files.get(text.removeprefix("/run/secrets/"), text))
    settings = PlatformSettings()
    assert settings.environment == "production"
    assert settings.refusals() == []
    assert settings.kafka_username == name
    assert settings.mongo_uri.get_secret_value().startswith(f"mongodb://{name}:")
    assert settings.kafka_password.get_secret_value() in settings.mongo_uri.get_secret_value()
    assert not settings.allow_plaintext_kafka
    assert not settings.allow_unauthenticated_mongo


def test_what_the_issuer_is_has_no_default(compose):
    environment = compose["services"]["matching"]["environment"]
    assert environment["MENTORING_JWT_ISSUER"].startswith("${MENTORING_JWT_ISSUER:?")
    for name in SERVICES:
        (keys,) = compose["services"][name]["volumes"]
        assert keys.startswith("${MENTORING_JWKS_FILE:?")
        assert keys.endswith(":/run/mentoring/jwks.json:ro")


def test_no_container_gets_a_secret_that_is_not_its_own(compose, secrets):
    assert {path.name for path in secrets.iterdir()} == {*compose["secrets"], "mongo-users.js"}
    for name in PARTS:
        sources = set(secrets_of(compose["services"][name]).values())
        assert sources <= set(compose["secrets"])
        others = [other for other in SERVICES if other != name]
        assert [source for source in sources if source.startswith(tuple(others))] == []
        if name in SERVICES:
            assert not [source for source in sources if "admin" in source or source.endswith(".properties")]


def test_everything_has_a_health_check_and_services_wait_for_it(compose):
    for name in (*SERVICES, "kafka", "mongo"):
        assert compose["services"][name]["healthcheck"]["test"], name
    for name in SERVICES:
        awaited = {part: how["condition"] for part, how in compose["services"][name]["depends_on"].items()}
        assert awaited == {
            "kafka": "service_healthy",
            "kafka-rules": "service_completed_successfully",
            "mongo": "service_healthy",
        }


def test_data_live_in_volumes_and_all_else_that_is_mounted_is_read_only(compose):
    for name, path in (("kafka", "/var/lib/kafka/data"), ("mongo", "/data/db")):
        data, *others = compose["services"][name]["volumes"]
        source, target = data.split(":")
        assert target == path
        assert source in compose["volumes"]
        assert all(other.endswith(":ro") for other in others)


def test_the_scripts_of_the_containers_are_there_and_are_shell(compose):
    mounted = [
        volume.split(":")[0]
        for name in DATA
        for volume in compose["services"][name].get("volumes", [])
        if volume.startswith("./")
    ]
    assert all((PROJECT / path).exists() for path in mounted)
    for script in (PROJECT / "deploy").rglob("*.sh"):
        assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0


def test_secrets_are_made_once_and_kept_from_others_on_the_host(secrets):
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    with pytest.raises(DevstackError, match="is not empty"):
        write_secrets(secrets)


def test_the_broker_of_compose_takes_only_tls_and_scram_and_knows_every_service(secrets):
    lines = (secrets / "kafka.properties").read_text().splitlines()
    settings = dict(line.split("=", 1) for line in lines)
    assert settings["listeners"] == "SASL_SSL://:9092,CONTROLLER://:9093"
    assert settings["listener.security.protocol.map"] == "SASL_SSL:SASL_SSL,CONTROLLER:SSL"
    assert settings["allow.everyone.if.no.acl.found"] == "false"
    users = (secrets / "kafka-users").read_text()
    assert set(re.findall(r"name=(\w+)", users)) == {"admin", *SERVICES}
    rules = (secrets / "kafka-rules.sh").read_text()
    assert all(f"User:{grant.service}" in rules and grant.name in rules for grant in kafka_grants())


def test_certificates_name_the_hosts_and_are_vouched_for(secrets):
    authority = x509.load_pem_x509_certificate((secrets / "ca.pem").read_bytes())
    for host in ("kafka", "mongo"):
        certificate = x509.load_pem_x509_certificate((secrets / f"{host}.pem").read_bytes())
        certificate.verify_directly_issued_by(authority)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert host in names.get_values_for_type(x509.DNSName)


def test_the_image_installs_hashed_requirements_and_runs_as_nobody_special():
    lines = (PROJECT / "Dockerfile").read_text().splitlines()
    assert "RUN pip install --require-hashes -r requirements-services.lock" in lines
    assert [line for line in lines if line.startswith("USER ")] == ["USER mentoring"]
    assert 'ENTRYPOINT ["python", "-m", "services"]' in lines
