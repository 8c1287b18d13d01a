"""A service's two streams, in and out: started and stopped together."""

import asyncio
import contextlib
from collections.abc import Sequence
from functools import partial
from typing import Final

from aiokafka.errors import KafkaError, TopicAuthorizationFailedError
from faststream.kafka import KafkaBroker

from shared.messaging.incoming.batch import Batch
from shared.messaging.incoming.consumer import BatchConsumer
from shared.messaging.incoming.failures import Failures
from shared.messaging.incoming.inbox import create_inbox_indexes
from shared.messaging.incoming.parking import WAITS_HERE, Parking, ParkingLimits, create_parking_indexes
from shared.messaging.incoming.reactions import Reactions
from shared.messaging.incoming.reactor import Reactor
from shared.messaging.incoming.retries import Retries
from shared.messaging.incoming.retry_policy import RetryPolicy
from shared.messaging.incoming.skipped import create_skipped_indexes
from shared.messaging.incoming.subscription import Subscription
from shared.messaging.letters import create_audit_indexes
from shared.messaging.outgoing.outbox import create_outbox_indexes
from shared.messaging.outgoing.relay import Relay
from shared.messaging.outgoing.relay_signal import RelaySignal
from shared.messaging.wire.kafka import create_topics, make_broker, make_producer
from shared.messaging.wire.kafka_admin import fault_of
from shared.persistence.transactions import Transactions
from shared.runtime.clock import Clock
from shared.runtime.error_reports import describe
from shared.runtime.logging import get_logger
from shared.runtime.mongo import Client, Database, Document
from shared.runtime.settings import Settings
from shared.schema import EventData
from shared.service.background import InHand
from shared.service.recent import Recent
from shared.service.vitals import Vitals

log = get_logger(__name__)

_GRACE_SECONDS: Final = 3.0
"""How long relay and retries may take to finish their work when the service stops."""


class Streams:
    """The relay, the consumer and the retries of one service.

    Args:
        name: the service.
        topic: the one it publishes on.
        reactions: its reactions; without any there is no consumer.
        settings: its settings.
        client: the driver's client.
        database: its database.
        clock: the domain's time.
        failure: the type of event by which it announces dead letters; None for none.
    """

    def __init__(
        self,
        name: str,
        topic: str,
        reactions: Reactions,
        settings: Settings,
        client: Client,
        database: Database,
        clock: Clock,
        failure: type[EventData] | None = None,
    ) -> None:
        self.name = name
        self._own_topic = settings.topic_prefix + topic
        self._settings = settings
        self._client = client
        self._database = database
        self._broker: KafkaBroker = make_broker(settings)
        self.relay = Relay(
            client,
            database,
            partial(make_producer, settings, idempotent=settings.kafka_idempotence),
            clock,
            topic_prefix=settings.topic_prefix,
            batch_size=settings.batch_size,
            poll_seconds=settings.relay_poll_seconds,
            lease_seconds=settings.relay_lease_seconds,
        )
        self._relay_signal = RelaySignal(database, self.relay.notify, alone=self.relay.alone)
        self.transactions = Transactions(
            name, client, database, self._hand_over, settings.key_of_ids, settings.event_max_bytes
        )
        policy = RetryPolicy(
            first_seconds=settings.retry_first_seconds,
            limit_seconds=settings.retry_limit_seconds,
            attempts=settings.retry_attempts,
        )
        limits = ParkingLimits(per_key=settings.parked_per_key, in_total=settings.parked_in_total)
        self.parking = Parking(
            database,
            name,
            limits,
            lambda type_: reactions.retry_policy(type_, default=policy),
            Failures(failure),
        )
        reactor = Reactor(name, reactions, clock, settings.topic_prefix)
        self.consumer = BatchConsumer(reactor, self.transactions, self.parking)
        self.retries = Retries(reactor, self.transactions, self.parking, self.transactions.signal(WAITS_HERE))
        self._topics = [settings.topic_prefix + topic for topic in reactions.topics]
        self._subscription = self._subscribe() if self._topics else None
        self.in_hand = InHand()
        self.vitals = Vitals(
            name, self.relay, self.consumer, self._subscription, self.parking, clock, self.in_hand
        )
        self._tasks: list[asyncio.Task[None]] = []
        self._faults = Recent(lambda: self.vitals.faults(self._tasks))
        self._measured = Recent(self.vitals.measure)

    def _subscribe(self) -> Subscription[Batch]:
        group = self._settings.topic_prefix + self.name
        return Subscription(
            self._broker,
            self._topics,
            group,
            batch_size=self._settings.batch_size,
            read=self.consumer.read,
            handle=self.consumer.process,
        )

    def _hand_over(self, rows: Sequence[Document]) -> None:
        if not self.relay.hand_over(rows):
            self._relay_signal.send()

    def wake_relays(self) -> None:
        """Wake this replica's relay and the others' to read the outbox."""
        self.relay.notify()
        self._relay_signal.send()

    async def start(self) -> None:
        """Prepare database and topics, then let events flow; waits for Kafka and MongoDB to be there."""
        await create_outbox_indexes(self._database, keep_days=self._settings.outbox_days)
        await create_inbox_indexes(self._database, keep_days=self._settings.inbox_days)
        await create_parking_indexes(self._database)
        await create_audit_indexes(self._database)
        await create_skipped_indexes(self._database)
        await self._create_topics()
        await self._broker.start()
        self._tasks = [
            asyncio.create_task(self.relay.run(), name="relay"),
            asyncio.create_task(self._relay_signal.run(), name="relay-signal"),
            asyncio.create_task(self.retries.run(), name="retries"),
        ]
        if self._subscription:
            self._tasks.append(asyncio.create_task(self._subscription.run(), name="consumer"))

    async def stop(self) -> None:
        """Finish the batch in progress, commit, leave the group, then publish the rest of the outbox."""
        self.retries.stop()
        if self._subscription:
            await self._subscription.stop()
        self.relay.stop()
        for task in self._tasks:
            if task.get_name() == "relay-signal":
                task.cancel()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=_GRACE_SECONDS)
            for task in late:  # the broker or the database is unavailable; nothing is lost
                task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._broker.stop()

    async def _create_topics(self) -> None:
        names = sorted({*self._topics, self._own_topic})
        while True:
            try:
                await create_topics(
                    self._settings,
                    names,
                    partitions=self._settings.topic_partitions,
                    replication=self._settings.topic_replication,
                    retention_days=self._settings.topic_retention_days,
                )
            except TopicAuthorizationFailedError as error:
                log.warning("waiting for a topic that only its owner may create", error=str(error))
                await asyncio.sleep(1)
            except (KafkaError, OSError) as error:
                log.warning("waiting for the broker", fault=fault_of(error), error=describe(error))
                await asyncio.sleep(1)
            else:
                return

    async def faults(self) -> list[str]:
        """Return the faults that keep the service from making progress; empty if there are none."""
        return await self._faults.get()

    async def measure(self) -> None:
        """Update the gauges."""
        await self._measured.get()
