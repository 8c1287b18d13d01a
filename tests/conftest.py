"""The real parts all tests share: started once, stopped at the end."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import structlog
from hypothesis import settings

from devstack.engines import kafka
from devstack.engines.choose import Broker, broker_probes, no_less_than_kafka
from devstack.stack import Addresses, Stack, StackOptions
from devstack.tokens import LocalIssuer
from services.settings import PlatformSettings
from shared.runtime.gc_tuning import tune_gc
from shared.testing import TestEnvironment
from shared.testing.kept_processes import kept_processes
from tests.helpers.kept import Kept

PROJECT = Path(__file__).resolve().parent.parent
ROOT = Path(os.environ.get("MENTORING_TEST_ROOT") or PROJECT / ".devstack" / "test")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "all")

# Kafka's code is compiled once and quickly: a suite ends before the second compiler's work pays.
os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")

settings.register_profile("any-machine", deadline=None)  # examples are slow where the machine is
settings.load_profile("any-machine")

# A traceback that rich draws, with all local values, takes seconds.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)

_ran_on: dict[str, str] = {}


@pytest.fixture(scope="session")
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether long tests run, too: then all generated inputs are tried, else a few of each kind."""
    return bool(request.config.option.markexpr != "not long")


@pytest.fixture(scope="session")
def broker() -> Broker:
    """Which broker to ask for: BROKER's; with Java and Maven there, `auto` never comes to less than Kafka."""
    probes = broker_probes(StackOptions().kafka) | {"kafka": kafka.why_not}
    return cast("Broker", no_less_than_kafka(os.environ.get("BROKER") or "auto", probes))


@pytest.fixture(scope="session")
def ran_on() -> dict[str, str]:
    """The broker by what ran on it, for the summary: a suite with a stack of its own adds a line."""
    return _ran_on


@pytest.fixture(scope="session")
def stack_root() -> Path:
    """The folder of the stack: each worker has a stack of its own, which its tests may pause."""
    return ROOT / WORKER


@pytest.fixture(scope="session")
def stack(broker: Broker, ran_on: dict[str, str], stack_root: Path) -> Iterator[Addresses]:
    """Kafka and MongoDB."""
    running = Stack(stack_root, StackOptions(broker=broker, tie_to_parent=True, fresh=True))
    addresses = running.start()
    ran_on["integration and end-to-end tests"] = addresses.broker
    yield addresses
    running.stop()


@pytest.fixture(scope="session")
def issuer(stack_root: Path) -> LocalIssuer:
    """Mints tokens that the services under test trust."""
    return LocalIssuer(stack_root / "keys")


@pytest.fixture(scope="session", autouse=True)
async def child_processes_kept() -> AsyncIterator[None]:
    """Services in the tests' process share the processes that compute rounds, find partners and draw."""
    async with kept_processes():
        yield


class ServiceSettings(PlatformSettings):
    """Those of a service under test: the console answers at the address of the test's client."""

    console_url: str = "http://service"


@pytest.fixture(scope="session")
async def environment(stack: Addresses, issuer: LocalIssuer) -> AsyncIterator[TestEnvironment]:
    """Where the real parts are, for run_service."""
    yield TestEnvironment(
        stack.kafka,
        stack.mongo_uri,
        idempotent="Tansu" not in stack.broker,
        issuer=issuer,
        settings=ServiceSettings,
    )
    await Kept.end_all()


def pytest_collection_finish() -> None:
    """Collect garbage as a service does: a collection need not go through all that has been imported."""
    tune_gc()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the brokers that were used to the process that prints the summary, where this is a worker."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["ran_on"] = _ran_on


def pytest_testnodedown(node: Any) -> None:
    """Take over the brokers that a worker used."""
    _ran_on.update(getattr(node, "workeroutput", {}).get("ran_on", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what ran on which broker."""
    for what, name in _ran_on.items():
        terminalreporter.write_line(f"{what} ran on {name}")
