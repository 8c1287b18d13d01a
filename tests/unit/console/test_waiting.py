"""Words for waiting participants."""

import pytest

from services.console.clients.matching.waiting import Level
from services.console.locale import CATALOGUE
from services.console.wording import promise_kept, time_to_match, waiting_reason
from shared.locale import UTC

ENGLISH = CATALOGUE.voice("en", UTC)
GERMAN = CATALOGUE.voice("de", UTC)


@pytest.mark.parametrize(
    ("percent", "met", "verdict", "reached"),
    [
        (None, None, "", "We promise that 80 % find a partner within 1 day. It is too early to tell."),
        (80.0, True, "Promise kept", "80 % were paired within 1 day (we promise 80 %)."),
        (66.7, False, "Promise not kept", "66.7 % were paired within 1 day (we promise 80 %)."),
    ],
)
def test_the_level_says_whether_it_is_met_unless_there_are_too_few(percent, met, verdict, reached):
    level = Level(target_days=1, target_percent=80, matched_in_time_percent=percent, target_met=met)
    assert (promise_kept(ENGLISH, level), time_to_match(ENGLISH, level)) == (verdict, reached)


def test_the_level_is_worded_with_the_readers_numbers():
    level = Level(target_days=14, target_percent=80, matched_in_time_percent=66.7, target_met=False)
    assert time_to_match(GERMAN, level).startswith("66,7 %")
    assert "14 Tagen" in time_to_match(GERMAN, level)


def test_a_reason_to_wait_that_is_new_to_the_console_is_shown_as_it_is():
    assert waiting_reason(ENGLISH, "declined") == "The proposal was declined"
    assert waiting_reason(ENGLISH, "lost-in-time") == "lost in time"
