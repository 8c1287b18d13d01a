"""Processes that another one has started (`mentoring up`, the demo), found by their records."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from devstack.errors import DevstackError
from devstack.files import exclusive, read_json
from devstack.processes import ProcessRecord, ProcessTable
from devstack.readiness import READY_SECONDS, wait_until_ready


def kill(root: Path, name: str) -> None:
    """End a service without warning (SIGKILL).

    Raises:
        DevstackError: it does not run under this root.
    """
    _record(root, name)
    ProcessTable(root).signal(name, signal.SIGKILL)


def restart(root: Path, name: str) -> str:
    """Restart a service with its command and environment; return its URL.

    The process that started it first still ends it with the others.

    Raises:
        DevstackError: it was never started under this root, or does not get ready; names the log file.
    """
    return _start_again(root, name, lambda _: None)


def rebuild(root: Path, name: str) -> str:
    """Stop a service, empty its read models, and start it again; it reads all events anew. Return its URL.

    Raises:
        DevstackError: it was never started under this root, can't be rebuilt, or does not get ready.
    """
    refusals: list[str] = []

    def empty(record: ProcessRecord) -> None:
        command = [sys.executable, "-m", "services", "rebuild", name]
        environment = {**os.environ, **record.env}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            refusals.append(done.stderr.strip().splitlines()[-1])

    url = _start_again(root, name, empty)
    if refusals:
        raise DevstackError(refusals[0])
    return url


def _start_again(root: Path, name: str, meanwhile: Callable[[ProcessRecord], None]) -> str:
    """Stop a service, do something, and start it as it was; return its URL once it is ready."""
    table = ProcessTable(root)
    with exclusive(table.root / "lock"):
        record = _record(root, name)
        table.stop(name)
        meanwhile(record)
        fresh = table.spawn(name, record.command, env=record.env)
    url = str((read_json(root / "services.json") or {})[name])
    wait_until_ready(fresh, url, time.monotonic() + READY_SECONDS)
    return url


def _record(root: Path, name: str) -> ProcessRecord:
    record = ProcessTable(root).record(name)
    if record is None:
        raise DevstackError(f"{name} was not started under {root}; the demo's root is .devstack/demo")
    return record
