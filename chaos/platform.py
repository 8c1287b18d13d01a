"""The platform under test: stack, services, second replicas of some; fresh for each run."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast

from bson import Timestamp

from chaos.evidence import start_of_history
from devstack.services import ServiceRunner
from devstack.stack import Addresses, Stack, StackOptions
from services.catalogue import SERVICES
from shared.runtime.clock import VirtualClock

REPLICATED: Final = ("matching", "scheduling")
"""Services with a second replica; replicas share the topics' partitions and the outbox's shards."""
BEGINS: Final = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""The start time of the virtual clock."""


@dataclass(frozen=True)
class Platform:
    """A running platform.

    Attributes:
        stack: broker and database.
        addresses: where they answer.
        services: runs the six.
        replicas: runs the second ones.
        clock_file: of the virtual clock.
        prefix: of this run's databases and, with a dot, of its topics.
        since: the start of the run in the database's history.
    """

    stack: Stack
    addresses: Addresses
    services: ServiceRunner
    replicas: ServiceRunner
    clock_file: Path
    prefix: str
    since: Timestamp

    @property
    def urls(self) -> dict[str, list[str]]:
        """Base URLs by service, one for each replica."""
        urls = {name: [self.services.url(name)] for name in SERVICES}
        for name in REPLICATED:
            urls[name].append(self.replicas.url(name))
        return urls

    @property
    def volatile_broker(self) -> bool:
        """Whether the broker loses its data when it ends."""
        return self.addresses.broker.startswith("Tansu")

    def set_time(self, now: datetime) -> None:
        """Move the virtual clock."""
        VirtualClock.set(self.clock_file, now)


@contextmanager
def running_platform(root: Path, broker: str) -> Iterator[Platform]:
    """Start an empty platform; end all of it when the block ends.

    Args:
        root: directory of the stack.
        broker: the broker; ``auto`` takes the best available one.

    Raises:
        DevstackError: something can't be started.
    """
    stack = Stack(root, StackOptions(broker=cast(Any, broker), tie_to_parent=True, fresh=True))
    try:
        addresses = stack.start()
        prefix = f"chaos{time.time_ns() // 1_000_000}"
        clock_file = root.resolve() / "clock"
        VirtualClock.set(clock_file, BEGINS)
        since = start_of_history(addresses.mongo_uri)
        services, replicas = _runners(root, addresses, clock_file, prefix)
        try:
            services.start_all()
            for name in REPLICATED:
                replicas.start(name)
            yield Platform(stack, addresses, services, replicas, clock_file, prefix, since)
        finally:
            replicas.stop_all()
    finally:
        stack.stop()


def _runners(
    root: Path, addresses: Addresses, clock_file: Path, prefix: str
) -> tuple[ServiceRunner, ServiceRunner]:
    """Return runners for the services and for the second replicas; both use the same data and keys."""
    environment = {
        "MENTORING_TOPIC_PREFIX": f"{prefix}.",
        "MENTORING_TOPIC_PARTITIONS": "4",
        "MENTORING_RELAY_LEASE_SECONDS": "2",
        "MENTORING_LOG_LEVEL": "WARNING",
    }

    def runner(where: Path, extra: Mapping[str, str]) -> ServiceRunner:
        return ServiceRunner(
            where,
            addresses,
            clock=f"virtual:{clock_file}",
            database_prefix=prefix,
            extra_env={**environment, **extra},
            tie_to_parent=True,
        )

    services = runner(root, {})
    shared = {
        "MENTORING_JWKS": str(services.issuer.jwks_path),
        "MENTORING_SIGN_IN_JWKS": str(services.sign_in_jwks),
        "MENTORING_MASTER_KEY_FILE": str(services.master_key),
    }
    shared |= {f"MENTORING_{name.upper()}_URL": services.url(name) for name in SERVICES}
    return services, runner(root / "replicas", shared)
