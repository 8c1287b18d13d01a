"""The real parts all tests share: started once, stopped at the end."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from devstack.stack import Addresses, Stack, StackOptions
from devstack.tokens import LocalIssuer
from shared.testing import Surroundings

PROJECT = Path(__file__).resolve().parent.parent
ROOT = Path(os.environ.get("MENTORING_TEST_ROOT") or PROJECT / ".devstack" / "test")
BROKER = os.environ.get("BROKER") or "auto"

ran_on: list[str] = []


@pytest.fixture(scope="session")
def stack() -> Iterator[Addresses]:
    """Kafka and MongoDB, on the engine that BROKER names (auto)."""
    running = Stack(ROOT, StackOptions(broker=BROKER, tie_to_parent=True, fresh=True))
    addresses = running.start()
    ran_on.append(addresses.broker)
    yield addresses
    running.stop()


@pytest.fixture(scope="session")
def issuer() -> LocalIssuer:
    """Mints tokens that the services under test trust."""
    return LocalIssuer(ROOT / "keys")


@pytest.fixture(scope="session")
def surroundings(stack: Addresses, issuer: LocalIssuer) -> Surroundings:
    """Where the real parts are, for run_service."""
    return Surroundings(stack.kafka, stack.mongo_uri, idempotent="Tansu" not in stack.broker, issuer=issuer)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what ran on which broker."""
    for broker in ran_on:
        terminalreporter.write_line(f"integration and end-to-end tests ran on {broker}")
