"""The interface of a broker or a database to the stack."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path

from typing_extensions import override

from devstack.errors import DevstackError
from devstack.logs import read_log
from devstack.processes import ProcessTable

READY_SECONDS = 600.0
_POLL_SECONDS = 0.05
_LONGEST_POLL_SECONDS = 0.3  # the starting process needs the processor more than the polling one


class Engine(ABC):
    """One part of the stack: `kafka` (any broker) or `mongod`."""

    name: str
    description: str
    address: str

    @abstractmethod
    def spawn(self, *, tie_to_parent: bool) -> None:
        """Start it without waiting."""

    @abstractmethod
    def alive(self) -> bool:
        """Return whether its process or container runs."""

    @abstractmethod
    def healthy(self) -> bool:
        """Return whether it answers clients."""

    @abstractmethod
    def failure(self) -> str:
        """Return why it does not run, with the path of its log."""

    @abstractmethod
    def read_log(self, *, follow: bool) -> Iterator[str]:
        """Yield its log; with `follow` without end.

        Raises:
            DevstackError: there is nothing to read.
        """

    @abstractmethod
    def signal(self, signum: int) -> None:
        """Send it a signal."""

    @abstractmethod
    def stop(self) -> None:
        """End it, if it runs."""

    def wipe(self) -> None:  # noqa: B027 - what lies under the root is wiped with it
        """Delete data that are kept outside the root."""

    def settle(self) -> None:  # noqa: B027 - most engines need nothing
        """One-time work between the first answer and readiness, such as initiating a replica set."""

    def wait_ready(self, seconds: float | None = None) -> None:
        """Wait until it answers clients.

        Raises:
            DevstackError: it ended, or was not ready in time; names the log.
        """
        seconds = READY_SECONDS if seconds is None else seconds
        deadline = time.monotonic() + seconds
        self.settle()
        pause = _POLL_SECONDS
        while not self.healthy():
            if not self.alive():
                raise DevstackError(f"{self.name} ended at its start: {self.failure()}")
            if time.monotonic() > deadline:
                raise DevstackError(f"{self.name} was not ready after {seconds:.0f} s: {self.failure()}")
            time.sleep(pause)
            pause = min(pause * 1.3, _LONGEST_POLL_SECONDS)


class NativeEngine(Engine):
    """An engine that is a process of this machine."""

    def __init__(self, table: ProcessTable, port: int) -> None:
        self._table = table
        self.port = port
        self.data = table.root / "data" / self.name

    @abstractmethod
    def command(self) -> Sequence[str]:
        """Prepare its files and return the command line."""

    @property
    def log(self) -> Path:
        """The path of its log."""
        return self._table.log_path(self.name)

    @override
    def spawn(self, *, tie_to_parent: bool) -> None:
        self._table.spawn(self.name, self.command(), tie_to_parent=tie_to_parent)

    @override
    def alive(self) -> bool:
        record = self._table.record(self.name)
        return record is not None and record.alive

    @override
    def failure(self) -> str:
        record = self._table.record(self.name)
        code = record.exit_code() if record else None
        words = record.last_words() if record else ""
        ended = f"exit code {code}; " if code is not None else ""
        return f"{ended}{words[:200]} (log: {self.log})"

    @override
    def read_log(self, *, follow: bool) -> Iterator[str]:
        if not self.log.is_file():
            raise DevstackError(f"{self.name} has no log yet ({self.log})")
        return read_log(self.log, follow=follow)

    @override
    def signal(self, signum: int) -> None:
        self._table.signal(self.name, signum)

    @override
    def stop(self) -> None:
        self._table.stop(self.name)
