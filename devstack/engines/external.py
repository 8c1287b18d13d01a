"""An external broker or MongoDB: used, never started, stopped or signalled."""

from __future__ import annotations

from collections.abc import Iterator

from typing_extensions import override

from devstack.engines.base import Engine
from devstack.errors import DevstackError
from devstack.probe import broker_answers, mongo_hello
from shared.runtime.kafka_access import KafkaAccess

ANSWER_SECONDS = 15.0


class External(Engine):
    """An external server, by its address."""

    def __init__(self, address: str) -> None:
        self.address = address

    def spawn(self, *, tie_to_parent: bool) -> None:
        """Do nothing: it runs already."""

    def stop(self) -> None:
        """Do nothing: its owner stops it."""

    @override
    def alive(self) -> bool:
        return True

    @override
    def failure(self) -> str:
        return f"the external {self.name} does not answer; its own log is where it runs"

    @override
    def read_log(self, *, follow: bool) -> Iterator[str]:
        raise DevstackError(f"{self.name} is external: its log is where it runs")

    @override
    def signal(self, signum: int) -> None:
        raise DevstackError(f"{self.name} is external: signal {signum} is for its owner to send")

    @override
    def wait_ready(self, seconds: float | None = None) -> None:
        super().wait_ready(ANSWER_SECONDS if seconds is None else seconds)


class ExternalKafka(External):
    """A broker at a given bootstrap address."""

    name = "kafka"

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.description = f"external broker at {address}"

    @override
    def healthy(self) -> bool:
        return broker_answers(KafkaAccess(kafka_bootstrap=self.address))


class ExternalMongo(External):
    """A MongoDB replica set at a given URI, which may hold a password and is therefore never shown."""

    name = "mongod"
    description = "external MongoDB"

    @override
    def healthy(self) -> bool:
        hello = mongo_hello(self.address)
        if hello is None:
            return False
        if "setName" not in hello and hello.get("msg") != "isdbgrid":
            raise DevstackError("the external MongoDB is not a replica set, so it has no transactions")
        return True
