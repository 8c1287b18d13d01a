"""The catalogue of services says what is there: folders, topics, ports."""

import importlib
from pathlib import Path

import pytest
import yaml

from services.catalogue import CATALOGUE, SERVICES, find
from services.settings import PlatformSettings
from shared.contracts import contracts

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=SERVICES)
def entry(request):
    return find(request.param)


def test_every_folder_is_in_the_catalogue():
    folders = {path.parent.name for path in (PROJECT / "services").glob("*/app.py")}
    assert folders == set(SERVICES)


def test_every_name_is_found_and_every_other_refused():
    assert [find(name) for name in SERVICES] == list(CATALOGUE)
    with pytest.raises(KeyError):
        find("recognition")


def test_every_owner_of_events_is_a_service():
    assert {contract.owner for contract in contracts()} <= set(SERVICES)


def test_a_service_reads_the_topics_it_is_said_to_read(entry):
    service = importlib.import_module(entry.app).SERVICE
    assert (service.name, service.summary) == (entry.name, entry.summary)
    assert sorted(service.reactions.topics) == entry.topics_read


def test_ports_are_those_of_docker_compose_and_of_the_settings(entry):
    compose = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
    (port,) = compose["services"][entry.name]["ports"]
    assert port == f"127.0.0.1:${{{entry.name.upper()}_PORT:-{entry.port}}}:8000"
    assert PlatformSettings.model_fields[f"{entry.name}_url"].default == f"http://127.0.0.1:{entry.port}"
