"""Hazards of a consumer's events, each a small wrapper: repetition, failure, lost transactions.

All are deterministic for a seed, so that what a test found it finds again.
"""

import random
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from pymongo.errors import AutoReconnect

from shared.messaging.incoming.reactions import Reaction, Reactions
from shared.messaging.unit_of_work import UnitOfWork
from shared.messaging.wire.envelope import Envelope, Event
from shared.schema import EventData
from shared.testing.topics import Publisher

Delivery = tuple[Envelope, EventData]


class InjectedFailure(Exception):  # noqa: N818
    """A failure that a test wanted."""


class _Wrapped(Reactions, ABC):
    """Reactions whose handlers may be struck when their work is done, and must then leave no trace of it."""

    @abstractmethod
    def strike(self, event: Event[Any]) -> None:
        """Raise, or not."""

    def __init__(self, real: Reactions, seed: int) -> None:
        super().__init__()
        self.struck = 0
        self._seed = seed
        self._reactions = {type_: self._wrap(reaction) for type_, reaction in real._reactions.items()}  # noqa: SLF001

    def _wrap(self, reaction: Reaction) -> Reaction:
        async def handler(event: Event[Any], uow: UnitOfWork) -> None:
            await reaction.handler(event, uow)
            self.strike(event)

        return replace(reaction, handler=handler)

    def _chance(self, event: Event[Any]) -> random.Random:
        """Return the same luck for the same event, whatever came before it."""
        return random.Random(f"{self._seed}/{event.id}")  # noqa: S311 (no secret)


class RandomFail(_Wrapped):
    """Fails a share of the events, each once or twice: parking must bring them back.

    Args:
        real: the service's reactions.
        seed: which events fail, and how often.
        share: of all events.
    """

    def __init__(self, real: Reactions, seed: int, share: float = 0.3) -> None:
        super().__init__(real, seed)
        self._share = share
        self._left: dict[str, int] = {}

    def strike(self, event: Event[Any]) -> None:
        """Fail the event if its luck says so and it has not failed often enough."""
        luck = self._chance(event)
        left = self._left.setdefault(event.id, luck.randint(1, 2) if luck.random() < self._share else 0)
        if left:
            self._left[event.id] -= 1
            self.struck += 1
            raise InjectedFailure("the test wants this event to fail")


class CrashAfterStep(_Wrapped):
    """Loses the whole transaction after some events' handlers, once each, as when the primary steps down.

    Args:
        real: the service's reactions.
        seed: after which events.
        share: of all events.
    """

    def __init__(self, real: Reactions, seed: int, share: float = 0.3) -> None:
        super().__init__(real, seed)
        self._share = share
        self._lost: set[str] = set()

    def strike(self, event: Event[Any]) -> None:
        """Lose the transaction if the event's luck says so and it has not cost one before."""
        if event.id not in self._lost and self._chance(event).random() < self._share:
            self._lost.add(event.id)
            self.struck += 1
            error = AutoReconnect("the test wants this transaction to be lost")
            error._add_error_label("TransientTransactionError")  # noqa: SLF001 (as the driver does)
            raise error


@dataclass
class Duplicator:
    """Publishes every event several times: each at once again, and all of them again at the end.

    Attributes:
        publisher: what really publishes.
        times: how often each event is delivered, 2 or more.
    """

    publisher: Publisher
    times: int = 3
    sent: list[Delivery] = field(default_factory=list)

    async def send_all(self, deliveries: Iterable[Delivery]) -> None:
        """Publish these events, in order, with their repetitions."""
        self.sent = list(deliveries)
        for envelope, data in self.sent:
            for _ in range(self.times - 1):
                await self.publisher.send(envelope, data)
        for envelope, data in self.sent:
            await self.publisher.send(envelope, data)


def interleaved(deliveries: Sequence[Delivery], seed: int) -> list[Delivery]:
    """Another order of the same events, in which each key's events keep theirs."""
    luck = random.Random(seed)  # noqa: S311 (no secret)
    ticks = count()
    by_key: dict[str, list[Delivery]] = {}
    for delivery in deliveries:
        by_key.setdefault(delivery[0].key, []).append(delivery)
    places: list[tuple[float, int, Delivery]] = []
    for events in by_key.values():
        for moment, delivery in zip(sorted(luck.random() for _ in events), events, strict=True):
            places.append((moment, next(ticks), delivery))
    return [delivery for _, _, delivery in sorted(places, key=lambda place: place[:2])]
