"""Small rules of the kit that need no broker and no database."""

from collections import Counter
from datetime import timedelta

import pytest
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from shared.contracts.scheduling import SessionCancelled, SessionHeld, SessionMissed
from shared.kernel import RuleBroken
from shared.messaging import Reactions, RetryPolicy
from shared.messaging.incoming import subscription
from shared.messaging.outgoing.batches import encode
from shared.messaging.outgoing.outbox import headers_of, outbox_row, size_as_sent
from shared.messaging.wire import kafka
from shared.persistence.transaction import EVENT_BYTES
from shared.runtime.kafka_access import KafkaAccess
from shared.testing.harness import TEST_NOW, TEST_SCOPE
from shared.testing.suite import HistoryOutcome, differences
from shared.testing.topics import Publisher


def held(**changes):
    fields = {
        "session_id": "s1",
        "pairing_id": "p1",
        "mentor_id": "m",
        "mentee_id": "e",
        "number": 1,
        "starts_at": TEST_NOW,
        "ends_at": TEST_NOW,
    }
    return SessionHeld.model_construct(**fields | changes)


def test_an_event_no_broker_would_take_is_refused_before_it_can_stop_the_relay():
    small = held()
    envelope = Publisher(None, "").envelope(small, TEST_SCOPE, TEST_NOW)
    assert outbox_row(envelope, small, position=TEST_NOW)["payload"]
    with pytest.raises(RuleBroken, match="1000000 are allowed"):
        outbox_row(envelope, held(mentor_id="x" * EVENT_BYTES), position=TEST_NOW)


@pytest.mark.parametrize("part", ["key", "correlation_id", "causation_id", "traceparent"])
def test_an_event_is_measured_as_it_is_sent_with_key_and_headers(part):
    event = held(mentor_id="x" * 700_000)
    envelope = Publisher(None, "").envelope(event, TEST_SCOPE, TEST_NOW)
    assert outbox_row(envelope, event, position=TEST_NOW)
    with pytest.raises(RuleBroken):
        outbox_row(envelope._replace(**{part: "A" * 300_000}), event, position=TEST_NOW)


def test_an_event_measured_is_no_smaller_than_what_is_sent():
    event = held(mentor_id="ä" * 100)
    envelope = Publisher(None, "").envelope(event, TEST_SCOPE, TEST_NOW)
    item = encode(outbox_row(envelope, event, position=TEST_NOW))
    batch = DefaultRecordBatchBuilder(2, 0, 0, -1, -1, 0, 1)
    batch.append(0, 0, key=item.key, value=item.value, headers=item.headers)
    assert 0 <= size_as_sent(envelope, item.value.decode()) - len(batch.build()) < 300


def test_a_row_tells_its_headers_and_one_of_an_earlier_release_too():
    envelope = Publisher(None, "").envelope(held(), TEST_SCOPE, TEST_NOW)
    row = outbox_row(envelope, held(), position=TEST_NOW)
    assert headers_of(row) == envelope.headers()
    earlier = {"_id": "row", "headers": envelope.headers()}
    assert headers_of(earlier) == envelope.headers()


def test_waits_double_up_to_a_limit_and_are_spread():
    policy = RetryPolicy(first_seconds=1, limit_seconds=4)
    for attempts, seconds in ((1, 1), (2, 2), (3, 4), (9, 4)):
        waits = {policy.wait(attempts) for _ in range(20)}
        assert all(
            timedelta(seconds=seconds * 0.9) <= wait <= timedelta(seconds=seconds * 1.1) for wait in waits
        )
        assert len(waits) > 1


async def test_a_batch_that_fails_unforeseen_is_handled_again_before_its_offsets_are_committed(monkeypatch):
    monkeypatch.setattr(subscription.asyncio, "sleep", _at_once)
    outcomes = [RuntimeError("a fault of the kit"), RuntimeError("again"), None]
    handled = []

    async def handle(records):
        handled.append(records)
        if error := outcomes[len(handled) - 1]:
            raise error

    subscribed = subscription.Subscription(
        kafka.make_broker(KafkaAccess(kafka_bootstrap="127.0.0.1:1")),
        ["t"],
        "g",
        batch_size=1,
        read=handle,
        handle=handle,
    )
    await subscribed._until_done(handle, ["record"])
    assert handled == [["record"]] * 3


async def _at_once(seconds):
    del seconds


def test_differences_name_the_field_and_the_event():
    event = ("type", "key", "{}")
    before = HistoryOutcome({"rows": {"1": {"a": 1, "b": {"c": 2}}, "2": {"a": 0}}}, {}, 0)
    after = HistoryOutcome({"rows": {"1": {"a": 1, "b": {"c": 3}}}}, {}, 0)
    lines = differences(_with(before, event), _with(after, event, event))
    assert lines == ["rows 1.b.c: 2 became 3", "rows 2: {'a': 0} became None", f"event too many: {event}"]
    assert differences(_with(after, event), _with(before))[-1] == f"event lost: {event}"


def _with(outcome, *events):
    return HistoryOutcome(outcome.state, Counter(events), outcome.struck)


def test_a_reaction_registers_its_retry_policy_for_its_types_alone():
    reactions, own, default = Reactions(), RetryPolicy(attempts=2), RetryPolicy()

    @reactions.on(SessionHeld, retry=own)
    async def react(event, uow): ...

    @reactions.on(SessionMissed)
    async def react_otherwise(event, uow): ...

    policies = [
        reactions.retry_policy(data.contract.type, default)
        for data in (SessionHeld, SessionMissed, SessionCancelled)
    ]
    assert policies == [own, default, default]


@pytest.mark.parametrize("field", ["first_seconds", "limit_seconds", "attempts"])
def test_a_retry_policy_refuses_what_cannot_be_waited_for(field):
    with pytest.raises(ValueError, match=f"^{field}: more than 0$"):
        RetryPolicy(**{field: 0})
