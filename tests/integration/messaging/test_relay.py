"""The relay: shared by replicas, woken by others' commits, by polling at the latest; timers on time."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from relays import HOUR, has, in_order
from world import until

from shared.messaging.doorbell import BELLS, Doorbell
from shared.messaging.leases import LEASES
from shared.messaging.outbox import SHARDS
from shared.messaging.relay import Relay

pytestmark = pytest.mark.integration


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
    others = Doorbell(outbox.db, lambda: None)
    bells = [asyncio.create_task(bell.run()) for bell in (Doorbell(outbox.db, relay.ring), others)]
    await until(lambda: has(len(relay._leases.held) == SHARDS))
    await asyncio.sleep(1)  # the stream is open, and the relay waits to be woken
    began = time.monotonic()
    await outbox.tell(1, "p1")
    others.press()
    await until(lambda: outbox.published(1))
    assert time.monotonic() - began < 5
    for bell in bells:
        bell.cancel()


async def test_a_replica_does_not_wake_itself(outbox):
    rings, others_rings = [], []
    own = Doorbell(outbox.db, partial(rings.append, 1))
    bells = [
        asyncio.create_task(bell.run())
        for bell in (own, Doorbell(outbox.db, partial(others_rings.append, 1)))
    ]
    await asyncio.sleep(0.5)
    own.press()
    await until(lambda: has(bool(others_rings)))
    assert not rings
    for bell in bells:
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
    others = Doorbell(outbox.db, lambda: None)
    ringing = asyncio.create_task(others.run())
    others.press()
    await until(lambda: has(bool(rings)))
    rings.clear()
    await outbox.db[BELLS].drop()  # invalidates the stream: it can't go on from where it was
    await asyncio.sleep(1.5)
    others.press()
    await until(lambda: has(bool(rings)))
    bell.cancel()
    ringing.cancel()


async def test_published_rows_carry_a_date_and_expire(outbox):
    outbox.relay()
    await outbox.tell(1, "p1")
    await outbox.set_timer(datetime.now(UTC) + timedelta(days=30))
    await until(lambda: outbox.published(1))
    rows = [row async for row in outbox.db["outbox"].find({})]
    assert sorted(isinstance(row["published_at"], datetime) for row in rows) == [False, True]
    expiry = (await outbox.db["outbox"].index_information())["expiry"]
    assert expiry["expireAfterSeconds"] == 7 * 86_400
    assert expiry["partialFilterExpression"] == {"published_at": {"$type": "date"}}


async def test_a_timer_fires_once_within_a_second_of_its_time(outbox):
    outbox.relay(poll=0.1)
    due = datetime.now(UTC) + timedelta(seconds=1.5)
    await outbox.set_timer(due)
    await asyncio.sleep(0.7)
    assert not await outbox.published(1)
    await until(lambda: outbox.published(1))
    row = await outbox.db["outbox"].find_one({})
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
