"""The relay: shared by replicas, woken by others' commits, by polling at the latest; timers on time."""

import asyncio
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial

import ledger
import pytest
from world import TEST_SCOPE, held, until

from shared.contracts.feedback import CheckInLapseDue
from shared.messaging.doorbell import Doorbell
from shared.messaging.kafka import make_producer
from shared.messaging.leases import LEASES
from shared.messaging.outbox import OUTBOX, SHARDS
from shared.messaging.relay import Relay
from shared.messaging.transaction import Transactions
from shared.messaging.unit_of_work import UnitOfWork
from shared.runtime.clock import SystemClock
from shared.runtime.mongo import connect, database
from shared.service.streams import create_outbox_indexes
from shared.testing.harness import make_room
from shared.testing.topics import read_topic

pytestmark = pytest.mark.integration

HOUR = 3600.0


class Outbox:
    """An outbox with any number of relays on it, and no consumer."""

    def __init__(self, room, client):
        self.room = room
        self.client = client
        self.db = database(client, room.mongo_database)
        self.tasks = {}

    def relay(self, *, poll=0.02, lease=2.0):
        """Start a relay of its own."""
        producer = partial(make_producer, self.room.kafka_bootstrap, idempotent=self.room.kafka_idempotence)
        relay = Relay(
            self.client,
            self.db,
            producer,
            SystemClock(),
            topic_prefix=self.room.topic_prefix,
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

    async def write(self, work):
        """Commit like another process, which rings no bell here."""
        transactions = Transactions("feedback", self.client, self.db, lambda _: None)

        async def commit(transaction):
            uow = UnitOfWork(
                transaction, TEST_SCOPE, now=SystemClock().now(), correlation_id="c", causation_id="c"
            )
            await work(uow)
            transaction.absorb(uow.changes)

        await transactions.run(commit)

    async def tell(self, number, pairing):
        async def work(uow):
            tally = await uow.get(ledger.TALLIES, pairing) or ledger.Tally(
                id=pairing, **TEST_SCOPE.model_dump()
            )
            uow.save(ledger.TALLIES, tally, ledger.counted(held(number, pairing)))

        await self.write(work)

    async def set_timer(self, due_at, id_="c1"):
        async def work(uow):
            uow.schedule(CheckInLapseDue(check_in_id=id_), due_at)

        await self.write(work)

    async def records(self):
        return [
            envelope
            for envelope, _ in await read_topic(
                self.room.kafka_bootstrap, f"{self.room.topic_prefix}mentoring.feedback", 2
            )
        ]

    async def waiting(self):
        return await self.db[OUTBOX].count_documents({"published_at": None})

    async def published(self, count):
        """Whether so many rows are marked published."""
        return await self.db[OUTBOX].count_documents({"published_at": {"$type": "date"}}) >= count

    async def stop(self):
        for relay in self.tasks:
            relay.stop()
        await asyncio.gather(*self.tasks.values())


@pytest.fixture
async def outbox(surroundings):
    async with AsyncExitStack() as stack:
        room = await stack.enter_async_context(make_room(surroundings))
        client = connect(room.mongo_uri)
        stack.callback(client.close)
        outbox = Outbox(room, client)
        await create_outbox_indexes(outbox.db, keep_days=7)
        yield outbox
        await outbox.stop()


def in_order(records):
    """Whether each key's events appear for the first time in order, without a gap."""
    seen = {}
    for record in records:
        last = seen.setdefault(record.key, 0)
        if record.sequence > last + 1:
            return False
        seen[record.key] = max(last, record.sequence)
    return True


async def test_relays_share_the_shards_and_never_reorder_a_key(outbox):
    pairings = [f"p{n}" for n in range(12)]

    enough = asyncio.Event()

    async def write():
        number = 0
        while not enough.is_set():
            number += 1
            await asyncio.gather(*(outbox.tell(number, pairing) for pairing in pairings))
        return number

    first = outbox.relay()
    writing = asyncio.create_task(write())
    await until(lambda: has(len(first._leases.held) == SHARDS))
    second = outbox.relay()
    await until(lambda: has(len(second._leases.held) == len(first._leases.held) == SHARDS // 2))
    assert not set(first._leases.held) & set(second._leases.held)
    await until(lambda: has(second.published > 0))
    await outbox.kill(first)
    await until(lambda: has(len(second._leases.held) == SHARDS))
    enough.set()
    written = len(pairings) * await writing
    await until(lambda: outbox.published(written))
    records = await outbox.records()
    assert in_order(records)
    assert len({record.id for record in records}) == written


async def has(condition):
    return condition


async def test_a_relay_that_stops_gives_its_shards_back_at_once(outbox):
    first, second = outbox.relay(lease=HOUR), outbox.relay(lease=HOUR)
    await until(lambda: has(len(first._leases.held) + len(second._leases.held) == SHARDS))
    first.stop()
    await outbox.tasks.pop(first)
    free = await outbox.db[LEASES].count_documents(
        {"_id": {"$regex": "^relay/"}, "until": {"$lt": datetime.now(UTC)}}
    )
    assert free == SHARDS - len(second._leases.held)


async def test_a_relay_that_stops_publishes_what_the_last_transactions_left(outbox):
    relay = outbox.relay(poll=10)
    await until(lambda: has(len(relay._leases.held) == SHARDS))
    await asyncio.sleep(0.2)
    await outbox.tell(1, "p1")
    relay.stop()
    await outbox.tasks.pop(relay)
    assert await outbox.published(1)


async def test_the_doorbell_wakes_the_relay_at_another_process_commit(outbox):
    relay = outbox.relay(poll=10, lease=HOUR)
    bell = asyncio.create_task(Doorbell(outbox.db, relay.ring).run())
    await until(lambda: has(len(relay._leases.held) == SHARDS))
    await asyncio.sleep(1)  # the stream is open, and the relay waits to be woken
    began = time.monotonic()
    await outbox.tell(1, "p1")
    await until(lambda: outbox.published(1))
    assert time.monotonic() - began < 5
    bell.cancel()


async def test_with_the_change_stream_broken_polling_publishes_all_the_same(outbox):
    relay = outbox.relay(poll=0.3)
    rings = []
    bell = asyncio.create_task(Doorbell(outbox.db, partial(rings.append, 1)).run())
    await asyncio.sleep(0.5)
    await outbox.db.client.admin.command("killAllSessions", [])  # ends the stream's cursor
    await outbox.tell(1, "p1")
    await until(lambda: has(relay.published == 1))
    assert await outbox.published(1)
    assert not bell.done()
    bell.cancel()


async def test_the_doorbell_opens_again_after_its_history_is_lost(outbox):
    rings = []
    bell = asyncio.create_task(Doorbell(outbox.db, partial(rings.append, 1)).run())
    await asyncio.sleep(0.5)
    await outbox.db[OUTBOX].drop()  # invalidates the stream: it can't go on from where it was
    await asyncio.sleep(1.5)
    await outbox.tell(1, "p1")
    await until(lambda: has(bool(rings)))
    bell.cancel()


async def test_published_rows_carry_a_date_and_expire(outbox):
    outbox.relay()
    await outbox.tell(1, "p1")
    await outbox.set_timer(datetime.now(UTC) + timedelta(days=30))
    await until(lambda: outbox.published(1))
    rows = [row async for row in outbox.db[OUTBOX].find({})]
    assert sorted(isinstance(row["published_at"], datetime) for row in rows) == [False, True]
    expiry = (await outbox.db[OUTBOX].index_information())["expiry"]
    assert expiry["expireAfterSeconds"] == 7 * 86_400
    assert expiry["partialFilterExpression"] == {"published_at": {"$type": "date"}}


async def test_a_timer_fires_once_within_a_second_of_its_time(outbox):
    outbox.relay(poll=0.1)
    due = datetime.now(UTC) + timedelta(seconds=1.5)
    await outbox.set_timer(due)
    await asyncio.sleep(0.7)
    assert not await outbox.published(1)
    await until(lambda: outbox.published(1))
    row = await outbox.db[OUTBOX].find_one({})
    assert timedelta(0) <= row["published_at"] - due < timedelta(seconds=1)
    await asyncio.sleep(0.5)
    assert len(await outbox.records()) == 1


async def test_a_timer_survives_the_relay_it_was_set_under(outbox):
    first = outbox.relay(lease=0.5)
    await outbox.set_timer(datetime.now(UTC) + timedelta(seconds=1.5))
    await until(lambda: has(bool(first._leases.held)))
    await outbox.kill(first)
    outbox.relay(lease=0.5)
    await until(lambda: outbox.published(1))
    await asyncio.sleep(0.3)
    assert len(await outbox.records()) == 1


async def test_a_timer_moved_while_it_fires_fires_again_at_its_new_time(outbox, monkeypatch):
    """Between publishing and marking, the timer is set to another time: the mark must not swallow that."""
    marking, moved = asyncio.Event(), asyncio.Event()
    mark = Relay._mark

    async def late_mark(self, rows):
        marking.set()
        await moved.wait()
        await mark(self, rows)

    monkeypatch.setattr(Relay, "_mark", late_mark)
    outbox.relay()
    await outbox.set_timer(datetime.now(UTC))
    await marking.wait()
    await outbox.set_timer(datetime.now(UTC) + timedelta(seconds=0.5))
    moved.set()
    await until(lambda: outbox.published(1))
    first, second = await outbox.records()
    assert first.id != second.id
