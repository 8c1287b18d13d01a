"""Every event that a webhook may carry has a name."""

from services.console.locale import CATALOGUE
from services.console.wording.webhooks import EVENTS, TEST, event_name
from services.notification.domain.webhooks.catalogue import EVENT_TYPES, TEST_TYPE


def test_the_names_are_those_of_the_events_that_may_leave():
    named = [event for section in EVENTS.values() for event in section]
    assert sorted(named) == list(EVENT_TYPES)
    assert TEST == TEST_TYPE


def test_an_event_of_a_later_release_is_shown_by_its_type():
    english = CATALOGUE.voice("en")
    assert event_name(english, EVENT_TYPES[0]) != EVENT_TYPES[0]
    assert event_name(english, TEST_TYPE) == "A test event"
    assert event_name(english, "mentoring.new.thing-done.v1") == "mentoring.new.thing-done.v1"
