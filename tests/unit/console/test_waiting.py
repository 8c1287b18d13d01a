"""Words for waiting participants."""

import pytest

from services.console.clients.matching.waiting import Level, Waiting

SINCE = "2026-01-05T09:00:00Z"


@pytest.mark.parametrize(
    ("percent", "met", "verdict", "reached"),
    [
        (None, None, "too few to tell", "We promise a partner to 80 % within 1 day"),
        (80.0, True, "met", "80 % were paired in time (we promise 80 % within 1 day)"),
        (66.7, False, "not met", "66.7 % were paired in time (we promise 80 % within 1 day)"),
    ],
)
def test_the_level_says_whether_it_is_met_unless_there_are_too_few(percent, met, verdict, reached):
    told = {"target_days": 1, "target_percent": 80, "matched_in_time_percent": percent, "target_met": met}
    level = Level.model_validate(told)
    assert (level.verdict, level.reached) == (verdict, reached)


def test_a_reason_to_wait_that_is_new_to_the_console_is_shown_as_it_is():
    told = {"participant_id": "p", "role": "mentee", "since": SINCE, "first_in_line": False, "tried_at": None}
    assert Waiting.model_validate({**told, "why": "declined"}).words == "the proposal was declined"
    assert Waiting.model_validate({**told, "why": "lost-in-time"}).words == "lost in time"
