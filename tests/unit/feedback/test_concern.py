"""A concern is kept once, and needs words."""

from datetime import timedelta
from functools import partial

import pytest
from pydantic import ValidationError

from services.feedback.domain import concern as concerns
from services.feedback.domain.concern import acknowledge
from shared.kernel import keyed_id, stable_id
from tests.unit.feedback.feedback_facts import NOW, participant

report = partial(concerns.report, make_id=partial(keyed_id, b"a key"))


def test_the_same_words_are_the_same_concern() -> None:
    first = report(participant(), "He shouts.", pairing_id="p", now=NOW)
    again = report(participant(), "He shouts.", pairing_id="p", now=NOW + timedelta(days=1))
    other = report(participant("another"), "He shouts.", pairing_id="p", now=NOW)
    assert first.id == again.id != other.id


def test_whoever_guesses_the_words_cannot_find_the_concern_by_its_id() -> None:
    concern = report(participant(), "He shouts.", pairing_id="p", now=NOW)
    parts = ("concern", concern.tenant, concern.programme, concern.participant_id, "p", concern.about)
    assert concern.id not in {stable_id(*parts), keyed_id(b"another key", *parts)}
    assert concern.id == keyed_id(b"a key", *parts)


def test_the_first_acknowledgement_counts() -> None:
    concern = acknowledge(report(participant(), "He shouts.", pairing_id=None, now=NOW), now=NOW)
    assert acknowledge(concern, now=NOW + timedelta(days=1)).acknowledged_at == NOW


@pytest.mark.parametrize("about", ["", "   ", "x" * 4001])
def test_it_needs_words_and_not_too_many(about) -> None:
    with pytest.raises(ValidationError):
        report(participant(), about, pairing_id=None, now=NOW)
