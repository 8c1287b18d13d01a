"""The way of a delivery."""

from datetime import timedelta

import pytest

from services.notification.domain.delivery import (
    MOST_ATTEMPTS,
    Delivery,
    DeliveryState,
    Reader,
    Reason,
    delivery_id,
    remind_at,
)
from services.notification.domain.kinds import Kind
from services.notification.domain.message_table import MESSAGES
from services.notification.domain.preferences import Preferences
from services.notification.domain.silent_facts import SILENT
from services.notification.reactions import reactions
from shared.contracts import contracts
from shared.kernel import Conflict, RuleBroken
from shared.testing.harness import TEST_NOW

MINUTE = timedelta(minutes=1)
PLANNED = Delivery(
    id="d1", tenant="acme", programme="rm-2026", kind=Kind.CHECK_IN, reader=Reader.MENTEE,
    participant_id="mentee-0", subject_id="c1", due_at=TEST_NOW,
)  # fmt: skip


def test_a_delivery_is_due_at_its_time_unless_it_waits():
    assert PLANNED.is_due(TEST_NOW, TEST_NOW)
    assert not PLANNED.is_due(TEST_NOW - MINUTE, TEST_NOW)
    claimed = PLANNED.claim(TEST_NOW + MINUTE)
    assert not claimed.is_due(TEST_NOW, TEST_NOW)
    assert claimed.is_due(TEST_NOW, TEST_NOW + MINUTE)


def test_a_refusal_is_tried_again_with_longer_pauses_until_it_is_given_up():
    delivery, pauses = PLANNED, []
    while delivery.is_open:
        delivery = delivery.refused(Reason.DEFERRED, TEST_NOW)
        if delivery.is_open:
            pauses.append(delivery.wait_until - TEST_NOW)
    assert pauses == sorted(pauses)
    assert pauses[:3] == [MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert sum(pauses, timedelta()) > timedelta(days=0.5)
    assert (delivery.state, delivery.attempts) == (DeliveryState.GIVEN_UP, MOST_ATTEMPTS)
    again = delivery.try_again()
    assert (again.state, again.attempts) == (DeliveryState.PLANNED, 0)


def test_a_refusal_for_good_is_given_up_at_once():
    assert PLANNED.refused(Reason.REFUSED, TEST_NOW, for_good=True).state is DeliveryState.GIVEN_UP


def test_a_mail_server_that_is_unavailable_counts_as_no_attempt():
    released = PLANNED.release(TEST_NOW + MINUTE)
    assert (released.state, released.attempts, released.is_open) == (DeliveryState.PLANNED, 0, True)


def test_what_was_sent_stays_sent():
    sent = PLANNED.sent(TEST_NOW, 1)
    assert sent.suppress(Reason.SETTLED) == sent
    assert sent.refused(Reason.DEFERRED, TEST_NOW) == sent
    assert sent.release(TEST_NOW) == sent
    with pytest.raises(Conflict):
        sent.try_again()


def test_ids_differ_by_fact_kind_and_reader():
    ids = {
        delivery_id(kind, fact, reader)
        for kind in (Kind.PROPOSAL, Kind.CHECK_IN)
        for fact in ("p1", "p2")
        for reader in Reader
    }
    assert len(ids) == 4 * len(Reader)
    assert delivery_id(Kind.PROPOSAL, "p1", Reader.MENTOR) in ids


@pytest.mark.parametrize(("hours", "before"), [(72, 24), (48, 24), (24, 12), (2, 1)])
def test_a_reminder_comes_a_day_before_or_at_half_of_a_shorter_time(hours, before):
    deadline = TEST_NOW + timedelta(hours=hours)
    assert remind_at(TEST_NOW, deadline) == deadline - timedelta(hours=before)


def test_only_what_asks_for_no_answer_can_be_unsubscribed_from():
    preferences = Preferences(id="e-mentor-0", tenant="acme")
    assert preferences.unsubscribe(Kind.SESSION_REMINDER).chosen.unsubscribed == (Kind.SESSION_REMINDER,)
    with pytest.raises(RuleBroken):
        preferences.unsubscribe(Kind.PROPOSAL)


def test_every_event_has_a_message_or_a_reason_for_none():
    facts = {contract.data for contract in contracts() if not contract.timer}
    with_message = {fact for message in MESSAGES.values() for fact in message.facts}
    assert facts == with_message | set(SILENT)
    assert with_message & set(SILENT) == set()
    assert set(MESSAGES) == set(Kind)


def test_every_fact_with_a_message_has_a_reaction():
    with_message = {fact.contract.type for message in MESSAGES.values() for fact in message.facts}
    assert with_message <= set(reactions.types)
