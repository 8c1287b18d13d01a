from pathlib import Path

import pytest
import yaml

from devstack.containers import KAFKA_IMAGE, MONGO_IMAGE
from devstack.services import SERVICES, ServiceRunner
from devstack.stack import Addresses

PROJECT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((PROJECT / "docker-compose.yml").read_text())


def test_it_has_the_broker_the_database_and_the_five_services(compose):
    assert set(compose["services"]) == {"kafka", "mongo", *SERVICES}


def test_images_are_those_of_the_devstack(compose):
    assert compose["services"]["kafka"]["image"] == KAFKA_IMAGE
    assert compose["services"]["mongo"]["image"] == MONGO_IMAGE


@pytest.mark.parametrize("name", SERVICES)
def test_services_are_told_exactly_what_the_devstack_tells_them(compose, tmp_path, name):
    runner = ServiceRunner(tmp_path, Addresses(kafka="k:1", mongo_uri="mongodb://m", broker="x"))
    environment = compose["services"][name]["environment"]
    assert set(environment) == set(runner.environment(name))
    assert environment["MENTORING_MONGO_DATABASE"] == f"mentoring_{name}"
    assert compose["services"][name]["command"] == [name]


def test_everything_has_a_health_check_and_publishes_on_loopback_only(compose):
    for name, service in compose["services"].items():
        assert service["healthcheck"]["test"], name
        assert service["ports"], name
        assert all(port.startswith("127.0.0.1:") for port in service["ports"]), name


def test_services_wait_for_healthy_dependencies_and_get_keys_as_a_file(compose):
    for name in SERVICES:
        service = compose["services"][name]
        healthy = {part: how["condition"] for part, how in service["depends_on"].items()}
        assert healthy == {"kafka": "service_healthy", "mongo": "service_healthy"}
        assert [volume for volume in service["volumes"] if volume.endswith(":/run/mentoring/jwks.json:ro")]


def test_data_live_in_volumes(compose):
    for name, path in (("kafka", "/var/lib/kafka/data"), ("mongo", "/data/db")):
        (volume,) = compose["services"][name]["volumes"]
        source, target = volume.split(":")
        assert target == path
        assert source in compose["volumes"]


def test_the_image_installs_hashed_requirements_and_runs_as_nobody_special():
    lines = (PROJECT / "Dockerfile").read_text().splitlines()
    assert "RUN pip install --require-hashes -r requirements-services.lock" in lines
    assert [line for line in lines if line.startswith("USER ")] == ["USER mentoring"]
    assert 'ENTRYPOINT ["python", "-m", "services"]' in lines
