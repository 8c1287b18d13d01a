"""The hazards do what their names say, the same for the same seed."""

from collections import Counter, defaultdict

import pytest
from pymongo.errors import AutoReconnect

from shared.contracts.scheduling import SessionHeld
from shared.messaging import Event, Reactions
from shared.testing.harness import TEST_NOW, TEST_SCOPE
from shared.testing.hazards import CrashAfterStep, Duplicator, InjectedFailure, RandomFail, interleaved
from shared.testing.topics import Publisher


class Recorder(Publisher):
    """Keeps what would be published."""

    def __init__(self):
        super().__init__(producer=None, topic_prefix="")
        self.sent = []

    async def send(self, envelope, data):
        self.sent.append((envelope, data))


def held(pairing, number):
    return SessionHeld(
        session_id=pairing,
        pairing_id=pairing,
        mentor_id="m",
        mentee_id="e",
        number=number,
        starts_at=TEST_NOW,
        ends_at=TEST_NOW,
    )


@pytest.fixture
def deliveries():
    publisher = Recorder()
    facts = [held(f"p{pairing}", number) for number in range(1, 6) for pairing in range(8)]
    return [(publisher.envelope(fact, TEST_SCOPE, TEST_NOW), fact) for fact in facts]


@pytest.fixture
def handled():
    return Counter()


@pytest.fixture
def reactions(handled):
    reactions = Reactions()

    @reactions.on(SessionHeld)
    async def count(event, uow):
        del uow
        handled[event.id] += 1

    return reactions


async def tried(reactions, deliveries, error):
    """How often each event fails until it succeeds."""
    failures = Counter()
    for envelope, data in deliveries:
        reaction = reactions.find(envelope.type)
        while True:
            try:
                await reaction.handler(Event(envelope, data), None)
            except error:
                failures[envelope.id] += 1
            else:
                break
    return failures


async def test_some_events_fail_once_or_twice_after_their_work_and_then_succeed(
    reactions, deliveries, handled
):
    failing = RandomFail(reactions, seed=1)
    failures = await tried(failing, deliveries, InjectedFailure)
    assert 0 < len(failures) < len(deliveries)
    assert set(failures.values()) == {1, 2}
    assert failing.struck == failures.total()
    assert all(handled[envelope.id] == failures[envelope.id] + 1 for envelope, _ in deliveries)
    assert await tried(RandomFail(reactions, seed=1), deliveries, InjectedFailure) == failures
    assert await tried(RandomFail(reactions, seed=2), deliveries, InjectedFailure) != failures


async def test_a_lost_transaction_looks_like_one_the_driver_would_run_again(reactions, deliveries):
    crashing = CrashAfterStep(reactions, seed=1)
    lost = await tried(crashing, deliveries, AutoReconnect)
    assert set(lost.values()) == {1}
    assert 0 < crashing.struck < len(deliveries)
    envelope, data = next(delivery for delivery in deliveries if lost[delivery[0].id])
    again = CrashAfterStep(reactions, seed=1).find(envelope.type)
    with pytest.raises(AutoReconnect) as caught:
        await again.handler(Event(envelope, data), None)
    assert caught.value.has_error_label("TransientTransactionError")


async def test_each_event_is_delivered_so_often_at_once_and_again_at_the_end(deliveries):
    recorder = Recorder()
    await Duplicator(recorder, times=3).send_all(deliveries)
    assert Counter(envelope.id for envelope, _ in recorder.sent) == {e.id: 3 for e, _ in deliveries}
    assert recorder.sent[0] == recorder.sent[1]
    assert recorder.sent[-len(deliveries) :] == deliveries


def test_interleaving_changes_the_order_of_keys_and_keeps_each_key(deliveries):
    order = interleaved(deliveries, seed=1)
    assert order != deliveries
    assert sorted(e.id for e, _ in order) == sorted(e.id for e, _ in deliveries)
    by_key = defaultdict(list)
    for envelope, _ in order:
        by_key[envelope.key].append(envelope.sequence)
    assert set(map(tuple, by_key.values())) == {(1, 2, 3, 4, 5)}
    assert interleaved(deliveries, seed=1) == order != interleaved(deliveries, seed=2)
