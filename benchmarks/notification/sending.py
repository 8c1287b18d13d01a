"""Planned messages sent by the real service, which is killed meanwhile: none is lost."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import psutil

from benchmarks.events.pipeline import Place
from benchmarks.notification.contacts import make_contacts_app
from benchmarks.notification.mail_server import Arrival, MailServer
from devstack.options import Addresses
from devstack.ports import LOOPBACK
from devstack.services import ServiceRunner
from services.notification.domain.delivery import DeliveryState
from services.notification.domain.kinds import Kind
from services.notification.store import DELIVERIES
from shared.runtime.mongo import connect, database
from shared.testing.serving import serve

NAME = "notification"
_GAP_SECONDS = 1.0
"""Longer pauses between two messages are restarts, or a claim that runs out."""
_PATIENCE_SECONDS = 900.0
"""A message that a killed worker held is taken over after five minutes."""
_MIB = 2**20


@dataclass(frozen=True)
class Sent:
    """The outcome of a run.

    Attributes:
        rate: messages in a second, while the service ran.
        lost: messages that did not come.
        twice: messages that came more than once, by Message-ID.
        unnoted: messages that came, and are not noted as sent.
        growth: of the service's memory in MiB, the largest of all its starts, after the first quarter.
        seconds: from the first message to the last.
    """

    rate: float
    lost: int
    twice: int
    unnoted: int
    growth: float
    seconds: float


class Sending:
    """Runs the service against a mail server until all is sent.

    Args:
        root: for logs and keys.
        addresses: of broker and database.
        place: whose deliveries were planned.
        prefix: of the database's name.
        server: takes the messages.
    """

    def __init__(
        self, root: Path, addresses: Addresses, place: Place, prefix: str, server: MailServer
    ) -> None:
        self._root = root
        self._addresses = addresses
        self._place = place
        self._prefix = prefix
        self._server = server
        self._memory: dict[int, list[float]] = {}

    async def run(self, messages: int, kills: int) -> Sent:
        """Send these messages, with the service killed this often in between."""
        tokens = self._root / "service-tokens"
        tokens.mkdir(exist_ok=True)
        (tokens / "acme").write_text("unused", encoding="utf-8")
        async with serve(make_contacts_app()) as contacts:
            runner = self._runner(contacts, tokens)
            await asyncio.to_thread(runner.start, NAME)
            try:
                for kill in range(1, kills + 1):
                    await self._until_arrived(runner, messages * kill // (kills + 1))
                    await asyncio.to_thread(runner.kill, NAME)
                    await asyncio.to_thread(runner.start, NAME)
                unnoted = await self._until_noted(runner, messages)
            finally:
                await asyncio.to_thread(runner.stop_all)
        return self._outcome(messages, unnoted)

    def _runner(self, contacts: str, tokens: Path) -> ServiceRunner:
        environment = {
            "MENTORING_TOPIC_PREFIX": self._place.prefix,
            "MENTORING_TOPIC_PARTITIONS": str(self._place.settings().topic_partitions),
            "MENTORING_ENROLLMENT_URL": contacts,
            "MENTORING_SIGN_IN_JWKS": "",
            "MENTORING_SERVICE_TOKENS": str(tokens),
            "MENTORING_SMTP_HOST": LOOPBACK,
            "MENTORING_SMTP_PORT": str(self._server.port),
            "MENTORING_SMTP_SECURITY": "none",
        }
        return ServiceRunner(
            self._root,
            self._addresses,
            database_prefix=self._prefix,
            tie_to_parent=True,
            extra_env=environment,
        )

    async def _until_arrived(self, runner: ServiceRunner, number: int) -> None:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while self._server.count() < number:
                self._note_memory(runner)
                await asyncio.sleep(0.2)

    async def _until_noted(self, runner: ServiceRunner, messages: int) -> int:
        """Wait until all proposals are noted as sent; return how many are not when patience ends."""
        client = connect(self._addresses.mongo_uri)
        rows = database(client, f"{self._prefix}_{NAME}")[DELIVERIES.name]
        sent = {"kind": Kind.PROPOSAL.value, "state": DeliveryState.SENT.value}
        deadline = time.monotonic() + _PATIENCE_SECONDS
        left = messages
        while left and time.monotonic() < deadline:
            self._note_memory(runner)
            await asyncio.sleep(0.5)
            left = messages - await rows.count_documents(sent)
        client.close()
        return left

    def _note_memory(self, runner: ServiceRunner) -> None:
        pid = runner.pid(NAME)
        self._memory.setdefault(pid, []).append(psutil.Process(pid).memory_info().rss / _MIB)

    def _outcome(self, messages: int, unnoted: int) -> Sent:
        arrivals = self._server.arrivals()
        times = Counter(arrival.message_id for arrival in arrivals)
        return Sent(
            rate=_rate(arrivals),
            lost=messages - len(times),
            twice=sum(1 for number in times.values() if number > 1),
            unnoted=unnoted,
            growth=max((_growth(samples) for samples in self._memory.values()), default=0.0),
            seconds=arrivals[-1].at - arrivals[0].at,
        )


def _rate(arrivals: list[Arrival]) -> float:
    """Messages in a second, without the pauses in which no worker ran."""
    gaps = [later.at - earlier.at for earlier, later in pairwise(arrivals)]
    working = [gap for gap in gaps if gap < _GAP_SECONDS]
    return len(working) / sum(working)


def _growth(samples: list[float]) -> float:
    steady = samples[len(samples) // 4 :]
    return steady[-1] - steady[0]
