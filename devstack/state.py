"""The record of a stack that processes share: its parts, and its owner."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import psutil

from devstack.errors import DevstackError
from devstack.files import read_json, write_json

Parts = dict[str, dict[str, Any]]
"""`kafka` and `mongod`, each with engine, why, port and (external only) address."""

_NAMES = {"kafka", "mongod"}


class State:
    """The state file of one root; private, since the URI of an external MongoDB may hold a password."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def parts(self) -> Parts:
        """Return the recorded parts; empty if the record is missing or incomplete."""
        parts = (read_json(self._path) or {}).get("parts")
        return parts if isinstance(parts, dict) and set(parts) == _NAMES else {}

    def write(self, parts: Parts, *, owned: bool) -> None:
        """Record the parts; `owned` if they end with this process."""
        owner = {"pid": os.getpid(), "started": psutil.Process().create_time()} if owned else None
        write_json(self._path, {"parts": parts, "owner": owner})

    def disown(self) -> None:
        """Remove the owner; the parts stay recorded for their ports."""
        parts = self.parts()
        if parts:
            self.write(parts, owned=False)

    def forget(self) -> None:
        """Delete the record."""
        self._path.unlink(missing_ok=True)

    def refuse_foreign_owner(self) -> None:
        """Refuse a stack that another living process owns.

        Raises:
            DevstackError: there is such a process.
        """
        owner = (read_json(self._path) or {}).get("owner")
        if owner and owner["pid"] != os.getpid() and _lives(owner):
            raise DevstackError(
                f"process {owner['pid']} uses the stack in {self._path.parent}; take another root"
            )


def _lives(owner: dict[str, Any]) -> bool:
    try:
        process = psutil.Process(owner["pid"])
        return abs(process.create_time() - owner["started"]) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
