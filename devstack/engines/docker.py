"""Kafka and MongoDB as containers, if a Docker engine answers and has the images. Never pulls."""

from __future__ import annotations

import hashlib
import importlib
import signal as signals
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from typing_extensions import override

from devstack.engines.base import Engine
from devstack.engines.kafka import kafka_version
from devstack.engines.mongod import REPLICA_SET, settle_replica_set
from devstack.errors import DevstackError
from devstack.ports import LOOPBACK, accepts
from devstack.probe import broker_answers, mongo_hello
from shared.runtime.kafka_access import KafkaAccess

KAFKA_IMAGE = f"apache/kafka:{kafka_version()}"
MONGO_IMAGE = "mongo:7.0.28"
_LABEL = "mentoring.devstack.root"
_ANSWER_SECONDS = 5
_STOP_SECONDS = 15


def why_not(image: str) -> str | None:
    """Return why `image` cannot run here, or None if a Docker engine answers and has it."""
    try:
        docker = importlib.import_module("docker")  # only the Docker case needs the packages
        importlib.import_module("testcontainers")
    except ImportError:
        return "the package testcontainers is not installed"
    try:
        client = docker.from_env(timeout=_ANSWER_SECONDS)
    except docker.errors.DockerException:
        return "no Docker engine answers"
    try:
        client.images.get(image)
    except docker.errors.ImageNotFound:
        return f"the image {image} is missing"
    except docker.errors.DockerException:
        return "no Docker engine answers"
    finally:
        client.close()
    return None


class ContainerEngine(Engine):
    """An engine in a container, reached on one loopback port that is the same inside and outside.

    The port must be the same, because Kafka and a replica set announce their own address to clients.
    """

    image: str
    data_path: str

    def __init__(self, root: Path, port: int) -> None:
        self.port = port
        self._root = str(root.resolve())
        digest = hashlib.sha256(self._root.encode()).hexdigest()[:10]
        self.container_name = f"mentoring-{self.name}-{digest}"

    def environment(self) -> dict[str, str]:
        """Environment of the container."""
        return {}

    def arguments(self) -> list[str] | None:
        """Its command line, or None for the image's own."""
        return None

    @override
    def spawn(self, *, tie_to_parent: bool) -> None:
        from testcontainers.core.config import testcontainers_config  # noqa: PLC0415
        from testcontainers.core.container import DockerContainer  # noqa: PLC0415

        # The reaper would need an image of its own, and would end a stack meant to outlive its starter.
        testcontainers_config.ryuk_disabled = True
        self._remove()
        container = DockerContainer(self.image, env=self.environment(), name=self.container_name)
        published = cast("dict[str, Any]", container.ports)
        published[f"{self.port}/tcp"] = (LOOPBACK, self.port)
        container.with_volume_mapping(f"{self.container_name}-data", self.data_path, "rw")
        container.with_kwargs(labels={_LABEL: self._root})
        command = self.arguments()
        if command:
            container.with_command(command)
        try:
            container.start()
        except Exception as error:
            raise DevstackError(f"{self.name}: the container cannot be started: {error}") from error

    @override
    def alive(self) -> bool:
        container = self._find()
        return container is not None and container.status == "running"

    @override
    def failure(self) -> str:
        container = self._find()
        if container is None:
            return f"there is no container {self.container_name}"
        words = container.logs(tail=1).decode(errors="replace").strip()
        return f"{words[:200]} (log: docker logs {self.container_name})"

    @override
    def read_log(self, *, follow: bool) -> Iterator[str]:
        container = self._find()
        if container is None:
            raise DevstackError(f"there is no container {self.container_name}")
        return (words.decode(errors="replace") for words in container.logs(stream=True, follow=follow))

    @override
    def signal(self, signum: int) -> None:
        container = self._find()
        if container is None or container.status != "running":
            raise DevstackError(f"{self.name} is not running")
        container.kill(signal=signals.Signals(signum).name)
        if signum == signals.SIGKILL:
            container.wait(timeout=_STOP_SECONDS)

    @override
    def stop(self) -> None:
        container = self._find()
        if container is not None and container.status == "running":
            container.stop(timeout=_STOP_SECONDS)
        self._remove()

    def wipe(self) -> None:
        """Delete its data."""
        self._remove()
        try:
            _client().volumes.get(f"{self.container_name}-data").remove()
        except importlib.import_module("docker.errors").NotFound:
            return

    def _remove(self) -> None:
        container = self._find()
        if container is not None:
            container.remove(force=True)

    def _find(self) -> Any | None:
        try:
            return _client().containers.get(self.container_name)
        except importlib.import_module("docker.errors").DockerException:
            return None  # no such container, or the engine itself is gone and its containers with it


class KafkaContainer(ContainerEngine):
    """Apache Kafka's own image, one KRaft node."""

    name = "kafka"
    image = KAFKA_IMAGE
    data_path = "/var/lib/kafka/data"

    def __init__(self, root: Path, port: int) -> None:
        super().__init__(root, port)
        self.address = f"{LOOPBACK}:{port}"
        self.description = f"{KAFKA_IMAGE} on Docker"

    @override
    def environment(self) -> dict[str, str]:
        controller = self.port + 1
        return {
            "CLUSTER_ID": "bWVudG9yaW5nLWRldnN0YQ",
            "KAFKA_PROCESS_ROLES": "broker,controller",
            "KAFKA_NODE_ID": "1",
            "KAFKA_CONTROLLER_QUORUM_VOTERS": f"1@localhost:{controller}",
            "KAFKA_LISTENERS": f"PLAINTEXT://:{self.port},CONTROLLER://:{controller}",
            "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://{self.address}",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
            "KAFKA_INTER_BROKER_LISTENER_NAME": "PLAINTEXT",
            "KAFKA_LOG_DIRS": self.data_path,
            "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
            "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
            "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
            "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
            "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
            "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR": "1",
            "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR": "1",
            "KAFKA_HEAP_OPTS": "-Xms256m -Xmx512m",
        }

    @override
    def healthy(self) -> bool:
        return broker_answers(KafkaAccess(kafka_bootstrap=self.address))


class MongoContainer(ContainerEngine):
    """MongoDB's image as a replica set of one."""

    name = "mongod"
    image = MONGO_IMAGE
    data_path = "/data/db"

    def __init__(self, root: Path, port: int) -> None:
        super().__init__(root, port)
        self.address = f"mongodb://{LOOPBACK}:{port}/?replicaSet={REPLICA_SET}"
        self.description = f"{MONGO_IMAGE} on Docker"
        self._direct = f"mongodb://{LOOPBACK}:{port}/?directConnection=true"

    @override
    def arguments(self) -> list[str]:
        return ["mongod", "--replSet", REPLICA_SET, "--bind_ip_all", "--port", str(self.port)]

    @override
    def settle(self) -> None:
        settle_replica_set(self._direct, f"{LOOPBACK}:{self.port}", REPLICA_SET)

    @override
    def healthy(self) -> bool:
        hello = mongo_hello(self._direct) if accepts(LOOPBACK, self.port) else None
        return bool(hello and hello.get("isWritablePrimary"))


def _client() -> Any:
    return importlib.import_module("docker").from_env(timeout=_STOP_SECONDS * 2)
