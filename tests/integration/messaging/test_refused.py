"""Rows that the broker refuses are set aside with their key; everything else flows, in order."""

import asyncio
import base64
import random
from datetime import UTC, datetime

import pytest
from aiokafka.errors import (
    KafkaConnectionError,
    MessageSizeTooLargeError,
    UnknownError,
)

from shared.messaging.letters import Selection
from shared.messaging.outgoing.dead_letters import OutgoingDeadLetters
from shared.messaging.outgoing.delivery import Refusal
from shared.messaging.outgoing.leases import LeaseLost
from shared.messaging.outgoing.outbox import SET_ASIDE, SHARDS
from shared.persistence.transaction import OUTBOX
from shared.persistence.transactions import Transactions
from tests.integration.messaging.refusing import Refusing
from tests.integration.messaging.relays import HOUR, at_rest, has, in_order
from tests.integration.messaging.world import until

pytestmark = pytest.mark.integration

PAIRINGS = tuple(f"p{n}" for n in range(12))
NUMBERS = (1, 2, 3)


@pytest.fixture
def refusing(monkeypatch):
    return Refusing(monkeypatch)


@pytest.fixture
def letters(outbox):
    """The outgoing dead letters; a decision wakes every relay there is."""

    def wake():
        for relay in outbox.tasks:
            relay.notify()

    return OutgoingDeadLetters(Transactions("feedback", outbox.client, outbox.db, lambda _: None), wake)


async def tell_all(outbox, pairings=PAIRINGS, numbers=NUMBERS, **hand_over):
    for number in numbers:
        await asyncio.gather(*(outbox.tell(number, pairing, **hand_over) for pairing in pairings))


async def published_numbers(outbox):
    """The sequences on the topic by pairing, each when it first appeared."""
    records = await outbox.records()
    assert in_order(records)
    sequences = {}
    for record in records:
        if record.sequence not in sequences.setdefault(record.subject, []):
            sequences[record.subject].append(record.sequence)
    return sequences


def all_but(pairing, left=()):
    return {name: list(NUMBERS) for name in PAIRINGS if name != pairing} | (
        {pairing: list(left)} if left else {}
    )


async def flows(outbox, expected):
    async def so():
        return await outbox.waiting() == 0 and await published_numbers(outbox) == expected

    await until(so)


async def aside(outbox):
    """The sequences set aside, by pairing."""
    sequences = {}
    async for row in outbox.db[OUTBOX].find({"shard": SET_ASIDE}).sort("sequence", 1):
        sequences.setdefault(row["aggregateid"], []).append(row["sequence"])
    return sequences


async def spoil(outbox, pairing, sequence, **fields):
    row = {"aggregateid": pairing, "sequence": sequence}
    assert (await outbox.db[OUTBOX].update_one(row, {"$set": fields})).modified_count


def too_large():
    """More than a broker takes in one record, and nothing that can be compressed."""
    return base64.b64encode(random.Random(1).randbytes(1_500_000)).decode()


async def test_a_row_too_large_for_the_broker_stops_its_own_key_only(outbox, letters, stack):
    if "Tansu" in stack.broker:
        pytest.skip("Tansu takes records of any size")
    await tell_all(outbox)
    row = await outbox.db[OUTBOX].find_one({"aggregateid": "p3", "sequence": 2})
    await spoil(outbox, "p3", 2, payload=too_large())
    outbox.relay()
    await flows(outbox, all_but("p3", [1]))
    assert await aside(outbox) == {"p3": [2, 3]}
    (letter,), total = await letters.page(Selection(all=True), limit=10, offset=0)
    assert (letter.id, letter.followers, letter.attempts, total) == (row["_id"], 1, 1, 1)
    assert letter.error.startswith("MessageSizeTooLargeError")
    assert len(letter.value) < 100
    await spoil(outbox, "p3", 2, payload=row["payload"])
    await letters.decide("redrive", Selection(all=True), who="olga", why="repaired")
    await flows(outbox, all_but("p3", NUMBERS))
    assert await aside(outbox) == {}


@pytest.mark.parametrize("error", [MessageSizeTooLargeError, UnknownError, TypeError])
async def test_a_refused_batch_is_halved_until_the_rows_at_fault_are_found(outbox, refusing, error):
    await tell_all(outbox)
    refusing.errors = {("p3", 1): error(), ("p7", 2): error()}
    outbox.relay()
    await flows(outbox, {**all_but("p3"), "p7": [1]})
    assert await aside(outbox) == {"p3": [1, 2, 3], "p7": [2, 3]}


@pytest.mark.parametrize(
    "fields",
    [{"payload": None}, {"topic": "mentoring.nowhere"}, {"time": "soon"}, {"source": 7}, {"tenant": "a/b"}],
)
async def test_a_row_that_can_not_be_sent_at_all_stops_its_own_key_only(outbox, fields, monkeypatch, stack):
    if "Tansu" in stack.broker and "topic" in fields:
        pytest.skip("Tansu makes any topic it is asked for")
    monkeypatch.setattr("shared.messaging.outgoing.sender._TOPIC_SECONDS", 0.3)
    await tell_all(outbox)
    await spoil(outbox, "p3", 2, **fields)
    outbox.relay()
    await flows(outbox, all_but("p3", [1]))
    assert await aside(outbox) == {"p3": [2, 3]}


async def test_a_passing_fault_of_the_broker_sets_nothing_aside(outbox, refusing):
    await tell_all(outbox)
    refusing.errors = {("p3", 1): [UnknownError() for _ in range(3)], ("p5", 1): [KafkaConnectionError()]}
    outbox.relay()
    await flows(outbox, all_but("p3", NUMBERS))
    assert refusing.refusals == 4
    assert await aside(outbox) == {}


