"""Kafka records as the consumer takes them: raw first, decoded one by one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple, Protocol

from pydantic import ValidationError

from shared.messaging.incoming.reactions import Reaction, Reactions
from shared.messaging.wire.envelope import (
    BadEnvelope,
    Envelope,
    Event,
    event_key,
    read_envelope,
    read_headers,
)
from shared.runtime.error_reports import describe, fields
from shared.runtime.logging import get_logger
from shared.runtime.mongo import Document
from shared.schema import Contract, EventData, find_contract, upcasting

log = get_logger(__name__)


MOST_KEPT: Final = 12_000_000
MOST_HEADERS_KEPT: Final = 50_000
"""A document of MongoDB holds 16 MiB: with the names of fields, this much of a record always fits."""


class TooLargeToKeep(ValueError):  # noqa: N818
    """A record no document can hold."""


class RawRecord(Protocol):
    """A record as aiokafka or ``salvage`` delivers it."""

    @property
    def topic(self) -> str: ...  # noqa: D102
    @property
    def partition(self) -> int: ...  # noqa: D102
    @property
    def offset(self) -> int: ...  # noqa: D102
    @property
    def key(self) -> bytes | None: ...  # noqa: D102
    @property
    def value(self) -> bytes | None: ...  # noqa: D102
    @property
    def headers(self) -> Any: ...  # noqa: D102


class Record(NamedTuple):
    """A record's bytes and where they came from."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]

    @classmethod
    def of(cls, raw: RawRecord) -> "Record":
        """Take a record as aiokafka delivers it."""
        return cls(raw.topic, raw.partition, raw.offset, raw.key, raw.value, tuple(raw.headers or ()))

    @property
    def place(self) -> str:
        """Where it is in Kafka: unique, even for a record that says nothing of itself."""
        return f"{self.topic}/{self.partition}/{self.offset}"

    @property
    def size(self) -> int:
        """Its bytes."""
        named = sum(len(name) + len(value or b"") for name, value in self.headers)
        return len(self.key or b"") + len(self.value or b"") + named

    def to_document(self) -> Document:
        """Return the stored form, byte for byte.

        Raises:
            TooLargeToKeep: the database takes no document of that size.
        """
        if self.size > MOST_KEPT or len(self.headers) > MOST_HEADERS_KEPT:
            raise TooLargeToKeep(f"{self.size} bytes, {len(self.headers)} headers")
        return {
            "topic": self.topic,
            "partition": self.partition,
            "offset": self.offset,
            "key": self.key,
            "value": self.value,
            "headers": [[_storable(name), value] for name, value in self.headers],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Record":
        """Return the record a stored form stands for."""
        headers = tuple((_name(stored), value) for stored, value in document["headers"])
        return cls(
            document["topic"],
            document["partition"],
            document["offset"],
            document["key"],
            document["value"],
            headers,
        )


def _storable(name: str) -> str | bytes:
    """Return a header's name as BSON takes it: its bytes where they are no UTF-8."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return name.encode(errors="surrogateescape")
    return name


def _name(stored: str | bytes) -> str:
    return stored if isinstance(stored, str) else stored.decode(errors="surrogateescape")


class Message(NamedTuple):
    """A record whose event this consumer reacts to.

    ``fault`` says why the data could not be read; then ``event`` is None.
    """

    record: Record
    envelope: Envelope
    event: Event[EventData] | None
    reaction: Reaction
    fault: str = ""


class Suspicion(StrEnum):
    """A reason to believe that a record is forged; each is an alarm."""

    ORIGIN = "origin"
    """The event is not from the owner of its type."""
    CONTENT = "content"
    """The event has the id of another with different content."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record without a valid envelope, or one not to be believed: its id and key are nothing to go by."""

    record: Record
    fault: str
    suspicion: Suspicion | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A record of a type this consumer has no reaction to."""

    record: Record
    type: str


def whose(record: Record) -> dict[str, str]:
    """Return the log fields of a record: its envelope, or only its position if that is not valid."""
    try:
        envelope = read_envelope(read_headers(record.headers))
    except BadEnvelope:
        return {"place": record.place}
    return {
        "tenant": envelope.scope.tenant,
        "programme": envelope.scope.programme,
        "correlation_id": envelope.correlation_id,
        "event_id": envelope.id,
    }


def decode(record: Record, reactions: Reactions, topic_prefix: str = "") -> Message | Unreadable | Ignored:
    """Read one record; never raises, whatever the bytes."""
    try:
        return _decode(record, reactions, topic_prefix)
    except Exception as error:
        log.exception("record can't be decoded", place=record.place)
        return Unreadable(record, f"can't be decoded: {describe(error)}")


def _decode(record: Record, reactions: Reactions, topic_prefix: str) -> Message | Unreadable | Ignored:
    try:
        envelope = read_envelope(read_headers(record.headers))
    except BadEnvelope as error:
        return Unreadable(record, str(error))
    exact = reactions.find(envelope.type)
    reaction = exact or reactions.find_other_version(envelope.type)
    if reaction is None:
        return Ignored(record, envelope.type)
    if doubt := _not_from_its_owner(record, envelope, reaction.data.contract, topic_prefix):
        return Unreadable(record, doubt, Suspicion.ORIGIN)
    if exact is not None:
        return _read(record, envelope, exact, exact.data)
    older = find_contract(envelope.type)
    if older is None or not upcasting.path(older.data, reaction.data):
        return Message(record, envelope, None, reaction, fault=f"this release can't read {envelope.type}")
    return _read(record, envelope, reaction, older.data)


def _not_from_its_owner(record: Record, envelope: Envelope, contract: Contract, topic_prefix: str) -> str:
    """Return why an event can't come from the owner of its type, or an empty text."""
    if record.topic != topic_prefix + contract.topic:
        return f"{contract.type} does not belong on this topic"
    if envelope.source != contract.source:
        return f"ce_source is not the owner of {contract.type}"
    key = event_key(envelope.scope, contract.aggregate, envelope.subject)
    if envelope.key != key and not (contract.timer and envelope.key.startswith(f"{key}/")):
        return "ce_partitionkey is not that of tenant, programme, aggregate and subject"
    return ""


def digest(message: Message) -> bytes:
    """Return the digest that distinguishes two events with the same id."""
    envelope = message.envelope
    metadata = (
        f"{envelope.type}\n{envelope.source}\n{envelope.key}\n{envelope.subject}\n{envelope.sequence}"
        f"\n{envelope.scope.region}\n{envelope.time.timestamp()}\n"
    )
    return hashlib.blake2b(metadata.encode() + (message.record.value or b""), digest_size=12).digest()


def _read(record: Record, envelope: Envelope, reaction: Reaction, written_as: type[EventData]) -> Message:
    """Read the data as it was written, and bring it to the version the reaction wants."""
    if record.value is None:
        return Message(record, envelope, None, reaction, fault="no data: the record's value is null")
    try:
        data = written_as.model_validate_json(record.value)
    except ValidationError as error:
        return Message(record, envelope, None, reaction, fault=f"unreadable data: {fields(error)}")
    if written_as is not reaction.data:
        try:
            data = upcasting.upcast(data, reaction.data)
        except Exception as error:  # noqa: BLE001 (an upcaster's fault costs its event, not the batch)
            return Message(record, envelope, None, reaction, fault=f"upcasting: {describe(error)}")
    return Message(record, envelope, Event(envelope, data), reaction)
