"""Reactions and commands of feedback, in memory."""

from datetime import timedelta

import pytest

from services.feedback.commands.check_ins import answer_check_in
from services.feedback.commands.pairings import make_contact
from services.feedback.domain.check_in import Answer
from services.feedback.reactions import reactions
from services.feedback.store import CHECK_INS, GROUPS, PAIRING_ANSWERS, PENDING, RESPONDENTS
from shared.contracts.enrollment import (
    ParticipantWithdrawn,
    ProgrammeChanged,
    ProgrammeCompleted,
    WithdrawalReason,
)
from shared.contracts.feedback import (
    CheckInDue,
    CheckInLapsed,
    CheckInLapseDue,
    CheckInNudged,
    CheckInNudgeDue,
    CheckInRequested,
    CheckInSubmitted,
    FiguresDue,
    FiguresReleased,
    FinalReportReady,
    FirstContactMade,
)
from shared.contracts.scheduling import (
    CancelReason,
    SessionCancelled,
    SessionHeld,
    SessionMoved,
    SessionPlanned,
)
from shared.contracts.vocabulary import Role
from shared.encryption import MasterKeys
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, paired, ready

PAIRING = paired()
SESSION = SessionHeld(
    session_id="s1",
    pairing_id="pair-1",
    mentor_id="mentor-0",
    mentee_id="mentee-0",
    number=1,
    starts_at=TEST_NOW - timedelta(hours=1),
    ends_at=TEST_NOW,
)
LEFT = ParticipantWithdrawn(
    participant_id="mentee-0",
    employee_id="e-mentee-0",
    role=Role.MENTEE,
    reason=WithdrawalReason.OWN_CHOICE,
)
ANSWER = Answer(rating=4)
COMMENT = "Try the tool."
KEYS = MasterKeys(b"k" * 32)


ENDS_AT = TEST_NOW + timedelta(days=3)
TIMES = {"starts_at": ENDS_AT - timedelta(hours=1), "ends_at": ENDS_AT}
PLANNED = SessionPlanned(**SESSION.model_dump() | TIMES)
DUE = CheckInDue(**PLANNED.model_dump(include=set(CheckInDue.model_fields)))
CANCELLED = SessionCancelled(**PLANNED.model_dump(), by=Role.MENTEE, reason=CancelReason.ILL)
MOVED = SessionMoved(**PLANNED.model_dump() | {"ends_at": ENDS_AT + timedelta(days=1)}, by=Role.MENTOR)


@pytest.fixture
async def feedback():
    scenario = Scenario("feedback", reactions)
    await scenario.given(opened(), ready(Role.MENTOR), ready(Role.MENTEE), PAIRING)
    return scenario


async def check_in_of(feedback, employee_id):
    async def find(uow):
        return await uow.find(CHECK_INS, {"employee_id": employee_id})

    (check_in,) = await feedback.command(find)
    return check_in.id


def lapses(feedback):
    return {timer.check_in_id: at for at, timer in feedback.timers() if isinstance(timer, CheckInLapseDue)}


def due(feedback):
    return [timer for _, timer in feedback.timers() if isinstance(timer, CheckInDue)]


def nudged(feedback):
    return {timer.check_in_id: at for at, timer in feedback.timers() if isinstance(timer, CheckInNudgeDue)}


async def test_both_are_asked_about_a_session_once(feedback):
    await feedback.when(SESSION)
    asked = [fact for fact in feedback.published() if isinstance(fact, CheckInRequested)]
    assert {fact.role for fact in asked} == {Role.MENTOR, Role.MENTEE}
    assert lapses(feedback) == {fact.check_in_id: fact.due_at for fact in asked}
    await feedback.when(SESSION)
    assert feedback.published() == []


async def test_both_are_asked_when_a_session_is_over_though_nobody_has_reported_it(feedback):
    await feedback.when(PLANNED)
    assert feedback.published() == []
    assert due(feedback) == [DUE]
    feedback.now = ENDS_AT
    await feedback.when(DUE)
    asked = [fact for fact in feedback.published() if isinstance(fact, CheckInRequested)]
    assert {fact.role for fact in asked} == {Role.MENTOR, Role.MENTEE}
    await feedback.when(SESSION.model_copy(update=TIMES))
    assert not [fact for fact in feedback.published() if isinstance(fact, CheckInRequested)]


@pytest.mark.parametrize("change", [CANCELLED, MOVED])
async def test_nobody_is_asked_about_a_session_that_was_called_off_or_moved(feedback, change):
    await feedback.given(PLANNED, change)
    assert [timer.ends_at for timer in due(feedback)] == ([] if change is CANCELLED else [MOVED.ends_at])
    feedback.now = ENDS_AT
    await feedback.when(DUE)
    assert feedback.published() == []


async def test_open_check_ins_lapse_if_it_is_learned_late_that_a_session_was_called_off(feedback):
    await feedback.given(PLANNED)
    feedback.now = ENDS_AT
    await feedback.given(DUE)
    feedback.published()
    await feedback.when(CANCELLED)
    lapsed = [fact for fact in feedback.published() if isinstance(fact, CheckInLapsed)]
    assert {fact.role for fact in lapsed} == {Role.MENTOR, Role.MENTEE}
    assert (lapses(feedback), nudged(feedback), await stored(feedback, RESPONDENTS)) == ({}, {}, [])


