"""The SMTP server of a run: a process of its own, and what has reached it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devstack.ports import LOOPBACK, accepts, free_port

_START_SECONDS = 30


@dataclass(frozen=True)
class Arrival:
    """A message that the server took.

    Attributes:
        at: when, in seconds since 1970.
        message_id: its Message-ID.
    """

    at: float
    message_id: str


@dataclass(frozen=True)
class MailServer:
    """A server that takes every message.

    Attributes:
        port: where it listens.
        file: its notes.
    """

    port: int
    file: Path

    def count(self) -> int:
        """Return how many messages it has taken, repeated ones too."""
        return self.file.read_bytes().count(b"\n")

    def arrivals(self) -> list[Arrival]:
        """Return what it has taken, in order."""
        lines = self.file.read_text(encoding="utf-8").splitlines()
        parts = (line.split(maxsplit=1) for line in lines)
        return [Arrival(float(at), message_id) for at, message_id in parts]


@contextmanager
def run_mail_server(folder: Path, name: str) -> Iterator[MailServer]:
    """Run a server until the block ends."""
    server = MailServer(free_port(), folder / f"{name}.txt")
    command = [sys.executable, "-m", "benchmarks.notification.sink", str(server.port), str(server.file)]
    process = subprocess.Popen(command)
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not accepts(LOOPBACK, server.port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the mail server of the benchmark did not start")
            time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        process.wait()
