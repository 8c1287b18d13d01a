"""Committed rows go to the process's own relay in memory, without a scan, never before their turn."""

import time
from types import SimpleNamespace

import pytest

from shared.messaging.outgoing.handover import Handover, Turns
from shared.messaging.outgoing.leases import Lease
from shared.messaging.outgoing.outbox import shard_of
from tests.integration.messaging import ledger
from tests.integration.messaging.relays import HOUR, at_rest, in_order
from tests.integration.messaging.world import TEST_SCOPE, held, until

pytestmark = pytest.mark.integration


@pytest.fixture
async def relay(outbox):
    """A relay that holds every shard, has looked at the outbox and won't again by itself."""
    relay = outbox.relay(poll=HOUR, lease=HOUR)
    await at_rest(relay)
    return relay


async def on_the_topic(outbox, count):
    return len(await outbox.records()) >= count


async def all_published(outbox, count):
    """Wait for this many records; polling would not deliver them, as its interval exceeds any test."""
    await until(lambda: on_the_topic(outbox, count))


async def test_rows_handed_over_are_published_without_a_look_at_the_outbox(outbox, relay, monkeypatch):
    async def looked(*_):
        raise AssertionError("looked")

    monkeypatch.setattr(relay._rows, "ready", looked)
    await outbox.tell(1, "p1", relay.hand_over)
    await all_published(outbox, 1)


async def test_an_event_handed_over_waits_for_an_earlier_one_of_another_process(outbox, relay):
    await outbox.tell(1, "p1")
    await outbox.tell(2, "p1", relay.hand_over)
    await all_published(outbox, 2)
    assert [record.sequence for record in await outbox.records()] == [1, 2]


async def test_an_event_handed_over_before_the_earlier_one_does_not_overtake_it(outbox, relay):
    late = []
    await outbox.tell(1, "p1", late.extend)
    await outbox.tell(2, "p1", relay.hand_over)
    relay.hand_over(late)
    await all_published(outbox, 2)
    assert [record.sequence for record in await outbox.records()] == [1, 2]


async def test_more_rows_than_are_kept_are_found_in_the_outbox(outbox, relay):
    async def work(uow):
        tally = ledger.Tally(id="p1", **TEST_SCOPE.model_dump())
        for number in range(1, 601):
            tally = uow.save(ledger.TALLIES, tally, ledger.counted(held(number, "p1")))

    await outbox.write(work, relay.hand_over)
    await all_published(outbox, 600)
    assert in_order(await outbox.records())


async def test_rows_found_in_the_outbox_are_not_published_again_when_handed_over(outbox, relay):
    rows = []
    for number in (1, 2, 3):
        await outbox.tell(number, "p1", rows.extend)
    relay.notify()
    await all_published(outbox, 3)
    relay.hand_over(rows)
    await outbox.tell(4, "p1", relay.hand_over)
    await all_published(outbox, 4)
    assert [record.sequence for record in await outbox.records()] == [1, 2, 3, 4]


async def test_a_failure_leaves_the_rows_to_the_outbox(outbox, relay, monkeypatch):
    deliver = relay._deliver
    failures = [OSError("broker away")]

    async def failing(rows):
        if failures:
            raise failures.pop()
        await deliver(rows)

    monkeypatch.setattr(relay, "_deliver", failing)
    await outbox.tell(1, "p1", relay.hand_over)
    await all_published(outbox, 1)
    assert not failures


def row(key, sequence):
    return {"key": key, "sequence": sequence, "shard": shard_of(key)}


def test_rows_of_a_shard_that_was_lost_meanwhile_are_left_to_its_new_owner():
    shard = shard_of("k")
    held_once = Lease(shard, 1, time.monotonic() + HOUR)
    leases = SimpleNamespace(held={shard: held_once}, valid=lambda _: True)
    handover = Handover(leases, limit=10)
    assert handover.give([row("k", 1)])
    leases.held[shard] = Lease(shard, 2, held_once.until)  # lost, and taken again
    assert handover.give([row("k", 2)])
    assert [entry["sequence"] for entry in handover.take(10)] == [2]


async def test_of_a_key_only_events_that_follow_each_other_pass(outbox):
    turns = Turns(outbox.db)
    ready, some_wait = await turns.of([row("a", 2), row("b", 3), row("a", 1), row("b", 1)])
    assert [(entry["key"], entry["sequence"]) for entry in ready] == [("a", 1), ("a", 2), ("b", 1)]
    assert some_wait
