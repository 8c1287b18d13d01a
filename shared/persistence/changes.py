"""The writes of a unit of work, held back until they are sent together."""

from typing import Any

from shared.kernel import Aggregate
from shared.persistence.collection import Collection
from shared.runtime.mongo import Document, Write

Slot = tuple[str, str]
"""Collection name and document id."""


class Changes:
    """Writes held back: the latest state of each document, events to publish, timers to change."""

    def __init__(self) -> None:
        self.states: dict[Slot, tuple[Collection[Any], Aggregate | None]] = {}
        self.outbox: list[Document] = []
        self.timers: list[Write] = []
        self.signals: set[str] = set()

    def absorb(self, other: "Changes") -> None:
        """Take over another's writes."""
        self.states.update(other.states)
        self.outbox.extend(other.outbox)
        self.timers.extend(other.timers)
        self.signals.update(other.signals)

    def __bool__(self) -> bool:
        return bool(self.states or self.outbox or self.timers)
