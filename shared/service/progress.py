"""The progress of each partition: one that makes none is visible beside others that do."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from shared.messaging.wire.kafka import PartitionLag
from shared.runtime import metrics
from shared.runtime.logging import get_logger

log = get_logger(__name__)

STUCK_SECONDS: Final = 60.0
"""Work that waits longer than this without progress makes a service not ready."""

_Place = tuple[str, int]


class _Moved(NamedTuple):
    position: int
    at: float


class PartitionWatch:
    """Records when each partition last moved.

    Args:
        consumer: whose partitions.
    """

    def __init__(self, consumer: str) -> None:
        self._consumer = consumer
        self._moved: dict[_Place, _Moved] = {}
        self._stuck: set[_Place] = set()
        self._measured: set[_Place] = set()

    def look(self, lags: Sequence[PartitionLag], now: float, waits: str) -> list[PartitionLag]:
        """Return the lags with the time each partition has stood still, and why.

        Args:
            lags: as they are now, of the partitions this member has.
            now: seconds of a clock that never runs backwards.
            waits: what the consumer waits for, if it does.
        """
        before, self._moved = self._moved, {}
        return [self._judged(lag, before.get((lag.topic, lag.partition)), now, waits) for lag in lags]

    def _judged(self, lag: PartitionLag, before: _Moved | None, now: float, waits: str) -> PartitionLag:
        place = (lag.topic, lag.partition)
        moved = before is None or before.position != lag.position or not lag.lag
        since = now if moved or before is None else before.at
        self._moved[place] = _Moved(lag.position, since)
        seconds = round(now - since, 1)
        reason = (lag.reason or waits) if lag.lag else ""
        self._tell(place, seconds, reason)
        return replace(lag, stuck_seconds=seconds, reason=reason)

    def _tell(self, place: _Place, seconds: float, reason: str) -> None:
        """Log once that a partition makes no progress."""
        if seconds <= STUCK_SECONDS:
            self._stuck.discard(place)
        elif place not in self._stuck:
            self._stuck.add(place)
            topic, partition = place
            log.error(
                "partition makes no progress", topic=topic, partition=partition, seconds=seconds, error=reason
            )

    def measure(self, lags: Sequence[PartitionLag]) -> None:
        """Update the gauges; remove those of partitions that another member has now."""
        gauge = metrics.PARTITION_STUCK
        places = {(lag.topic, lag.partition) for lag in lags}
        for topic, partition in self._measured - places:
            gauge.remove(self._consumer, topic, str(partition))
        for lag in lags:
            gauge.labels(self._consumer, lag.topic, str(lag.partition)).set(lag.stuck_seconds)
        self._measured = places
