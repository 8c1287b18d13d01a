"""The real parts all tests share: started once, stopped at the end."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from devstack.tokens import LocalIssuer

from devstack.stack import Addresses, Stack, StackOptions
from shared.testing import Surroundings

ROOT = Path(__file__).resolve().parent.parent / ".devstack"


@pytest.fixture(scope="session")
def stack() -> Iterator[Addresses]:
    """Kafka and MongoDB, on the engine that BROKER names (auto)."""
    running = Stack(ROOT / "test", StackOptions(broker=os.environ.get("BROKER", "auto"), tie_to_parent=True))
    addresses = running.start()
    yield addresses
    running.stop()


@pytest.fixture(scope="session")
def issuer() -> LocalIssuer:
    """Mints tokens that the services under test trust."""
    return LocalIssuer(ROOT / "test" / "keys")


@pytest.fixture(scope="session")
def surroundings(stack: Addresses, issuer: LocalIssuer) -> Surroundings:
    """Where the real parts are, for run_service."""
    return Surroundings(stack.kafka, stack.mongo_uri, idempotent="Tansu" not in stack.broker, issuer=issuer)
