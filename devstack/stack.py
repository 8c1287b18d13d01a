"""A broker and a MongoDB replica set under one root directory: started, found again, stopped."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from devstack.engines.base import Engine
from devstack.engines.choose import (
    BROKERS,
    DATABASES,
    Choice,
    broker_probes,
    choose,
    database_probes,
)
from devstack.engines.factory import make_broker, make_database
from devstack.errors import DevstackError
from devstack.files import exclusive
from devstack.options import Addresses, PartStatus, StackOptions, without_password
from devstack.ports import claim
from devstack.processes import ProcessTable
from devstack.state import Parts, State

__all__ = ["Addresses", "PartStatus", "Stack", "StackOptions"]


class Stack:
    """The stack of one root directory; any process may find it again by that root.

    Args:
        root: directory for data, logs and records; made when missing.
        options: the options.
        say: receives a line about each chosen engine and the reason.
    """

    def __init__(
        self, root: Path, options: StackOptions | None = None, *, say: Callable[[str], None] = lambda _: None
    ) -> None:
        self.root = root.resolve()
        self.options = options or StackOptions()
        self.say = say
        self._table = ProcessTable(self.root)
        self._state = State(self.root / "state.json")

    def start(self) -> Addresses:
        """Start the stack, or find it running, and wait until broker and replica set answer.

        A healthy stack of this root is used as it is; the remains of a killed run are ended first.

        Raises:
            DevstackError: something cannot start (names its log), a port is busy, or a living process owns
                the root.
        """
        with self._locked():
            self._state.refuse_foreign_owner()
            engines = self._running()
            if engines is None:
                engines = self._start_anew()
            return _addresses(engines)

    def stop(self) -> None:
        """End all parts under this root, services included. The data stay."""
        with self._locked():
            self._stop()

    def status(self) -> list[PartStatus]:
        """Return the state of each part under this root."""
        engines = self._engines()
        parts = [self._engine_status(engine) for engine in engines]
        shown = {part.name for part in parts}
        return parts + [self._process_status(name) for name in self._table.names() if name not in shown]

    def kill(self, name: str) -> None:
        """End `kafka` or `mongod` without warning (SIGKILL), as a power cut would."""
        self.signal(name, signal.SIGKILL)

    def read_log(self, name: str, *, follow: bool = False) -> Iterator[str]:
        """Yield the log of `kafka` or `mongod`, wherever it runs.

        Raises:
            DevstackError: there is no such part, or nothing to read.
        """
        return self._engine(name).read_log(follow=follow)

    def signal(self, name: str, signum: int) -> None:
        """Send a signal to `kafka` or `mongod`, for instance SIGSTOP to pause it and SIGCONT to go on.

        Raises:
            DevstackError: there is no such part, it is not running, or it is external.
        """
        self._engine(name).signal(signum)

    def restart(self, name: str) -> None:
        """Start `kafka` or `mongod` again on the same port with the same data, and wait until it is ready.

        Tansu keeps nothing on disk: its topics, records and offsets are gone after a restart.
        """
        engine = self._engine(name)
        with self._locked():
            engine.stop()
            engine.spawn(tie_to_parent=self.options.tie_to_parent)
            engine.wait_ready()

    def addresses(self) -> Addresses:
        """Return the addresses of the recorded stack.

        Raises:
            DevstackError: none is recorded.
        """
        engines = self._engines()
        if not engines:
            raise DevstackError(f"no stack is recorded under {self.root}")
        return _addresses(engines)

    def _start_anew(self) -> list[Engine]:
        previous = self._state.parts()
        self._stop()
        if self.options.fresh:
            for folder in ("data", "logs", "mail"):
                shutil.rmtree(self.root / folder, ignore_errors=True)
        engines = self._choose_engines(previous)
        try:
            for engine in engines:
                if self.options.fresh:
                    engine.wipe()
                engine.spawn(tie_to_parent=self.options.tie_to_parent)
            for engine in engines:
                engine.wait_ready()
        except BaseException:
            for engine in engines:
                engine.stop()
            self._state.forget()
            raise
        return engines

    def _choose_engines(self, previous: Parts) -> list[Engine]:
        options = self.options
        broker = choose("broker", options.broker, BROKERS, broker_probes(options.kafka))
        database = choose("MongoDB", options.mongo, DATABASES, database_probes(options.mongo_uri))
        # mongod first: its port is claimed before the broker's may be drawn from the free ones.
        mongo_port = self._port(database, options.mongo_port, previous, "mongod")
        kafka_port = self._port(broker, options.kafka_port, previous, "kafka")
        parts = {
            "kafka": {**asdict(broker), "port": kafka_port, "address": _given(broker, options.kafka)},
            "mongod": {
                **asdict(database),
                "port": mongo_port,
                "address": _given(database, options.mongo_uri),
            },
        }
        self._state.write(parts, owned=options.tie_to_parent)
        engines = self._engines()
        for engine, choice in zip(engines, (broker, database), strict=True):
            self.say(f"{engine.name}: {engine.description} ({choice.why})")
        return engines

    def _port(self, choice: Choice, wanted: int | None, previous: Parts, name: str) -> int | None:
        if choice.engine == "external":
            return None
        last = previous.get(name, {}).get("port")
        return claim(wanted, what=name, previous=last)

    def _running(self) -> list[Engine] | None:
        """Return the engines of a healthy recorded stack that fits the options, else None."""
        if self.options.fresh or not self._fits():
            return None
        engines = self._engines()
        if not engines or not all(engine.alive() and engine.healthy() for engine in engines):
            return None
        for engine in engines:
            self.say(f"{engine.name}: {engine.description} (already running)")
        return engines

    def _fits(self) -> bool:
        parts, options = self._state.parts(), self.options
        return bool(parts) and (
            _part_fits(parts["kafka"], options.broker, options.kafka_port, options.kafka)
            and _part_fits(parts["mongod"], options.mongo, options.mongo_port, options.mongo_uri)
        )

    def _stop(self) -> None:
        names = set(self._table.names())
        engines = self._engines()
        services = names - {engine.name for engine in engines}
        self._table.stop(*sorted(services))  # before the engines they use
        for engine in engines:
            engine.stop()
        self._table.sweep()
        self._state.disown()

    def _engines(self) -> list[Engine]:
        parts = self._state.parts()
        if not parts:
            return []
        return [make_broker(self._table, parts["kafka"]), make_database(self._table, parts["mongod"])]

    def _engine(self, name: str) -> Engine:
        engines = self._engines()
        if not engines:
            raise DevstackError(f"no stack is recorded under {self.root}")
        for engine in engines:
            if engine.name == name:
                return engine
        raise DevstackError(f"the stack under {self.root} has no part {name!r}; it has kafka and mongod")

    def _locked(self) -> AbstractContextManager[None]:
        return exclusive(self.root / "lock")

    def _engine_status(self, engine: Engine) -> PartStatus:
        part = self._process_status(engine.name)
        state = "stopped" if not engine.alive() else "running" if engine.healthy() else "silent"
        return replace(part, state=state, what=engine.description, address=without_password(engine.address))

    def _process_status(self, name: str) -> PartStatus:
        record = self._table.record(name)
        alive = record is not None and record.alive
        return PartStatus(
            name=name,
            state="running" if alive else "stopped",
            what="",
            address="",
            pid=record.pid if record and alive else None,
            log=str(self._table.log_path(name)),
        )


def _addresses(engines: list[Engine]) -> Addresses:
    kafka, mongod = engines
    return Addresses(kafka=kafka.address, mongo_uri=mongod.address, broker=kafka.description)


def _given(choice: Choice, address: str | None) -> str | None:
    return address if choice.engine == "external" else None


def _part_fits(part: Mapping[str, Any], wanted: str, port: int | None, address: str | None) -> bool:
    if address and wanted == "auto":
        wanted = "external"  # as `choose` would decide
    if wanted == "external" and part["address"] != address:
        return False
    return wanted in ("auto", part["engine"]) and port in (None, part["port"])
