"""Apache Kafka on the JVM: the jars from Maven, one KRaft node that is broker and controller."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from typing_extensions import override

from devstack.engines.base import NativeEngine
from devstack.errors import DevstackError
from devstack.files import cache_dir, exclusive
from devstack.ports import LOOPBACK, free_port
from devstack.probe import broker_answers
from devstack.processes import ProcessTable
from shared.runtime.kafka_access import KafkaAccess

_HERE = Path(__file__).parents[1] / "jvm"
_CLUSTER_ID = "bWVudG9yaW5nLWRldnN0YQ"  # any 16 bytes, base64url
_HEAP = ("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC")
_FETCH_SECONDS = 300
_OLDEST_JAVA = 17


def kafka_version() -> str:
    """Return the version pinned in pom.xml."""
    match = re.search(r"<kafka\.version>([^<]+)<", (_HERE / "pom.xml").read_text())
    if match is None:
        raise DevstackError(f"{_HERE / 'pom.xml'} names no kafka.version")
    return match[1]


def java_major() -> int | None:
    """Return the major version of the `java` on the path, or None."""
    if shutil.which("java") is None:
        return None
    answer = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False)
    match = re.search(r'version "(?:1\.)?(\d+)', answer.stderr)
    return int(match[1]) if match else None


def why_not() -> str | None:
    """Return why Kafka cannot run here, or None if it can (its jars may still have to be fetched)."""
    major = java_major()
    if major is None:
        return "no Java on the path"
    if major < _OLDEST_JAVA:
        return f"Java {major} is older than {_OLDEST_JAVA}"
    if not _libs().is_dir() and shutil.which("mvn") is None:
        return "no Maven on the path to fetch Kafka's jars"
    return None


def fetch() -> Path:
    """Return the folder with the broker's jars, fetched once per version and kept for every root.

    Raises:
        DevstackError: Maven could not fetch them; names its log.
    """
    libs = _libs()
    with exclusive(libs.parent.parent / "fetch.lock"):
        if not libs.is_dir():
            _fetch_into(libs)
    return libs


def _libs() -> Path:
    return cache_dir() / "kafka" / kafka_version() / "libs"


def _fetch_into(libs: Path) -> None:
    draft, log = libs.with_name("libs.draft"), libs.parent.parent / "fetch.log"
    shutil.rmtree(draft, ignore_errors=True)
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={draft}"]
    command = ["mvn", "--batch-mode", "--file", str(_HERE / "pom.xml"), *goal]
    try:
        with log.open("wb") as output:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=_FETCH_SECONDS,
                check=True,
            )
    except (OSError, subprocess.SubprocessError) as error:
        raise DevstackError(f"Maven could not fetch Kafka {kafka_version()} (log: {log})") from error
    check_jars(draft)
    draft.rename(libs)  # only a complete set gets the final name


def check_jars(folder: Path) -> None:
    """Compare the fetched jars with the recorded digests (``sha256sum *.jar > jars.sha256`` records them).

    Raises:
        DevstackError: a jar is missing, unknown or different; names it.
    """
    lines = (_HERE / "jars.sha256").read_text().splitlines()
    recorded = {name: digest for digest, name in (line.split() for line in lines)}
    digests = {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in folder.glob("*.jar")}
    wrong = sorted(name for name in recorded | digests if recorded.get(name) != digests.get(name))
    if wrong:
        raise DevstackError(f"Kafka {kafka_version()}: {wrong[0]} is not the jar in {_HERE / 'jars.sha256'}")


class Kafka(NativeEngine):
    """A single-node Kafka that keeps its data under the root."""

    name = "kafka"

    def __init__(self, table: ProcessTable, port: int) -> None:
        super().__init__(table, port)
        self.address = f"{LOOPBACK}:{port}"
        self.description = f"Apache Kafka {kafka_version()} on the JVM"

    @override
    def command(self) -> Sequence[str]:
        self.data.mkdir(parents=True, exist_ok=True)
        properties = self.data / "server.properties"
        properties.write_text("".join(f"{key}={value}\n" for key, value in self.properties().items()))
        properties.chmod(0o600)
        java = self._java()
        if not (self.data / "logs" / "meta.properties").is_file():
            self._format(java, properties)
        return [*java, "kafka.Kafka", str(properties)]

    @override
    def healthy(self) -> bool:
        return broker_answers(KafkaAccess(kafka_bootstrap=self.address))

    def properties(self) -> dict[str, str]:
        """Return the settings of the broker."""
        return _properties(self.port, free_port(avoid=[self.port]), self.data / "logs")

    def format_options(self) -> Sequence[str]:
        """More options for formatting the storage."""
        return ()

    def _java(self) -> list[str]:
        log4j = f"-Dlog4j2.configurationFile={_HERE / 'log4j2.properties'}"
        return ["java", *_HEAP, log4j, "-cp", f"{fetch()}{os.sep}*"]

    def _format(self, java: Sequence[str], properties: Path) -> None:
        tool = ["kafka.tools.StorageTool", "format", "--ignore-formatted"]
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            done = subprocess.run(
                [*java, *tool, "-t", _CLUSTER_ID, "-c", str(properties), *self.format_options()],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode != 0:
            raise DevstackError(f"kafka: its storage cannot be formatted (log: {self.log})")


def _properties(port: int, controller_port: int, data: Path) -> dict[str, str]:
    return {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.voters": f"1@{LOOPBACK}:{controller_port}",
        "listeners": f"PLAINTEXT://{LOOPBACK}:{port},CONTROLLER://{LOOPBACK}:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://{LOOPBACK}:{port}",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "log.dirs": str(data),
        "auto.create.topics.enable": "false",
        "group.initial.rebalance.delay.ms": "0",
        # After a SIGKILL the node has to outwait its own former session: 9 s by default.
        "broker.session.timeout.ms": "3000",
        "broker.heartbeat.interval.ms": "500",
        # One node cannot keep three copies of its internal topics, and needs no fifty partitions of them.
        "offsets.topic.replication.factor": "1",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "transaction.state.log.num.partitions": "4",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
    }