async def test_a_session_that_did_not_take_place_has_no_vote(feedback):
    await feedback.given(SESSION)
    id_ = await check_in_of(feedback, "e-mentee-0")
    await feedback.command(answer_check_in, KEYS, id_, "e-mentee-0", Answer(rating=None))
    (fact,) = feedback.published()
    assert isinstance(fact, CheckInSubmitted)
    assert await stored(feedback, PENDING) == []
    assert [outcome.answers for outcome in await stored(feedback, PAIRING_ANSWERS)] == [0]


async def test_an_answer_is_published_without_any_value_and_cannot_be_changed(feedback):
    await feedback.given(SESSION)
    id_ = await check_in_of(feedback, "e-mentee-0")
    await feedback.command(answer_check_in, KEYS, id_, "e-mentee-0", ANSWER, COMMENT)
    (fact,) = feedback.published()
    assert isinstance(fact, CheckInSubmitted)
    assert set(fact.model_dump()) == {"check_in_id", "session_id", "pairing_id", "participant_id", "role"}
    assert id_ not in nudged(feedback)
    await feedback.command(answer_check_in, KEYS, id_, "e-mentee-0", ANSWER, COMMENT)
    with pytest.raises(Conflict):
        await feedback.command(answer_check_in, KEYS, id_, "e-mentee-0", Answer(rating=1))
    assert feedback.published() == []


async def test_nobody_answers_for_somebody_else(feedback):
    await feedback.given(SESSION)
    id_ = await check_in_of(feedback, "e-mentee-0")
    with pytest.raises(NotFound):
        await feedback.command(answer_check_in, KEYS, id_, "e-mentor-0", ANSWER, COMMENT)


async def test_a_participant_who_has_left_answers_no_more(feedback):
    await feedback.given(SESSION, LEFT)
    id_ = await check_in_of(feedback, "e-mentee-0")
    with pytest.raises(Conflict, match="left"):
        await feedback.command(answer_check_in, KEYS, id_, "e-mentee-0", ANSWER, COMMENT)
    assert feedback.published() == []


async def test_silence_is_nudged_twice_and_then_lapses(feedback):
    await feedback.given(SESSION)
    id_ = await check_in_of(feedback, "e-mentor-0")
    for number in (1, 2):
        feedback.now = nudged(feedback)[id_]
        await feedback.when(CheckInNudgeDue(check_in_id=id_))
        (fact,) = feedback.published()
        assert (type(fact), fact.number) == (CheckInNudged, number)
        await feedback.when(CheckInNudgeDue(check_in_id=id_))
        assert feedback.published() == [], "a timer that fires twice asks once"
    feedback.now = lapses(feedback)[id_]
    await feedback.when(CheckInLapseDue(check_in_id=id_))
    (lapsed,) = feedback.published()
    assert isinstance(lapsed, CheckInLapsed)


async def test_the_response_rate_of_eight_people_is_released_with_the_next_closing(feedback):
    due_at = await closing_with(feedback, 5)
    for check_in in await stored(feedback, CHECK_INS):
        await feedback.given(CheckInLapseDue(check_in_id=check_in.id))
    await feedback.given(CheckInLapseDue(check_in_id=check_in.id))
    assert sum(each.times_asked for each in await stored(feedback, RESPONDENTS)) == 10
    feedback.published()
    feedback.now = due_at
    await feedback.when(FiguresDue(programme_id="rm-2026"))
    (fact,) = feedback.published()
    assert fact.response.people == 10
    assert await stored(feedback, RESPONDENTS) == []


async def test_people_who_have_left_and_few_people_have_no_response_rate(feedback):
    await feedback.given(SESSION, LEFT)
    for check_in in await stored(feedback, CHECK_INS):
        await feedback.given(CheckInLapseDue(check_in_id=check_in.id))
    assert [each.employee_id for each in await stored(feedback, RESPONDENTS)] == ["e-mentor-0"]
    [feedback.now] = [at for at, timer in feedback.timers() if isinstance(timer, FiguresDue)]
    await feedback.when(FiguresDue(programme_id="rm-2026"))
    assert feedback.published()[-1].response is None
    assert len(await stored(feedback, RESPONDENTS)) == 1


async def test_a_check_in_that_nobody_answers_lapses(feedback):
    await feedback.given(SESSION)
    id_ = await check_in_of(feedback, "e-mentor-0")
    feedback.now = lapses(feedback)[id_]
    await feedback.when(CheckInLapseDue(check_in_id=id_))
    (fact,) = feedback.published()
    assert isinstance(fact, CheckInLapsed)
    await feedback.when(CheckInLapseDue(check_in_id=id_))
    assert feedback.published() == []


