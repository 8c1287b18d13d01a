"""The envelope of an event: CloudEvents 1.0 in Kafka's binary mode.

The attributes travel as headers, the value is the data alone. Source: CloudEvents Kafka protocol binding 1.0.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final, Generic, NamedTuple, TypeVar

from shared.kernel import Scope, scope_of
from shared.runtime.tracing import new_id, plain_id, valid_traceparent
from shared.schema import EventData

D_co = TypeVar("D_co", bound=EventData, covariant=True)

SEQUENCE_DIGITS: Final = 12
LONGEST: Final = 500
"""No attribute of an envelope has more characters."""
_REQUIRED: Final = (
    "ce_id", "ce_source", "ce_type", "ce_specversion", "ce_time", "ce_subject", "ce_partitionkey",
    "ce_correlationid", "ce_sequence", "ce_tenant", "ce_programme", "ce_region",
)  # fmt: skip
_NEVER_EMPTY: Final = ("ce_id", "ce_source", "ce_type", "ce_subject", "ce_partitionkey")
_ABOUT_ITS_CAUSE: Final = frozenset({"ce_correlationid", "ce_causationid", "traceparent"})
"""Optional headers: a malformed one counts as empty."""
_KNOWN: Final = frozenset({*_REQUIRED, *_ABOUT_ITS_CAUSE})
_SEQUENCE: Final = re.compile("[0-9]{1,18}", re.ASCII)  # as a 64-bit integer holds them


class BadEnvelope(ValueError):  # noqa: N818
    """Headers that are no valid envelope; says which."""


class Envelope(NamedTuple):  # not a frozen dataclass: those take twice as long to make
    """Everything about an event but its data.

    Attributes:
        id: unique; the same for the same fact, however often a transaction or a publication is repeated.
        type: the contract's type.
        source: the owning service.
        time: when it happened, on the domain's clock.
        scope: whose it is.
        subject: the aggregate's id.
        key: tenant, programme, aggregate and id: what Kafka partitions by and parking goes by.
        sequence: 1, 2, 3 … for each key, without gap.
        correlation_id: the same through a whole chain of events, from the first request.
        causation_id: the event or command that caused this one.
        traceparent: the W3C trace context of the cause, if it was traced.
    """

    id: str
    type: str
    source: str
    time: datetime
    scope: Scope
    subject: str
    key: str
    sequence: int
    correlation_id: str
    causation_id: str
    traceparent: str = ""

    def headers(self) -> dict[str, str]:
        """Return the Kafka headers; ``correlation_id`` is there for FastStream's own logs."""
        headers = {
            "ce_id": self.id,
            "ce_source": self.source,
            "ce_type": self.type,
            "ce_specversion": "1.0",
            "ce_time": self.time.isoformat(),
            "ce_subject": self.subject,
            "ce_partitionkey": self.key,
            "ce_correlationid": self.correlation_id,
            "ce_causationid": self.causation_id,
            "ce_sequence": str(self.sequence).zfill(SEQUENCE_DIGITS),
            "ce_tenant": self.scope.tenant,
            "ce_programme": self.scope.programme,
            "ce_region": self.scope.region,
            "content-type": "application/json",
            "correlation_id": self.correlation_id,
        }
        if self.traceparent:
            headers["traceparent"] = self.traceparent
        return headers


class Event(NamedTuple, Generic[D_co]):
    """An event as a reaction sees it: its envelope and its data, parsed."""

    envelope: Envelope
    data: D_co

    @property
    def id(self) -> str:
        """The event's id."""
        return self.envelope.id

    @property
    def time(self) -> datetime:
        """When it happened, on the domain's clock."""
        return self.envelope.time

    @property
    def scope(self) -> Scope:
        """Whose it is."""
        return self.envelope.scope


def event_key(scope: Scope, aggregate: str, subject: str) -> str:
    """Return the key of an aggregate's events, unique over tenants and kinds."""
    return f"{scope.tenant}/{scope.programme}/{aggregate}/{subject}"


def event_id(key: str, sequence: int) -> str:
    """Return the id of the n-th event of a key: a rerun transaction gives the same id."""
    return hashlib.blake2b(f"{key}#{sequence}".encode(), digest_size=16).hexdigest()


def read_headers(raw: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    """Decode those Kafka headers that make an envelope; others may hold any bytes.

    Raises:
        BadEnvelope: one of them is not UTF-8 text, is too long or is there twice; the message names it.
    """
    headers: dict[str, str] = {}
    for name, value in raw:
        if name not in _KNOWN:
            continue
        fault = ""
        text = ""
        try:
            text = value.decode()  # type: ignore[union-attr]  # None is a fault like any other
        except (UnicodeDecodeError, AttributeError):
            fault = f"a header is not UTF-8 text: {name}"
        if len(text) > LONGEST or not text.isprintable():
            fault = f"{name} has more than {LONGEST} characters, or characters that do not print"
        if name in headers:
            fault = f"{name} is there twice"
        if fault and name not in _ABOUT_ITS_CAUSE:
            raise BadEnvelope(fault)
        headers[name] = "" if fault else text
    return headers


def read_envelope(headers: Mapping[str, str]) -> Envelope:
    """Read the envelope from headers.

    Raises:
        BadEnvelope: a header is missing or malformed; the message names it.
    """
    missing = [name for name in _REQUIRED if name not in headers]
    if missing:
        raise BadEnvelope(f"missing headers: {', '.join(missing)}")
    if headers["ce_specversion"] != "1.0":
        raise BadEnvelope("ce_specversion is not 1.0")
    empty = [name for name in _NEVER_EMPTY if not headers[name]]
    if empty:
        raise BadEnvelope(f"empty headers: {', '.join(empty)}")
    try:
        scope = scope_of(headers["ce_tenant"], headers["ce_programme"], headers["ce_region"])
    except ValueError as error:
        raise BadEnvelope("ce_tenant, ce_programme or ce_region is not an identifier") from error
    return Envelope(
        id=headers["ce_id"],
        type=headers["ce_type"],
        source=headers["ce_source"],
        time=_instant(headers["ce_time"]),
        scope=scope,
        subject=headers["ce_subject"],
        key=headers["ce_partitionkey"],
        sequence=_whole_number(headers["ce_sequence"]),
        correlation_id=plain_id(headers["ce_correlationid"]) or new_id(),
        causation_id=plain_id(headers.get("ce_causationid", "")),
        traceparent=valid_traceparent(headers.get("traceparent", "")),
    )


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not UTC:
            instant = instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise BadEnvelope("ce_time is not an ISO instant") from error
    return instant


def _whole_number(text: str) -> int:
    if not _SEQUENCE.fullmatch(text) or not (number := int(text)):
        raise BadEnvelope("ce_sequence is not a whole number from 1 on")
    return number
