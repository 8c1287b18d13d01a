"""A concern is kept once, and needs words."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from services.feedback.api.views import ConcernReport
from services.feedback.domain.concern import acknowledge, report
from services.feedback.domain.private_text import SealedText
from tests.unit.feedback.feedback_facts import NOW, participant

ABOUT = SealedText(key_id="k1", sealed="AAAA")


def test_the_first_acknowledgement_counts() -> None:
    reported = report(participant(), "c1", ABOUT, pairing_id=None, now=NOW)
    concern = acknowledge(reported, now=NOW)
    assert acknowledge(concern, now=NOW + timedelta(days=1)).acknowledged_at == NOW


@pytest.mark.parametrize("about", ["", "   ", "x" * 4001])
def test_it_needs_words_and_not_too_many(about) -> None:
    with pytest.raises(ValidationError):
        ConcernReport(about=about)
