"""The operators read what failed where, once an hour for each cause, and nothing of the events."""

import pytest

from services.notification.domain.delivery import DeliveryState
from shared.contracts.failures import NotificationEventFailed
from shared.testing.harness import TEST_NOW, TEST_SCOPE
from tests.helpers.people import paired

pytestmark = pytest.mark.integration

OPS = "ops@acme.example"
UNREADABLE = b'{"name": "Ana Ruiz", "pairing_id": ["pair-1"]}'


@pytest.fixture
def mail_settings():
    """The operators' mailbox, in the service that `world` runs."""
    return {"ops_mailbox": OPS}


async def break_event(world, fact):
    """Publish an event whose data no consumer can read."""
    service = world.notification
    envelope = service.publisher.envelope(fact, TEST_SCOPE, TEST_NOW)
    headers = [(name, value.encode()) for name, value in envelope.headers().items()]
    topic = service.settings.topic_prefix + fact.contract.topic
    await service.producer.send_and_wait(topic, UNREADABLE, key=envelope.key.encode(), headers=headers)


async def dead_letters(world, number):
    await world.notification.settled()
    state = await world.notification.app.state.streams.vitals.state()
    assert state["dead"] == number


async def test_operators_read_what_failed_and_nothing_of_it(world):
    for pairing_id in ("pair-1", "pair-2"):
        await break_event(world, paired(**world.pair).model_copy(update={"pairing_id": pairing_id}))
    await world.in_state(DeliveryState.SENT, 1)
    await break_event(world, NotificationEventFailed(failure_id="f1", event_type=None, cause="ValueError"))
    await dead_letters(world, 3)
    (mail,) = world.mailbox.to(OPS)
    text = mail.get_body(["plain"]).get_content()
    assert "Service: notification" in text
    assert "Event: mentoring.matching.pairing-activated.v1" in text
    assert "/ops/notification/dead-letters" in text
    assert "Ana" not in mail.as_string()
    assert "pair-1" not in mail.as_string()
    assert world.mailbox.mails == [mail]