async def test_a_row_refused_for_an_unknown_reason_with_nothing_after_it_is_set_aside_in_the_end(
    outbox, refusing
):
    await outbox.tell(1, "p1")
    refusing.errors = {("p1", 1): UnknownError()}
    outbox.relay()
    await until(lambda: has(refusing.refusals > 2))
    assert await aside(outbox) == {}
    await until(lambda: has_aside(outbox, {"p1": [1]}))
    await outbox.tell(1, "p2")
    await flows(outbox, {"p2": [1]})


async def test_rows_handed_over_wait_behind_a_refused_one(outbox, refusing, letters):
    relay = outbox.relay(poll=10, lease=HOUR)
    await at_rest(relay)
    refusing.errors = {("p3", 2): MessageSizeTooLargeError()}
    await tell_all(outbox, hand_over=relay.hand_over)
    await flows(outbox, all_but("p3", [1]))
    await outbox.tell(4, "p3", relay.hand_over)
    await until(lambda: has_aside(outbox, {"p3": [2, 3, 4]}))
    refusing.errors = {}
    await letters.decide("redrive", Selection(key=await key_of(outbox, "p3")), who="olga", why="larger limit")
    await flows(outbox, all_but("p3", [1, 2, 3, 4]))


async def has_aside(outbox, expected):
    return await aside(outbox) == expected


async def key_of(outbox, pairing):
    return (await outbox.db[OUTBOX].find_one({"aggregateid": pairing}))["key"]


async def test_after_a_restart_and_with_another_replica_the_key_still_waits(outbox, refusing, letters):
    await tell_all(outbox)
    refusing.errors = {("p3", 2): MessageSizeTooLargeError()}
    first = outbox.relay()
    await flows(outbox, all_but("p3", [1]))
    await outbox.kill(first)
    refusing.errors = {}
    await outbox.tell(4, "p3")
    for _ in range(2):
        outbox.relay()
    await until(lambda: has_aside(outbox, {"p3": [2, 3, 4]}))
    assert (await published_numbers(outbox))["p3"] == [1]
    await letters.decide("redrive", Selection(all=True), who="olga", why="larger limit")
    await flows(outbox, all_but("p3", [1, 2, 3, 4]))


async def test_discarding_lets_the_next_of_the_key_come_up(outbox, refusing, letters):
    await tell_all(outbox, ("p1", "p2"), (1, 2, 3))
    refusing.errors = {("p1", 1): MessageSizeTooLargeError(), ("p1", 2): MessageSizeTooLargeError()}
    outbox.relay()
    for number in (1, 2):
        await until(lambda left=number: has_aside(outbox, {"p1": list(range(left, 4))}))
        decision = await letters.decide("discard", Selection(all=True), who="olga", why="of no use")
        assert (len(decision.ids), decision.remaining) == (1, 0)
    await until(lambda: has_aside(outbox, {}))
    await until(lambda: has_published(outbox, {"p1": {3}, "p2": {1, 2, 3}}))
    assert [decision.action for decision in await letters.audit(limit=10)] == ["discard", "discard"]


async def has_published(outbox, expected):
    sequences = {}
    for record in await outbox.records():
        sequences.setdefault(record.subject, set()).add(record.sequence)
    return sequences == expected


async def test_a_relay_that_lost_its_lease_sets_nothing_aside(outbox):
    first = outbox.relay(lease=HOUR)
    await until(lambda: has(len(first._leases.held) == SHARDS))
    await outbox.kill(first)
    await outbox.tell(1, "p1")
    row = await outbox.db[OUTBOX].find_one({})
    await outbox.db["leases"].update_many({"_id": {"$regex": "^relay/"}}, {"$inc": {"token": 1}})
    with pytest.raises(LeaseLost):
        await first._set_aside.hold([Refusal(row, MessageSizeTooLargeError())])
    first._leases.held.clear()
    with pytest.raises(LeaseLost):
        await first._set_aside.hold([Refusal(row, MessageSizeTooLargeError())])
    assert await aside(outbox) == {}


async def test_letting_go_and_following_at_the_same_time_leaves_nobody_behind(outbox, refusing, letters):
    """A later row is read before the head is let go, and set aside after it: it must not stay there alone."""
    await outbox.tell(1, "p1")
    refusing.errors = {("p1", 1): MessageSizeTooLargeError()}
    relay = outbox.relay()
    await until(lambda: has_aside(outbox, {"p1": [1]}))
    refusing.errors = {}
    await outbox.kill(relay)
    await outbox.tell(2, "p1")
    later = await outbox.db[OUTBOX].find_one({"sequence": 2})
    head = await outbox.db[OUTBOX].find_one({"sequence": 1})
    await letters.decide("redrive", Selection(all=True), who="olga", why="larger limit")
    async with await outbox.client.start_session() as session, session.start_transaction():
        await relay._set_aside._follow(session, {head["_id"]}, [later])
    assert await aside(outbox) == {}


async def test_a_timer_that_is_set_again_is_no_dead_letter_any_more(outbox, refusing):
    refusing.errors = {("c1", 1): MessageSizeTooLargeError()}
    outbox.relay()
    await outbox.set_timer(datetime.now(UTC))
    await until(lambda: has_aside(outbox, {"c1": [1]}))
    refusing.errors = {}
    await outbox.set_timer(datetime.now(UTC))
    await until(lambda: outbox.published(1))
    assert await aside(outbox) == {}
