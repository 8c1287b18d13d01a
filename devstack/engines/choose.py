"""The choice of an engine, with its reason in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from devstack.engines import docker, kafka, mongod, tansu
from devstack.errors import DevstackError

Broker = Literal["auto", "kafka", "tansu", "docker", "external"]
Database = Literal["auto", "mongod", "docker", "external"]
WhyNot = Callable[[], str | None]
"""Returns None if an engine can run here, else the reason why it cannot."""

BROKERS = ("external", "docker", "kafka", "tansu")
DATABASES = ("external", "docker", "mongod")


@dataclass(frozen=True)
class Choice:
    """An engine and the reason it was taken."""

    engine: str
    why: str


def choose(what: str, wanted: str, order: tuple[str, ...], probes: Mapping[str, WhyNot]) -> Choice:
    """Choose the first of `order` that can run, or exactly the one requested.

    Engines after the chosen one are not probed.

    Raises:
        DevstackError: none can run, or the requested one cannot; names each reason.
    """
    if wanted != "auto":
        return _exactly(what, wanted, order, probes)
    reasons: list[str] = []
    for engine in order:
        reason = probes[engine]()
        if reason is None:
            return Choice(engine, "; ".join(reasons) or "given")
        if engine != "external":  # a missing address needs no mention
            reasons.append(f"not {engine}: {reason}")
    raise DevstackError(f"no {what} can be started here ({'; '.join(reasons)})")


def no_less_than_kafka(wanted: str, probes: Mapping[str, WhyNot]) -> str:
    """Return the engine to request where a silent fallback would hide a fault: Kafka, if it is installed.

    Args:
        wanted: the engine requested.
        probes: the one for Kafka checks what is installed and fetches nothing.
    """
    if wanted != "auto" or any(probes[engine]() is None for engine in ("external", "docker")):
        return wanted
    return "kafka" if probes["kafka"]() is None else wanted


def broker_probes(address: str | None) -> dict[str, WhyNot]:
    """Return the probe of each kind of broker."""
    return {
        "external": lambda: None if address else "no address given (MENTORING_KAFKA_BOOTSTRAP)",
        "docker": lambda: docker.why_not(docker.KAFKA_IMAGE),
        "kafka": kafka_with_its_jars,
        "tansu": tansu.why_not,
    }


def database_probes(uri: str | None) -> dict[str, WhyNot]:
    """Return the probe of each kind of MongoDB."""
    return {
        "external": lambda: None if uri else "no address given (MENTORING_MONGO_URI)",
        "docker": lambda: docker.why_not(docker.MONGO_IMAGE),
        "mongod": mongod.why_not,
    }


def kafka_with_its_jars() -> str | None:
    """Return why Kafka cannot run, after trying to fetch its jars."""
    reason = kafka.why_not()
    if reason is not None:
        return reason
    try:
        kafka.fetch()
    except DevstackError as error:
        return str(error)
    return None


def _exactly(what: str, wanted: str, order: tuple[str, ...], probes: Mapping[str, WhyNot]) -> Choice:
    if wanted not in order:
        raise DevstackError(f"{what}: {wanted!r} is none of auto, {', '.join(sorted(order))}")
    reason = probes[wanted]()
    if reason is not None:
        raise DevstackError(f"{what} {wanted} cannot be used: {reason}")
    return Choice(wanted, "asked for")
