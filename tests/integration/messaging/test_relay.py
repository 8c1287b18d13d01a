"""The relay: shared by replicas, woken by others' commits, by polling at the latest; timers on time."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from shared.messaging.outgoing.leases import LEASES
from shared.messaging.outgoing.outbox import SHARDS
from shared.messaging.outgoing.relay_signal import RELAY_SIGNALS, RelaySignal
from shared.messaging.outgoing.rows import OutboxRows
from shared.runtime.clock import FixedClock
from tests.integration.messaging.relays import HOUR, at_rest, has, in_order, looked_again
from tests.integration.messaging.world import until

pytestmark = pytest.mark.integration

DUE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


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


async def test_a_relay_that_stops_while_it_takes_its_shards_ends_without_a_wait(outbox):
    relay = outbox.relay(poll=HOUR)
    take = relay._leases.renew

    async def stop_meanwhile():
        relay.stop()
        await take()

    relay._leases.renew = stop_meanwhile
    async with asyncio.timeout(30):
        await outbox.tasks.pop(relay)
    assert not relay._leases.held


async def test_a_relay_that_stops_publishes_what_the_last_transactions_left(outbox, monkeypatch):
    monkeypatch.setattr("shared.messaging.outgoing.relay._LAST_SECONDS", HOUR)
    relay = outbox.relay(poll=HOUR, lease=HOUR)
    await at_rest(relay)
    await outbox.tell(1, "p1")
    relay.stop()
    await outbox.tasks.pop(relay)
    assert await outbox.published(1)


async def test_a_relay_signal_wakes_the_relay_at_another_process_commit(outbox):
    relay = outbox.relay(poll=HOUR, lease=HOUR)
    others = RelaySignal(outbox.db, lambda: None)
    listeners = [
        asyncio.create_task(listener.run()) for listener in (RelaySignal(outbox.db, relay.notify), others)
    ]
    await at_rest(relay)
    await outbox.listen(2)
    await outbox.tell(1, "p1")
    others.send()
    await until(lambda: outbox.published(1))
    for listener in listeners:
        listener.cancel()


async def test_a_replica_does_not_wake_itself(outbox):
    signals, others_signals = [], []
    own = RelaySignal(outbox.db, partial(signals.append, 1))
    listeners = [
        asyncio.create_task(listener.run())
        for listener in (own, RelaySignal(outbox.db, partial(others_signals.append, 1)))
    ]
    await outbox.listen(2)
    own.send()
    await until(lambda: has(bool(others_signals)))
    assert not signals
    for listener in listeners:
        listener.cancel()


async def test_with_the_change_stream_broken_polling_publishes_all_the_same(outbox):
    relay = outbox.relay(poll=0.3)
    signals = []
    listener = asyncio.create_task(RelaySignal(outbox.db, partial(signals.append, 1)).run())
    await outbox.listen(1)
    await outbox.db.client.admin.command("killAllSessions", [])  # ends the stream's cursor
    await outbox.tell(1, "p1")
    await until(lambda: has(relay.published == 1))
    await until(lambda: outbox.published(1))
    assert not listener.done()
    listener.cancel()


async def test_a_relay_signal_opens_again_after_its_history_is_lost(outbox):
    signals = []
    listener = asyncio.create_task(RelaySignal(outbox.db, partial(signals.append, 1)).run())
    others = RelaySignal(outbox.db, lambda: None)
    signalling = asyncio.create_task(others.run())
    before = await outbox.listen(2)
    others.send()
    await until(lambda: has(bool(signals)))
    await outbox.db[RELAY_SIGNALS].drop()  # invalidates the stream: it can't go on from where it was
    await until(lambda: reopened(outbox, before))
    signals.clear()
    others.send()
    await until(lambda: has(bool(signals)))
    listener.cancel()
    signalling.cancel()


async def reopened(outbox, before):
    """Whether both replicas have other streams than these."""
    now = await outbox.listeners()
    return len(now) == len(before) and not now & before


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


async def test_a_timer_fires_once_at_the_first_look_from_its_time_on(outbox):
    clock = FixedClock(DUE - timedelta(milliseconds=1))
    relay = outbox.relay(clock=clock)
    await outbox.set_timer(DUE)
    await looked_again(relay)
    assert await outbox.records() == []
    clock.set(DUE)
    await looked_again(relay)
    assert len(await outbox.records()) == 1
    await looked_again(relay)
    assert len(await outbox.records()) == 1


async def test_a_timer_survives_the_relay_it_was_set_under(outbox):
    clock = FixedClock(DUE - timedelta(hours=1))
    first = outbox.relay(lease=0.5, clock=clock)
    await outbox.set_timer(DUE)
    await until(lambda: has(bool(first._leases.held)))
    await looked_again(first)
    await outbox.kill(first)
    clock.set(DUE)
    second = outbox.relay(lease=0.5, clock=clock)
    await until(lambda: outbox.published(1))
    await looked_again(second)
    assert len(await outbox.records()) == 1


async def test_a_timer_moved_while_it_fires_fires_again_at_its_new_time(outbox, monkeypatch):
    """Between publishing and marking, the timer is set to another time: the mark must not swallow that."""
    marking, moved = asyncio.Event(), asyncio.Event()
    mark = OutboxRows.mark

    async def late_mark(self, rows):
        marking.set()
        await moved.wait()
        await mark(self, rows)

    monkeypatch.setattr(OutboxRows, "mark", late_mark)
    outbox.relay()
    await outbox.set_timer(datetime.now(UTC))
    await marking.wait()
    await outbox.set_timer(datetime.now(UTC) + timedelta(seconds=0.5))
    moved.set()
    await until(lambda: outbox.published(1))
    first, second = await outbox.records()
    assert first.id != second.id
