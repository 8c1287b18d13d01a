"""Kafka records as the consumer takes them: raw first, decoded one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from pydantic import ValidationError

from shared.contracts import EventData, find_contract, upcasting
from shared.messaging.envelope import BadEnvelope, Envelope, Event, read_envelope, read_headers
from shared.messaging.reactions import Reaction, Reactions
from shared.runtime.failures import describe, fields
from shared.runtime.mongo import Document


class RawRecord(Protocol):
    """What aiokafka delivers."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Any


class Record(NamedTuple):
    """A record's bytes and where they came from."""

    topic: str
    partition: int
    offset: int
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(cls, raw: RawRecord) -> "Record":
        """Take a record as aiokafka delivers it."""
        return cls(
            raw.topic, raw.partition, raw.offset, raw.key or b"", raw.value or b"", tuple(raw.headers or ())
        )

    @property
    def place(self) -> str:
        """Where it is in Kafka: unique, even for a record that says nothing of itself."""
        return f"{self.topic}/{self.partition}/{self.offset}"

    def to_document(self) -> Document:
        """The stored form, byte for byte."""
        return {
            "topic": self.topic,
            "partition": self.partition,
            "offset": self.offset,
            "key": self.key,
            "value": self.value,
            "headers": [[name, value] for name, value in self.headers],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Record":
        """The record a stored form stands for."""
        headers = tuple((name, value) for name, value in document["headers"])
        return cls(
            document["topic"],
            document["partition"],
            document["offset"],
            document["key"],
            document["value"],
            headers,
        )


class Message(NamedTuple):
    """A record whose event this consumer reacts to.

    ``fault`` says why the data could not be read; then ``event`` is None.
    """

    record: Record
    envelope: Envelope
    event: Event[EventData] | None
    reaction: Reaction
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record without a valid envelope: no id, no key to go by."""

    record: Record
    fault: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A record of a type this consumer has no reaction to."""

    record: Record
    type: str


def whose(record: Record) -> dict[str, str]:
    """What a log line says of a record: whose it is; only its place where it has no valid envelope."""
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


def decode(record: Record, reactions: Reactions) -> Message | Unreadable | Ignored:
    """Read one record; never raises, whatever the bytes."""
    try:
        envelope = read_envelope(read_headers(record.headers))
    except BadEnvelope as error:
        return Unreadable(record, str(error))
    reaction = reactions.find(envelope.type)
    if reaction is not None:
        return _read(record, envelope, reaction, reaction.data)
    reaction = reactions.find_other_version(envelope.type)
    if reaction is None:
        return Ignored(record, envelope.type)
    older = find_contract(envelope.type)
    if older is None or not upcasting.path(older.data, reaction.data):
        return Message(record, envelope, None, reaction, fault=f"this release can't read {envelope.type}")
    return _read(record, envelope, reaction, older.data)


def _read(record: Record, envelope: Envelope, reaction: Reaction, written_as: type[EventData]) -> Message:
    """Read the data as it was written, and bring it to the version the reaction wants."""
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