async def test_the_executive_makes_the_first_contact_once(feedback):
    with pytest.raises(RuleBroken, match="executive"):
        await feedback.command(make_contact, "pair-1", "e-mentor-0")
    await feedback.command(make_contact, "pair-1", "e-mentee-0")
    await feedback.command(make_contact, "pair-1", "e-mentee-0")
    facts = [fact for fact in feedback.published() if isinstance(fact, FirstContactMade)]
    assert [fact.pairing_id for fact in facts] == ["pair-1"]


def pair(number):
    names = {"mentor_id": f"mentor-{number}", "mentee_id": f"mentee-{number}"}
    session = SESSION.model_copy(
        update={"session_id": f"s-{number}", "pairing_id": f"pair-{number}", **names}
    )
    return ready(Role.MENTOR, number), ready(Role.MENTEE, number), session


async def closing_with(feedback, pairs):
    """The given number of pairs meet and answer; return the date of the closing."""
    for number in range(pairs):
        await feedback.given(*pair(number))
        for role in Role:
            id_ = await check_in_of(feedback, f"e-{role}-{number}")
            await feedback.command(answer_check_in, KEYS, id_, f"e-{role}-{number}", ANSWER, COMMENT)
    [due_at] = [at for at, timer in feedback.timers() if isinstance(timer, FiguresDue)]
    feedback.published()
    return due_at


async def stored(feedback, collection):
    async def find(uow):
        return await uow.find(collection)

    return await feedback.command(find)


async def test_answers_are_closed_once_and_a_retry_draws_no_other_noise(feedback):
    due_at = await closing_with(feedback, 5)
    await feedback.when(FiguresDue(programme_id="rm-2026"))
    assert feedback.published() == [], "it is not time yet"
    feedback.now = due_at
    await feedback.when(FiguresDue(programme_id="rm-2026"))
    [fact] = feedback.published()
    assert {figure.votes for figure in fact.figures if figure.dimension == "total"} == {10}
    groups = await stored(feedback, GROUPS)
    assert await stored(feedback, PENDING) == []
    await feedback.when(FiguresDue(programme_id="rm-2026"))
    assert feedback.published() == []
    assert await stored(feedback, GROUPS) == groups


async def test_too_few_answers_wait_and_only_the_next_date_is_published(feedback):
    feedback.now = await closing_with(feedback, 3)
    await feedback.when(FiguresDue(programme_id="rm-2026"))
    [fact] = feedback.published()
    assert fact.figures == ()
    assert fact.next_at > feedback.now
    assert len(await stored(feedback, PENDING)) == 6


async def test_a_closing_without_a_programme_that_asks_does_nothing(feedback):
    await feedback.when(FiguresDue(programme_id="rm-2026"))
    assert feedback.published() == []


async def test_a_programme_that_lasts_longer_has_closings_again(feedback):
    feedback.now = await closing_with(feedback, 1)
    late = TEST_NOW + timedelta(days=260)
    feedback.now = late
    await feedback.when(FiguresDue(programme_id="rm-2026"))
    [fact] = feedback.published()
    assert fact.next_at is None
    longer = opened(starts_on=TEST_NOW.date() + timedelta(days=120))
    await feedback.when(ProgrammeChanged.model_validate(longer.model_dump()))
    assert max(at for at, timer in feedback.timers() if isinstance(timer, FiguresDue)) > late


async def test_the_final_report_keeps_the_figures_of_the_closing_after_the_last_answers(feedback):
    due_at = await closing_with(feedback, 5)
    feedback.now = due_at - timedelta(days=1)
    await feedback.when(ProgrammeCompleted(programme_id="rm-2026"))
    assert feedback.published() == [], "people may still answer"
    feedback.now = due_at
    await feedback.when(FiguresDue(programme_id="rm-2026"))
    [early] = feedback.published()
    feedback.now = early.next_at
    await feedback.when(FiguresDue(programme_id="rm-2026"))
    released, kept = feedback.published()
    assert isinstance(kept, FinalReportReady)
    assert (kept.closed_at, kept.figures) == (released.closed_at, released.figures)
    assert kept.figures
    feedback.now = released.next_at
    await feedback.when(FiguresDue(programme_id="rm-2026"))
    assert [type(fact) for fact in feedback.published()] == [FiguresReleased], "it is published once"


async def test_the_final_report_covers_the_whole_programme(feedback):
    feedback.now = await closing_with(feedback, 5)
    await feedback.when(FiguresDue(programme_id="rm-2026"))
    [early] = feedback.published()
    latest = early
    while latest.figures:
        feedback.now = latest.next_at
        await feedback.when(FiguresDue(programme_id="rm-2026"))
        [latest] = feedback.published()
    await feedback.when(ProgrammeCompleted(programme_id="rm-2026"))
    while not isinstance(latest, FinalReportReady):
        feedback.now = latest.next_at
        await feedback.when(FiguresDue(programme_id="rm-2026"))
        *_, latest = feedback.published()
    assert latest.figures == early.figures


async def test_a_programme_in_which_nobody_was_asked_is_reported_as_it_is_completed(feedback):
    await feedback.when(ProgrammeCompleted(programme_id="rm-2026"))
    assert feedback.published() == [FinalReportReady(programme_id="rm-2026", closed_at=None)]
