"""An outbox with any number of relays on it, for the tests of both."""

import asyncio
import time
from functools import partial

from shared.contracts.feedback import CheckInLapseDue
from shared.messaging.outgoing.outbox import SHARDS
from shared.messaging.outgoing.relay import Relay
from shared.messaging.outgoing.relay_signal import RELAY_SIGNALS
from shared.messaging.unit_of_work import UnitOfWork
from shared.messaging.wire.kafka import make_producer
from shared.persistence.transaction import OUTBOX
from shared.persistence.transactions import Transactions
from shared.runtime.clock import SystemClock
from shared.runtime.mongo import database
from shared.testing.topics import read_topic
from tests.integration.messaging import ledger
from tests.integration.messaging.world import TEST_SCOPE, held, until

HOUR = 3600.0


class Outbox:
    """An outbox with any number of relays on it, and no consumer."""

    def __init__(self, namespace, client):
        self.namespace = namespace
        self.client = client
        self.db = database(client, namespace.mongo_database)
        self.tasks = {}

    def relay(self, *, poll=0.02, lease=2.0, clock=None):
        """Start a relay of its own."""
        producer = partial(make_producer, self.namespace, idempotent=self.namespace.kafka_idempotence)
        relay = Relay(
            self.client,
            self.db,
            producer,
            clock or SystemClock(),
            topic_prefix=self.namespace.topic_prefix,
            batch_size=50,
            poll_seconds=poll,
            lease_seconds=lease,
        )
        self.tasks[relay] = asyncio.create_task(relay.run())
        return relay

    async def kill(self, relay):
        """End a relay as kill -9 would: it gives nothing back."""

        async def nothing():
            return None

        relay._leases.give_all_back = nothing
        self.tasks[relay].cancel()
        await asyncio.gather(self.tasks.pop(relay), return_exceptions=True)

    async def write(self, work, hand_over=lambda _: None):
        """Commit; unless its rows are handed over, like another process, which signals no listener here."""
        transactions = Transactions("feedback", self.client, self.db, hand_over)

        async def commit(transaction):
            uow = UnitOfWork(
                transaction, TEST_SCOPE, now=SystemClock().now(), correlation_id="c", causation_id="c"
            )
            await work(uow)
            transaction.absorb(uow.changes)

        await transactions.run(commit)

    async def tell(self, number, pairing, hand_over=lambda _: None):
        async def work(uow):
            tally = await uow.get(ledger.TALLIES, pairing) or ledger.Tally(
                id=pairing, **TEST_SCOPE.model_dump()
            )
            uow.save(ledger.TALLIES, tally, ledger.counted(held(number, pairing)))

        await self.write(work, hand_over)

    async def set_timer(self, due_at, id_="c1"):
        async def work(uow):
            uow.schedule(CheckInLapseDue(check_in_id=id_), due_at)

        await self.write(work)

    async def records(self):
        return [
            envelope
            for envelope, _ in await read_topic(
                self.namespace, f"{self.namespace.topic_prefix}mentoring.feedback", 2
            )
        ]

    async def listeners(self):
        """The change streams that are open on the signals, by their cursors."""
        steps = [
            {"$currentOp": {"idleCursors": True}},
            {"$match": {"ns": f"{self.db.name}.{RELAY_SIGNALS}", "cursor.cursorId": {"$exists": True}}},
        ]
        return {each["cursor"]["cursorId"] async for each in self.client.admin.aggregate(steps)}

    async def listen(self, count):
        """Wait until this many replicas listen; return their cursors."""
        present = set()

        async def enough():
            nonlocal present
            present = await self.listeners()
            return len(present) == count

        await until(enough)
        return present

    async def waiting(self):
        """Return how many rows are to be published, except those set aside."""
        return await self.db[OUTBOX].count_documents({"published_at": None, "shard": {"$gte": 0}})

    async def published(self, count):
        """Whether this many rows are marked published."""
        return await self.db[OUTBOX].count_documents({"published_at": {"$type": "date"}}) >= count

    async def stop(self):
        for relay in self.tasks:
            relay.stop()
        await asyncio.gather(*self.tasks.values())


def in_order(records):
    """Whether each key's events appear for the first time in order, without a gap."""
    seen = {}
    for record in records:
        last = seen.setdefault(record.key, 0)
        if record.sequence > last + 1:
            return False
        seen[record.key] = max(last, record.sequence)
    return True


async def at_rest(relay):
    """Wait until a relay holds every shard and has looked at the outbox: now it waits to be woken."""
    await until(lambda: has(len(relay._leases.held) == SHARDS and relay._look_at > time.monotonic()))


async def looked_again(relay):
    """Wait until a relay has looked at the outbox from now on, and has published what it found."""
    looks, ready = [], relay._rows.ready

    async def noted(shards, limit):
        looks.append(await ready(shards, limit))
        return looks[-1]

    relay._rows.ready = noted
    await until(lambda: has(len(looks) > 1))  # before the second look, what the first found is published
    relay._rows.ready = ready


async def has(condition):
    return condition
