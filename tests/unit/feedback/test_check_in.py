"""A check-in is answered once, in time, and says nothing private."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.api.views import AnswerWithComment, OwnCheckInView
from services.feedback.domain.check_in import (
    Answer,
    CheckIn,
    CheckInState,
    Outlook,
    request,
)
from shared.encryption import SealedText
from shared.kernel import Conflict, RuleBroken
from tests.unit.feedback.feedback_facts import NOW, asked, participant, session

GOOD = Answer(rating=4)
MINE = SealedText(key_id="k1", sealed="AAAA")


def test_the_same_session_asks_the_same_question() -> None:
    first, event = request(session(), participant(), days=7, now=NOW)
    later, _ = request(session(), participant(), days=7, now=NOW + timedelta(hours=1))
    other, _ = request(session(), participant("mentee"), days=7, now=NOW)
    assert first.id == later.id != other.id
    assert (event.check_in_id, event.due_at) == (first.id, NOW + timedelta(days=7))


def test_its_author_gets_to_see_all_that_is_answered() -> None:
    fields = set(Answer.model_fields)
    assert fields <= set(OwnCheckInView.model_fields) & set(AnswerWithComment.model_fields)
    whole = AnswerWithComment(rating=4, outlook=Outlook.GO_ON, own_answers={"ease": 3}, comment="Try it.")
    assert whole.answer.model_dump() == whole.model_dump(include=fields)


@given(answer=st.builds(Answer, rating=st.integers(1, 5) | st.none(), outlook=st.none()))
def test_an_answer_is_kept_whole_and_published_without_its_words(answer: Answer) -> None:
    done, [event] = asked().submit(answer, MINE, now=NOW)
    assert (done.answer, done.comment) == (answer, MINE)
    assert not {"rating", "comment"} & set(event.model_dump())


def test_a_first_session_asks_whether_to_go_on_and_no_other_does() -> None:
    go_on = Answer(rating=4, outlook=Outlook.RATHER_NOT)
    done, [event] = asked(1).submit(go_on, now=NOW)
    assert done.answer == go_on
    assert "outlook" not in event.model_dump()
    for check_in, answer in ((asked(2), go_on), (asked(1), Answer(rating=None, outlook=Outlook.GO_ON))):
        with pytest.raises(RuleBroken) as refused:
            check_in.submit(answer, now=NOW)
        assert refused.value.field == "outlook"


def test_a_session_that_did_not_take_place_is_answered_without_a_rating() -> None:
    done, [_] = asked().submit(Answer(rating=None), now=NOW)
    assert done.state is CheckInState.ANSWERED


def test_the_same_answer_again_changes_nothing_even_when_time_is_over() -> None:
    done, _ = asked().submit(GOOD, MINE, now=NOW)
    again, events = done.submit(GOOD, MINE, now=NOW + timedelta(days=30))
    assert (again, events) == (done, [])


@pytest.mark.parametrize(("change", "comment"), [({"rating": 3}, MINE), ({}, None)])
def test_another_answer_is_a_conflict(change, comment) -> None:
    done, _ = asked().submit(GOOD, MINE, now=NOW)
    with pytest.raises(Conflict, match="another answer"):
        done.submit(GOOD.model_copy(update=change), comment, now=NOW)


def test_the_deadline_holds_even_where_the_timer_is_late() -> None:
    check_in = asked()
    just_in_time, _ = check_in.submit(GOOD, now=check_in.due_at - timedelta(milliseconds=1))
    assert just_in_time.state is CheckInState.ANSWERED
    with pytest.raises(Conflict, match="could be answered until"):
        check_in.submit(GOOD, now=check_in.due_at)


def test_what_lapsed_stays_lapsed_and_what_was_answered_does_not_lapse() -> None:
    lapsed, [event] = asked().lapse()
    assert (lapsed.state, event.check_in_id) == (CheckInState.LAPSED, lapsed.id)
    assert lapsed.lapse() == (lapsed, [])
    assert lapsed.counted
    with pytest.raises(Conflict):
        lapsed.submit(GOOD, now=NOW)
    done, _ = asked().submit(GOOD, now=NOW)
    assert done.lapse() == (done.changed(counted=True), [])


def nudges(check_in: CheckIn, now: datetime) -> list[datetime]:
    """The instants at which somebody silent is asked again, by a service that is back at ``now``."""
    instants = []
    while check_in.nudge_at:
        now = max(now, check_in.nudge_at)
        early = check_in.nudge(now=check_in.nudge_at - timedelta(milliseconds=1))
        assert early == (check_in, [])
        check_in, [event] = check_in.nudge(now=now)
        instants.append(now)
        assert event.number == len(instants)
    return instants


def test_silence_is_nudged_twice_in_thirds_of_the_time_and_not_in_a_row_after_an_outage() -> None:
    check_in = request(session(), participant(), days=6, now=NOW)[0]
    days = [(at - NOW) / timedelta(days=1) for at in nudges(check_in, NOW)]
    assert days == [2, 4]
    late = [(at - NOW) / timedelta(days=1) for at in nudges(check_in, NOW + timedelta(days=5))]
    assert late == [5, 5.5]


def test_nobody_is_nudged_after_an_answer_or_after_the_end() -> None:
    check_in = asked()
    answered, _ = check_in.submit(GOOD, now=NOW)
    lapsed, _ = check_in.lapse()
    for closed in (answered, lapsed):
        assert closed.nudge(now=NOW + timedelta(days=6)) == (closed, [])
    assert check_in.nudge(now=check_in.due_at) == (check_in, [])  # whichever timer comes first
