"""The state of a service's streams for probes, metrics and operators, available at any time."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from aiokafka import TopicPartition

from shared.messaging.incoming.batch import Batch
from shared.messaging.incoming.consumer import BatchConsumer
from shared.messaging.incoming.parking import Parking
from shared.messaging.incoming.subscription import Subscription
from shared.messaging.outgoing.relay import Relay
from shared.messaging.wire.kafka import PartitionLag
from shared.runtime import metrics
from shared.runtime.clock import Clock
from shared.runtime.logging import get_logger
from shared.service.background import InHand
from shared.service.progress import STUCK_SECONDS, PartitionWatch

log = get_logger(__name__)

_MOST_NAMED: Final = 3
_ANSWER_SECONDS: Final = 2.0
"""How long broker or database may take: less than a probe waits."""


@dataclass
class _Figures:
    """The latest measurements; they stay while the broker or the database is unavailable."""

    parked: dict[str, int] = field(default_factory=lambda: {"parked": 0, "queued": 0, "dead": 0})
    skipped: int = 0
    lags: Sequence[PartitionLag] = ()
    outbox_pending: int = 0
    outbox_oldest_seconds: float = 0.0
    outgoing: dict[str, int] = field(default_factory=lambda: {"refused": 0, "withheld": 0})

    @property
    def lag(self) -> int:
        """Events of all partitions that are not handled yet."""
        return sum(partition.lag for partition in self.lags)


class Vitals:
    """Looks after the streams of one service.

    Args:
        name: the service.
        relay: what publishes.
        consumer: what handles.
        subscription: where the consumer's events come from; None where there is none.
        parking: where failed events wait.
        clock: the domain's time.
        in_hand: long work of this replica.
    """

    def __init__(
        self,
        name: str,
        relay: Relay,
        consumer: BatchConsumer,
        subscription: Subscription[Batch] | None,
        parking: Parking,
        clock: Clock,
        in_hand: InHand,
    ) -> None:
        self._name = name
        self._in_hand = in_hand
        self._relay = relay
        self._consumer = consumer
        self._subscription = subscription
        self._parking = parking
        self._clock = clock
        self._figures = _Figures()
        self._watch = PartitionWatch(name)

    async def faults(self, tasks: Sequence[asyncio.Task[None]]) -> list[str]:
        """Return the faults that keep the service from making progress; empty if there are none.

        Args:
            tasks: the relay's and its helpers', which never end by themselves.
        """
        away = await asyncio.gather(
            self._ask("database", self._look_at_oldest), self._ask("broker", self._look_at_lag)
        )
        faults = [fault for fault in away if fault]
        faults += [f"{task.get_name()} has ended" for task in tasks if task.done()]
        if not tasks:
            faults.append("starting")
        if self._figures.outbox_oldest_seconds > STUCK_SECONDS:
            faults.append(f"outbox: a row waits for {self._figures.outbox_oldest_seconds:.0f} s")
        if self._subscription and not self._subscription.ready:
            faults.append("consumer: no partitions yet")
        elif self._subscription:
            faults += [f"topic {topic} is missing" for topic in self._subscription.missing_topics()]
            faults += self._standing_still()
        return faults

    @property
    def busy(self) -> bool:
        """Whether this replica is at work on events, as far as it knows without asking broker or database."""
        incoming = self._subscription is not None and self._subscription.busy
        return incoming or self._relay.busy or self._in_hand.count > 0

    @property
    def totals(self) -> tuple[int, int]:
        """How many events this replica has published and handled so far."""
        return self._relay.published, self._consumer.handled

    def handled(self, partition: TopicPartition) -> int | None:
        """Return the offset after the last record that this replica has handled; None before the first."""
        return self._subscription.handled.get(partition) if self._subscription else None

    async def state(self) -> dict[str, Any]:
        """Return the counts behind ``/ops/stream``.

        Those of a part that ``faults`` names are the last known.
        """
        in_hand = self._in_hand.count
        faults = await self._look()
        figures = self._figures
        return {
            "service": self._name,
            "now": self._clock.now(),
            "lag": figures.lag,
            "partitions": figures.lags,
            "outbox_pending": figures.outbox_pending,
            "outbox_oldest_seconds": figures.outbox_oldest_seconds,
            "published_total": self._relay.published,
            "handled_total": self._consumer.handled,
            "in_hand": max(in_hand, self._in_hand.count),  # it may begin or end while the rest is counted
            "skipped": figures.skipped,
            "outgoing_dead": figures.outgoing["refused"],
            "outgoing_withheld": figures.outgoing["withheld"],
            "faults": faults,
            "alarms": self._alarms(),
            **figures.parked,
        }

    def _alarms(self) -> list[str]:
        """Return the conditions that need an operator although the rest flows."""
        refused, withheld = (self._figures.outgoing[name] for name in ("refused", "withheld"))
        alarm = f"outbox: the broker refuses {refused} events and {withheld} wait behind them"
        alarms = [f"{alarm} (/ops/outgoing-dead-letters)"] if refused else []
        if skipped := self._figures.skipped:
            alarms.append(f"consumer: records were skipped {skipped} times in a day (/ops/skipped-records)")
        return alarms

    async def measure(self) -> None:
        """Update the gauges; those of a part that is unavailable keep their last value."""
        await self._look()
        figures = self._figures
        metrics.PARKED_NOW.labels(self._name).set(figures.parked["parked"] + figures.parked["queued"])
        metrics.DEAD_NOW.labels(self._name).set(figures.parked["dead"])
        metrics.OUTBOX_AGE.set(figures.outbox_oldest_seconds)
        metrics.REFUSED_NOW.set(figures.outgoing["refused"])
        metrics.WITHHELD_NOW.set(figures.outgoing["withheld"])
        metrics.CONSUMER_LAG.labels(self._name).set(figures.lag)
        self._watch.measure(figures.lags)

    async def _look(self) -> list[str]:
        """Bring all figures up to date; returns what does not answer.

        In this order: what the consumer has finished since shows up in the outbox, never between the two.
        """
        faults = [
            await self._ask("database", self._look_at_parked),
            await self._ask("broker", self._look_at_lag),
        ]
        if not faults[0]:
            faults.append(await self._ask("database", self._look_at_outbox))
        return [fault for fault in faults if fault]

    async def _look_at_parked(self) -> None:
        self._figures.parked = await self._parking.counts()
        self._figures.skipped = await self._consumer.skipped_lately()

    async def _look_at_lag(self) -> None:
        if self._subscription:
            lags = await self._subscription.lags()
            self._figures.lags = self._watch.look(lags, time.monotonic(), self._consumer.waits)

    async def _look_at_oldest(self) -> None:
        self._figures.outbox_oldest_seconds = await self._relay.oldest_seconds()

    async def _look_at_outbox(self) -> None:
        self._figures.outbox_pending = await self._relay.pending()
        self._figures.outgoing = await self._relay.refused()
        await self._look_at_oldest()

    @staticmethod
    async def _ask(part: str, look: Callable[[], Awaitable[None]]) -> str:
        """Look at a part; returns what is wrong with it, or nothing."""
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                await look()
        except Exception as error:  # noqa: BLE001 (the state reports any error)
            metrics.PART_ANSWERS.labels(part).set(0)
            log.warning("a dependency does not respond", part=part, error=type(error).__name__)
            return f"{part}: does not answer"
        metrics.PART_ANSWERS.labels(part).set(1)
        return ""

    def _standing_still(self) -> list[str]:
        """Return the partitions that have stood still for too long; the first ones by name."""
        stuck = [each for each in self._figures.lags if each.stuck_seconds > STUCK_SECONDS]
        named = [
            f"consumer: {each.topic}/{each.partition} has made no progress for {each.stuck_seconds:.0f} s"
            + (f": {each.reason.partition(' ')[0]}" if each.reason else "")
            for each in stuck[:_MOST_NAMED]
        ]
        more = len(stuck) - len(named)
        return [*named, f"consumer: {more} more partitions make no progress"] if more else named
