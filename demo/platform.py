"""The platform the demo runs on: the stack, the services, a virtual clock; fresh for each run."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast

from aiokafka.admin import AIOKafkaAdminClient
from pymongo import MongoClient

from demo.participants import TENANT
from devstack.mail.start import Mail, start_mail
from devstack.services import ServiceRunner
from devstack.stack import Addresses, Stack, StackOptions
from services.catalogue import SERVICES
from shared.runtime.clock import VirtualClock
from shared.runtime.kafka_access import KafkaAccess

_MARK: Final = "demo"


@dataclass(frozen=True)
class Platform:
    """A running platform.

    Attributes:
        addresses: of broker and database.
        services: runs the six.
        mail: takes the messages.
        clock_file: the file of the virtual clock.
    """

    addresses: Addresses
    services: ServiceRunner
    mail: Mail
    clock_file: Path

    @property
    def urls(self) -> dict[str, str]:
        """Base URL by service."""
        return {name: self.services.url(name) for name in SERVICES}

    @property
    def mail_folder(self) -> Path:
        """The folder of the mails that were sent."""
        return self.services.root / "mail"

    def set_time(self, now: datetime) -> None:
        """Move the virtual clock."""
        VirtualClock.set(self.clock_file, now)


@contextmanager
def running_platform(root: Path, broker: str, now: datetime) -> Iterator[Platform]:
    """Start everything, with empty databases and topics of this run's own; end everything at the end.

    Args:
        root: directory of the stack, kept from run to run.
        broker: the broker; ``auto`` takes the best available one.
        now: the start of the virtual clock.

    Raises:
        DevstackError: something can't be started.
    """
    stack = Stack(root, StackOptions(broker=cast(Any, broker), tie_to_parent=True))
    addresses = stack.start()  # a failed start cleans up; a foreign stack must not be stopped
    try:
        _forget_earlier_runs(addresses)
        run = _next_run(root)
        clock_file = root / "clock" / f"{_MARK}-{run}"
        shutil.rmtree(clock_file.parent, ignore_errors=True)
        VirtualClock.set(clock_file, now)
        shutil.rmtree(root / "mail", ignore_errors=True)
        mail = start_mail(root, [TENANT], tie_to_parent=True)
        services = ServiceRunner(
            root,
            addresses,
            clock=f"virtual:{clock_file.resolve()}",
            database_prefix=f"{_MARK}_{run}",
            extra_env=_environment(run, addresses),
            tie_to_parent=True,
            mail=mail,
        )
        services.start_all()
        yield Platform(addresses, services, mail, clock_file)
    finally:
        stack.stop()


def _environment(run: int, addresses: Addresses) -> dict[str, str]:
    return {
        "MENTORING_TOPIC_PREFIX": f"{_MARK}-{run}.",
        "MENTORING_TOPIC_PARTITIONS": "2",
        "MENTORING_LOG_LEVEL": "WARNING",
        "MENTORING_MAIL_POLL_SECONDS": "0.1",  # a day takes a second
        "MENTORING_KAFKA_IDEMPOTENCE": str("tansu" not in addresses.broker.lower()).lower(),
    }


def _next_run(root: Path) -> int:
    """Return the number of this run under this root."""
    counter = root / "demo-run"
    number = int(counter.read_text()) + 1 if counter.exists() else 1
    counter.write_text(str(number))
    return number


def _forget_earlier_runs(addresses: Addresses) -> None:
    """Drop what earlier runs left, finished or killed."""
    client: MongoClient[dict[str, Any]] = MongoClient(addresses.mongo_uri)
    with client:
        for name in client.list_database_names():
            if name.startswith(f"{_MARK}_"):
                client.drop_database(name)
    asyncio.run(_delete_topics(addresses.kafka))


async def _delete_topics(bootstrap: str) -> None:
    admin = AIOKafkaAdminClient(**KafkaAccess(kafka_bootstrap=bootstrap).kafka_client_options())
    await admin.start()
    try:
        old = [topic for topic in await admin.list_topics() if topic.startswith(f"{_MARK}-")]
        if old:
            await admin.delete_topics(old)
    finally:
        await admin.close()
