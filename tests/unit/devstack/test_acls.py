"""The rights of services on Kafka and MongoDB are exactly what the contracts and their reactions need."""

import importlib
import shlex

from typer.testing import CliRunner

from devstack.acls import kafka_commands, kafka_grants, mongo_user
from devstack.cli import app
from services.catalogue import SERVICES
from shared.contracts import contracts


def topics(service, operation, prefix=""):
    return {
        grant.name
        for grant in kafka_grants(prefix)
        if (grant.service, grant.resource) == (service, "topic") and operation in grant.operations
    }


def test_each_service_writes_its_own_topic_and_no_other():
    assert {name: topics(name, "Write") for name in SERVICES} == {
        name: {f"mentoring.{name}"} for name in SERVICES
    }
    for contract in contracts():
        assert contract.topic in topics(contract.owner, "Write")


def test_each_service_reads_what_it_reacts_to_and_nothing_else():
    for name in SERVICES:
        reacts = importlib.import_module(f"services.{name}.app").SERVICE.reactions
        assert topics(name, "Read") == set(reacts.topics)


def test_groups_and_topics_carry_the_prefix_and_nobody_is_granted_more():
    grants = kafka_grants("eu.")
    assert all(grant.name.startswith("eu.") for grant in grants)
    assert {grant.name for grant in grants if grant.resource == "group"} <= {
        f"eu.{name}" for name in SERVICES
    }
    allowed = {"Create", "Describe", "Read", "Write"}
    assert {operation for grant in grants for operation in grant.operations} == allowed


def test_the_command_prints_what_kafka_and_mongodb_have_to_be_given():
    said = CliRunner().invoke(app, ["acls", "--bootstrap", "k:9093"])
    assert said.exit_code == 0
    lines = [line for line in said.stdout.splitlines() if line and not line.startswith("#")]
    assert lines == [
        *kafka_commands(kafka_grants(), "k:9093"),
        *(mongo_user(name, "passwordPrompt()") for name in SERVICES),
    ]
    first = shlex.split(lines[0])
    assert first[:3] == ["kafka-acls.sh", "--bootstrap-server", "k:9093"]
    assert first[first.index("--allow-principal") + 1] == "User:enrollment"
