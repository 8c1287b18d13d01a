"""A concern is handled by one person, and ends once."""

from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from services.feedback.api.concern_views import ConcernReport
from services.feedback.domain.concern import (
    COORDINATORS_REMINDED_EVERY,
    MOST_MESSAGES,
    Concern,
    ConcernOutcome,
    report,
)
from services.feedback.domain.concern_message import Author
from shared.encryption import SealedText
from shared.kernel import Conflict
from tests.unit.feedback.feedback_facts import NOW, participant

TEXT = SealedText(key_id="k1", sealed="AAAA")
LATER = NOW + timedelta(days=1)
ACKNOWLEDGED_WITHIN = timedelta(days=3)


def assign(concern: Concern, handler_id: str | None, *, now: datetime) -> Concern:
    return concern.assign(handler_id, within=ACKNOWLEDGED_WITHIN, now=now)


def reported(*, named: bool = True) -> Concern:
    return report(participant(), "c1", TEXT, pairing_id=None, named=named, now=NOW)


def test_the_first_acknowledgement_counts_and_ends_the_wait() -> None:
    concern = assign(reported(), "h1", now=NOW)
    assert concern.is_overdue(NOW + ACKNOWLEDGED_WITHIN)
    assert not concern.is_overdue(NOW + ACKNOWLEDGED_WITHIN - timedelta(seconds=1))
    taken = concern.acknowledge(now=NOW)
    assert not taken.is_overdue(NOW + timedelta(days=100))
    assert taken.acknowledge(now=LATER).acknowledged_at == NOW


def test_only_the_first_handler_learns_who_reports_unnamed() -> None:
    concern = assign(assign(reported(named=False), "h1", now=NOW), "h2", now=LATER)
    assert [concern.names_reporter_to(handler) for handler in ("h1", "h2", "")] == [True, False, False]
    assert concern.passed == ("h1",)
    taken = assign(assign(reported(named=False), None, now=NOW), "h3", now=LATER)
    assert [taken.names_reporter_to(handler) for handler in ("h3", "h1")] == [True, False]
    assert reported(named=True).names_reporter_to("anybody")


def test_one_that_nobody_is_assigned_to_is_never_overdue() -> None:
    assert not assign(reported(), None, now=NOW).is_overdue(NOW + timedelta(days=100))


def test_it_waits_for_the_handler_until_they_have_the_last_word() -> None:
    concern = assign(reported(), "h1", now=NOW)
    assert concern.waits_for_handler
    assert not concern.acknowledge(now=NOW).waits_for_handler
    answered = concern.add_message(Author.HANDLER, TEXT, now=NOW)
    assert (answered.acknowledged_at, answered.waits_for_handler) == (NOW, False)
    assert answered.add_message(Author.REPORTER, TEXT, now=LATER).waits_for_handler
    assert not answered.close(ConcernOutcome.SETTLED, now=LATER).waits_for_handler


def test_it_ends_once() -> None:
    closed = reported().close(ConcernOutcome.SETTLED, now=NOW)
    assert closed.close(ConcernOutcome.SETTLED, now=LATER) == closed
    withdrawn = reported().withdraw(now=NOW)
    assert withdrawn.withdraw(now=LATER) == withdrawn
    for ended in (closed, withdrawn):
        for act in (
            lambda concern: concern.acknowledge(now=LATER),
            lambda concern: concern.add_message(Author.REPORTER, TEXT, now=LATER),
            lambda concern: concern.close(ConcernOutcome.NO_ACTION, now=LATER),
        ):
            with pytest.raises(Conflict):
                act(ended)
    with pytest.raises(Conflict):
        closed.withdraw(now=LATER)


def test_it_has_a_bound_of_messages() -> None:
    concern = reported()
    for _ in range(MOST_MESSAGES):
        concern = concern.add_message(Author.REPORTER, TEXT, now=NOW)
    with pytest.raises(Conflict, match="100 messages"):
        concern.add_message(Author.REPORTER, TEXT, now=NOW)


@pytest.mark.parametrize("about", ["", "   ", "x" * 4001])
def test_it_needs_words_and_not_too_many(about) -> None:
    with pytest.raises(ValidationError):
        ConcernReport(about=about)


def test_a_handler_is_reminded_once_and_coordinators_again_and_again():
    later = NOW + timedelta(days=2)
    concern = assign(reported(), "h1", now=NOW)
    assert not concern.needs_reminder(later - timedelta(seconds=1))
    assert concern.needs_reminder(later)
    assert not concern.note_reminder(now=later).needs_reminder(later + COORDINATORS_REMINDED_EVERY)
    unassigned = assign(concern, None, now=NOW)
    assert unassigned.note_reminder(now=later).needs_reminder(later + COORDINATORS_REMINDED_EVERY)
    for settled in (concern.acknowledge(now=NOW), unassigned.close(ConcernOutcome.NO_ACTION, now=NOW)):
        assert not settled.needs_reminder(later)
