"""The outcome of sending rows: delivered, refused for their content, or not delivered this time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from aiokafka.errors import (
    CorruptRecordException,
    InvalidTimestampError,
    KafkaError,
    MessageSizeTooLargeError,
    PolicyViolationError,
    RecordListTooLargeError,
    UnknownError,
    UnsupportedForMessageFormatError,
)

from shared.runtime.mongo import Document

_OF_THE_ROW: Final = (
    CorruptRecordException,
    InvalidTimestampError,
    MessageSizeTooLargeError,
    PolicyViolationError,
    RecordListTooLargeError,
    UnsupportedForMessageFormatError,
)
"""Errors of the broker about the records it is sent."""
_TROUBLE: Final = (KafkaError, OSError, TimeoutError)
"""Errors of the broker or the connection, except the above and ``UnknownError``.

That is what aiokafka makes of codes it does not know: of the row (InvalidRecord, 87) or the broker (-1).
"""


class Item(NamedTuple):
    """A row as it is sent."""

    row: Document
    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


@dataclass(frozen=True)
class Refusal:
    """A row that does not get through as it is."""

    row: Document
    error: Exception


@dataclass
class Delivery:
    """The outcome of sending some rows.

    Attributes:
        delivered: acknowledged.
        refused: those at fault.
        held: their keys, of which later rows were not sent.
        trouble: why the remaining rows were not sent, if it is not for a refusal.
    """

    delivered: list[Document] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    held: set[object] = field(default_factory=set)
    trouble: Exception | None = None

    def accept(self, items: Sequence[Item]) -> None:
        """Note that these are acknowledged."""
        self.delivered += [item.row for item in items]

    def refuse(self, row: Document, error: Exception) -> None:
        """Note that a row is at fault."""
        self.refused.append(Refusal(row, error))
        self.held.add(row.get("key"))


def is_the_rows(error: Exception) -> bool:
    """Return whether a refusal is certainly for what was sent."""
    return isinstance(error, _OF_THE_ROW)


def may_be_the_rows(error: Exception) -> bool:
    """Return whether a refusal may be for what was sent."""
    return isinstance(error, (*_OF_THE_ROW, UnknownError)) or not isinstance(error, _TROUBLE)
