"""A concern is kept once and hidden from the reporter's partners."""

from datetime import timedelta

import pytest
from feedback_facts import NOW, participant
from pydantic import ValidationError

from services.feedback.domain.concern import acknowledge, report


def test_the_same_words_are_the_same_concern() -> None:
    first = report(participant(), "He shouts.", pairing_id="p", now=NOW)
    again = report(participant(), "He shouts.", pairing_id="p", now=NOW + timedelta(days=1))
    other = report(participant("another"), "He shouts.", pairing_id="p", now=NOW)
    assert first.id == again.id != other.id


def test_it_is_hidden_from_the_partner_only() -> None:
    concern = report(participant(), "He shouts.", pairing_id=None, now=NOW)
    assert concern.hidden_from({"e-mentor"})
    assert not concern.hidden_from(frozenset())


def test_the_first_acknowledgement_counts() -> None:
    concern = acknowledge(report(participant(), "He shouts.", pairing_id=None, now=NOW), now=NOW)
    assert acknowledge(concern, now=NOW + timedelta(days=1)).acknowledged_at == NOW


@pytest.mark.parametrize("about", ["", "   ", "x" * 4001])
def test_it_needs_words_and_not_too_many(about) -> None:
    with pytest.raises(ValidationError):
        report(participant(), about, pairing_id=None, now=NOW)
