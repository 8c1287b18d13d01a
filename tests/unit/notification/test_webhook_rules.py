"""Webhooks: which events leave, when they are tried again, which secret signs."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from services.notification.domain.webhooks import catalogue
from services.notification.domain.webhooks.catalogue import EVENT_TYPES, SUBSCRIBABLE, WITHHELD
from services.notification.domain.webhooks.delivery import (
    PAUSES,
    Failure,
    WebhookDelivery,
    WebhookState,
    pause_after,
    webhook_delivery_id,
)
from services.notification.domain.webhooks.signing import (
    VAULT_PURPOSE,
    secret_text,
    signature,
    signed_headers,
)
from services.notification.domain.webhooks.subscription import (
    ALL,
    MOST,
    DisabledReason,
    StoredSecret,
    Subscription,
    Subscriptions,
    check_event_types,
)
from shared.contracts import contracts
from shared.encryption import SealBroken, Vault
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.schema.personal import Named, models_in, personal_fields, without_personal
from tests.helpers.people import paired

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
KEY = Vault(b"k" * 32, VAULT_PURPOSE)
OWNER, NONCE = "acme/w1", b"n" * 12


def subscription(**fields: object) -> Subscription:
    return Subscription.model_validate(
        {
            "id": "w1", "name": "LMS", "url": "https://lms.example/hook", "event_types": EVENT_TYPES[:2],
            "secrets": (StoredSecret(sealed="one"),), "created_at": NOW, "created_by": "carla",
            **fields,
        }
    )  # fmt: skip


def delivery(**fields: object) -> WebhookDelivery:
    return WebhookDelivery.model_validate(
        {
            "id": "d1", "tenant": "acme", "subscription_id": "w1", "event_id": "e1",
            "event_type": EVENT_TYPES[0], "event_time": NOW, "key": "rm/session/s1", "sequence": 1,
            "body": "{}", "next_at": NOW, "forget_at": NOW + timedelta(days=30), **fields,
        }
    )  # fmt: skip


def test_every_event_may_leave_or_is_withheld_for_a_reason():
    facts = {contract.data for contract in contracts() if not contract.timer}
    assert facts == set(SUBSCRIBABLE) | set(WITHHELD)
    assert set(SUBSCRIBABLE) & set(WITHHELD) == set()
    assert all(WITHHELD.values())


def test_no_answer_score_or_explanation_can_be_subscribed_to():
    withheld = {data.contract.fact for data in WITHHELD}
    assert {f"check-in-{state}" for state in ("requested", "submitted", "lapsed")} <= withheld
    facts = {contract.fact for contract in contracts()}
    assert {
        fact for fact in facts if fact.startswith(("proposal-made", "proposal-d", "shortlist-s"))
    } <= withheld
    assert not [name for name in EVENT_TYPES if name.startswith("mentoring.feedback.")]


@pytest.mark.parametrize("data", SUBSCRIBABLE, ids=lambda data: data.contract.type)
def test_what_leaves_has_no_name_of_a_department_or_team(data):
    hidden = personal_fields(data)
    labels = {
        name
        for model in models_in(data)
        for name, field in model.model_fields.items()
        if any(isinstance(mark, Named) for mark in field.metadata)
    }
    assert labels <= hidden


def test_personal_fields_are_left_out_at_any_depth():
    pairing = paired(mentor_id="m1", mentee_id="e1")
    kept = without_personal(pairing)
    assert kept["mentor_id"] == "m1"
    everything = str(kept)
    for name in personal_fields(type(pairing)):
        assert f"'{name}'" not in everything
    assert "employee" not in everything


def test_every_event_has_a_summary():
    assert all(catalogue.summary_of(data) for data in SUBSCRIBABLE)


def test_unknown_event_types_are_named():
    assert check_event_types([EVENT_TYPES[1], EVENT_TYPES[0], EVENT_TYPES[1]]) == EVENT_TYPES[:2]
    with pytest.raises(RuleBroken) as refused:
        check_event_types([EVENT_TYPES[0], "mentoring.feedback.check-in-submitted.v1"])
    assert refused.value.field == "event_types[1]"


def test_pauses_grow_up_to_a_day_and_end_after_three():
    minutes = [round(pause_after(number, 0).total_seconds() / 60, 2) for number in range(len(PAUSES))]
    assert minutes == [0.08, 5, 30, 120, 300, 600, 840, 1200, 1440]
    assert timedelta(days=3) < sum(PAUSES, timedelta()) < timedelta(days=4)
    assert pause_after(1, 1) == timedelta(minutes=6)


@pytest.mark.parametrize(
    ("asked", "pause"),
    [
        (timedelta(seconds=1), timedelta(minutes=5)),
        (timedelta(hours=1), timedelta(hours=1)),
        (timedelta(days=400), timedelta(hours=24)),
        (None, timedelta(minutes=5)),
    ],
)
def test_a_receiver_may_ask_to_wait_for_a_day_at_most(asked, pause):
    assert pause_after(1, 0, asked) == pause


def test_a_delivery_is_given_up_after_the_last_pause():
    it, now = delivery(), NOW
    for pause in PAUSES:
        it = it.failed(now, Failure.STATUS, chance=0, status=500)
        assert (it.state, it.next_at) == (WebhookState.FAILED, now + pause)
        now = it.next_at
    given_up = it.failed(now, Failure.TIMEOUT, chance=0)
    assert (given_up.state, given_up.attempts) == (WebhookState.GIVEN_UP, len(PAUSES) + 1)
    again = given_up.planned_again(now)
    assert (again.state, again.attempts, again.next_at) == (WebhookState.PLANNED, 0, now)


def test_a_receiver_that_is_gone_is_not_tried_again():
    assert delivery().failed(NOW, Failure.GONE, chance=0, status=410).state is WebhookState.GIVEN_UP


def test_what_was_delivered_is_replayed_but_not_retried():
    done = delivery().delivered(NOW, 204, 12)
    with pytest.raises(Conflict):
        done.retried(NOW)
    assert done.planned_again(NOW).is_open
    with pytest.raises(Conflict):
        delivery().planned_again(NOW)


def test_a_later_event_of_a_key_waits_for_the_first_and_is_looked_at_in_any_case():
    assert delivery().behind(NOW + timedelta(hours=2), NOW).next_at == NOW + timedelta(hours=2)
    assert delivery().behind(NOW, NOW).next_at == NOW + timedelta(minutes=1)


def test_one_event_makes_one_delivery_for_each_subscription():
    assert (
        webhook_delivery_id("w1", "e1") == webhook_delivery_id("w1", "e1") != webhook_delivery_id("w2", "e1")
    )


def test_the_schemes_own_vector():
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_both_secrets_sign():
    headers = signed_headers([b"new", b"old"], "d1", NOW, b"{}")
    assert headers["webhook-signature"].split(" ") == [
        signature(secret, "d1", int(NOW.timestamp()), b"{}") for secret in (b"new", b"old")
    ]
    assert secret_text(b"x" * 32).startswith("whsec_")


def test_a_rotated_secret_signs_for_another_day():
    rotated = subscription().rotated("two", NOW)
    assert list(rotated.valid_secrets(NOW + timedelta(hours=23))) == ["two", "one"]
    assert list(rotated.valid_secrets(NOW + timedelta(hours=24))) == ["two"]
    assert list(rotated.rotated("three", NOW).valid_secrets(NOW)) == ["three", "two"]


def test_a_sealed_secret_opens_for_its_owner_and_key_only():
    sealed = KEY.seal(b"secret", OWNER, NONCE)
    assert KEY.unseal(sealed, OWNER) == b"secret"
    assert "secret" not in sealed
    for vault, owner in ((Vault(b"x" * 32, VAULT_PURPOSE), OWNER), (KEY, "acme/w2"), (KEY, "globex/w1")):
        with pytest.raises(SealBroken):
            vault.unseal(sealed, owner)
    assert "k" not in repr(KEY)


def test_a_subscription_wants_its_events_of_its_programmes():
    every, one = subscription(), subscription(programmes=("rm-2026",))
    assert every.wants(EVENT_TYPES[0], "any")
    assert one.wants(EVENT_TYPES[0], "rm-2026")
    assert not one.wants(EVENT_TYPES[0], "other")
    assert not every.wants(EVENT_TYPES[2], "any")


def test_it_is_paused_resumed_and_disabled():
    it = subscription()
    with pytest.raises(Conflict):
        it.resumed()
    with pytest.raises(Conflict):
        it.paused().paused()
    disabled = it.disabled(DisabledReason.GONE, NOW)
    assert (disabled.is_active, disabled.disabled_reason) == (False, DisabledReason.GONE)
    assert disabled.resumed() == it


def test_the_last_change_is_recorded_and_the_beginning_stays():
    changed = subscription().paused().recorded("dora", NOW + timedelta(days=1))
    again = changed.resumed().recorded("emil", NOW + timedelta(days=2))
    assert (again.created_by, again.created_at) == ("carla", NOW)
    assert (again.changed_by, again.changed_at) == ("emil", NOW + timedelta(days=2))


def test_an_organisation_has_a_bounded_number_of_webhooks():
    all_of_them = Subscriptions(id=ALL, tenant="acme")
    for number in range(MOST):
        all_of_them = all_of_them.adding(subscription(id=f"w{number}"))
    with pytest.raises(Conflict):
        all_of_them.adding(subscription(id="one-more"))
    fewer = all_of_them.without("w3")
    assert fewer.find("w3") is None
    with pytest.raises(NotFound):
        fewer.without("w3")
