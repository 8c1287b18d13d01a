"""The input of the checker: records of the topics, rows of the databases, accepted commands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a topic, read from its headers and its JSON value."""

    topic: str
    partition: int
    offset: int
    id: str
    type: str
    key: str
    subject: str
    sequence: int
    time: str
    trace: str
    data: Row

    @property
    def fact(self) -> str:
        """The fact, such as ``session-held``."""
        return self.type.split(".")[2]

    @property
    def place(self) -> str:
        """Return its position in the broker."""
        return f"{self.topic}/{self.partition}/{self.offset}"

    def same_event(self, other: "Record") -> bool:
        """Return whether both are the same event, byte for byte."""
        mine = (self.id, self.type, self.key, self.subject, self.sequence, self.time, self.data)
        theirs = (other.id, other.type, other.key, other.subject, other.sequence, other.time, other.data)
        return mine == theirs


@dataclass(frozen=True, slots=True)
class Expected:
    """An event that an accepted command must have.

    Attributes:
        facts: one of these must have happened.
        subject: to this.
        where: with these values; dots lead into nested data.
        own: caused by this very command; False where another command may have been first.
    """

    facts: tuple[str, ...]
    subject: str
    where: Mapping[str, Any] = field(default_factory=dict)
    own: bool = True


@dataclass(frozen=True, slots=True)
class Command:
    """A command that a service accepted; its id is that of its trace."""

    id: str
    name: str
    expects: tuple[Expected, ...]

    def to_json(self) -> Row:
        """For the log."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class HostileArrival:
    """A hostile record that is on a topic.

    Attributes:
        topic: without prefix.
        place: its position in the broker.
        digest: of its bytes.
        name: its kind; empty if the load did not send it.
        type: the event type it was made from.
        dead_for: whether it is a dead letter of a service that reacts to the type, and of one that does not.
        event: the event id it names, if any.
    """

    topic: str
    place: str
    digest: str
    name: str
    type: str
    dead_for: tuple[bool, bool]
    event: str = ""


@dataclass(frozen=True)
class Evidence:
    """All the evidence of a run.

    Attributes:
        records: of all topics, by topic, partition and offset.
        committed: ids of matching's events in the order of their commits.
        commands: accepted ones.
        unanswered: commands without an answer.
        rows: by service and collection.
        reacts: event types by the service that reacts to them.
        timers: event types that are timers.
        hostile: hostile records on the topics.
        reads: topics by the service that reads them, without prefix.
    """

    records: Sequence[Record]
    committed: Sequence[str]
    commands: Sequence[Command]
    unanswered: Sequence[str]
    rows: Mapping[str, Mapping[str, Sequence[Row]]]
    reacts: Mapping[str, frozenset[str]]
    timers: frozenset[str]
    hostile: Sequence[HostileArrival] = ()
    reads: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def hostile_letters(self, service: str) -> list[Row]:
        """Return the dead letters of a service that are of hostile records."""
        digests = {arrival.digest for arrival in self.hostile}
        return [row for row in self.table(service, "parked") if row["record"].get("digest") in digests]

    def table(self, service: str, collection: str) -> Sequence[Row]:
        """Return the rows of a collection; none where it does not exist."""
        return self.rows.get(service, {}).get(collection, ())

    @cached_property
    def events(self) -> Sequence[Record]:
        """Every event once, timers among them."""
        first: dict[str, Record] = {}
        for record in self.records:
            first.setdefault(record.id, record)
        return list(first.values())

    @cached_property
    def facts(self) -> Sequence[Record]:
        """Every event once, in order within each key; no timers."""
        facts = (event for event in self.events if event.type not in self.timers)
        return sorted(facts, key=lambda event: (event.key, event.sequence))

    def of(self, *facts: str) -> list[Record]:
        """Return all events of these facts."""
        return [event for event in self.facts if event.fact in facts]

    def by_subject(self, facts: Iterable[str]) -> dict[str, list[Record]]:
        """Events of these facts by subject, in order."""
        by_subject: dict[str, list[Record]] = defaultdict(list)
        for event in self.of(*facts):
            by_subject[event.subject].append(event)
        return dict(by_subject)
