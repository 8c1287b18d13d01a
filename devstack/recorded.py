"""Processes that another one has started (`mentoring up`, the demo), found by their records."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
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
    table = ProcessTable(root)
    with exclusive(table.root / "lock"):
        record = _record(root, name)
        table.stop(name)
        fresh = table.spawn(name, record.command, env=record.env)
    url = str((read_json(root / "services.json") or {})[name])
    wait_until_ready(fresh, url, time.monotonic() + READY_SECONDS)
    return url


def rebuild(root: Path, name: str) -> str:
    """Stop a service, empty its read models, and start it again; it reads all events anew. Return its URL.

    Raises:
        DevstackError: it was never started under this root, it can't be rebuilt, or does not get ready.
    """
    table = ProcessTable(root)
    record = _record(root, name)
    table.stop(name)
    command = [sys.executable, "-m", "services", "rebuild", name]
    done = subprocess.run(
        command, env={**os.environ, **record.env}, capture_output=True, text=True, check=False
    )
    url = restart(root, name)
    if done.returncode:
        raise DevstackError(done.stderr.strip().splitlines()[-1])
    return url


def _record(root: Path, name: str) -> ProcessRecord:
    record = ProcessTable(root).record(name)
    if record is None:
        raise DevstackError(f"{name} was not started under {root}; the demo's root is .devstack/demo")
    return record
