"""Pulse surveys: asked on their days, answered or skipped once, reminded of once, and nobody else's."""

from datetime import timedelta

import pytest

from services.feedback.commands.pulses import answer_pulse, keep_answer
from services.feedback.domain.pulse import PulseState, make_pulse_id, request
from services.feedback.domain.questionnaire import latest
from services.feedback.domain.release.parameters import Parameters
from services.feedback.queries.pulses import list_own_pulses
from services.feedback.reactions import reactions
from services.feedback.store import PENDING, PULSES, SCHEDULES
from shared.contracts.enrollment import (
    ParticipantWithdrawn,
    ProgrammeChanged,
    ProgrammeClosing,
    ProgrammeCompleted,
    ProgrammeRules,
    WithdrawalReason,
)
from shared.contracts.feedback import (
    EndPulsesDue,
    HealthReviewDue,
    PulseClosed,
    PulseDue,
    PulseLapseDue,
    PulseNudged,
    PulseNudgeDue,
    PulseRequested,
    Question,
    Questionnaire,
    StartPulseDue,
)
from shared.contracts.matching import PairingEnded, PairingEndReason
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.service import PageRequest
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, paired, ready
from tests.unit.feedback.feedback_facts import NOW, participant

PAIRING = paired()
DAY_30 = PulseDue(participant_id="mentor-0", pairing_id=PAIRING.pairing_id, day=30)
MENTEE_30 = DAY_30.model_copy(update={"participant_id": "mentee-0"})
MINE = make_pulse_id("rm-2026", "mentor-0", "day-30")
ME = "e-mentor-0"
LEFT = ParticipantWithdrawn(
    participant_id="mentor-0", employee_id=ME, role=Role.MENTOR, reason=WithdrawalReason.OWN_CHOICE
)


@pytest.fixture
async def feedback():
    scenario = Scenario("feedback", reactions)
    await scenario.given(opened(), ready(Role.MENTOR), ready(Role.MENTEE), PAIRING)
    return scenario


async def stored(feedback, collection=PULSES):
    async def find(uow):
        return await uow.find(collection, sort=[("id", 1)])

    return await feedback.command(find)


def timers(feedback, kind):
    return sorted((at, timer.day) for at, timer in feedback.timers() if isinstance(timer, kind))


async def asked(feedback) -> None:
    feedback.now = TEST_NOW + timedelta(days=30)
    await feedback.when(DAY_30)


async def test_a_pairing_plans_the_days_for_both(feedback):
    start = PAIRING.activated_at
    assert timers(feedback, PulseDue) == sorted((start + timedelta(days=day), day) for day in (30, 90) * 2)
    begins = {
        (at, timer.participant_id) for at, timer in feedback.timers() if isinstance(timer, StartPulseDue)
    }
    assert begins == {(start + timedelta(days=1), who) for who in ("mentor-0", "mentee-0")}


async def test_new_days_are_planned_for_pairings_that_have_begun(feedback):
    changed = opened().model_copy(update={"rules": ProgrammeRules(pulse_days=(30, 60))})
    await feedback.when(ProgrammeChanged(**changed.model_dump()))
    await feedback.when(HealthReviewDue(programme_id="rm-2026"))
    assert {day for _, day in timers(feedback, PulseDue)} == {30, 60, 90}
    feedback.now = TEST_NOW + timedelta(days=90)
    await feedback.when(DAY_30.model_copy(update={"day": 90}))
    assert await stored(feedback) == []


async def test_each_is_asked_by_the_questionnaire_of_their_role_once(feedback):
    await asked(feedback)
    await feedback.when(MENTEE_30, DAY_30)
    facts = [fact for fact in feedback.published() if isinstance(fact, PulseRequested)]
    assert sorted(fact.role for fact in facts) == [Role.MENTEE, Role.MENTOR]
    assert {pulse.role: pulse.questionnaire for pulse in await stored(feedback)} == {
        Role.MENTOR: Questionnaire.MENTOR_PULSE,
        Role.MENTEE: Questionnaire.MENTEE_PULSE,
    }
    assert {pulse.due_at for pulse in await stored(feedback)} == {feedback.now + timedelta(days=14)}


@pytest.mark.parametrize(("most", "turn", "questions"), [(1, 0, "heard"), (1, 1, "open"), (1, 4, "open")])
def test_a_small_programme_asks_one_question_in_turn(most, turn, questions) -> None:
    version = latest(Questionnaire.MENTOR_PULSE)
    pulse, _ = request(participant(), "day-30", version, turn=turn, most=most, days=14, now=NOW)
    assert pulse.questions == (questions,)


def test_a_large_programme_asks_three() -> None:
    version = latest(Questionnaire.MENTOR_PULSE)
    pulse, _ = request(participant(), "day-90", version, turn=1, most=3, days=14, now=NOW)
    assert pulse.questions == (Question.OPEN, Question.SAFE, Question.HEARD)


@pytest.mark.parametrize("end", ["the pairing", "taking part"])
async def test_nobody_is_asked_after_the_end(feedback, end):
    ids = {"mentor_id": "mentor-0", "mentee_id": "mentee-0"}
    over = PairingEnded(pairing_id=PAIRING.pairing_id, **ids, reason=PairingEndReason.NO_FAULT_EXIT)
    await feedback.given(over if end == "the pairing" else LEFT)
    await asked(feedback)
    assert await stored(feedback) == []


async def test_an_answer_waits_for_a_closing_and_ends_the_reminder(feedback):
    await asked(feedback)
    saved = await feedback.command(answer_pulse, MINE, ME, {Question.HEARD: 2})
    assert (saved.state, saved.answers) == (PulseState.ANSWERED, {Question.HEARD: 2})
    [waiting] = await stored(feedback, PENDING)
    assert (waiting.asked.question, waiting.levels, waiting.employee_id) == (Question.HEARD, 2, ME)
    assert [type(fact) for fact in feedback.published()][-1] is PulseClosed
    left = [timer for _, timer in feedback.timers() if isinstance(timer, PulseNudgeDue | PulseLapseDue)]
    assert left == []
    assert await feedback.command(answer_pulse, MINE, ME, {Question.HEARD: 2}) == saved
    with pytest.raises(Conflict) as refused:
        await feedback.command(answer_pulse, MINE, ME, {Question.HEARD: 3})
    assert refused.value.code == "pulse-answered"
    assert len(await stored(feedback, PENDING)) == 1


async def test_a_survey_is_skipped_without_an_answer(feedback):
    await asked(feedback)
    saved = await feedback.command(answer_pulse, MINE, ME, {})
    assert saved.state is PulseState.SKIPPED
    assert await stored(feedback, PENDING) == []


@pytest.mark.parametrize(
    ("answers", "code"),
    [({Question.SAFE: 3}, "question-not-asked"), ({Question.HEARD: 6}, "answer-off-scale"),
     ({Question.HEARD: 0}, "answer-off-scale")],
)  # fmt: skip
async def test_an_answer_fits_a_question_that_was_asked(feedback, answers, code):
    await asked(feedback)
    with pytest.raises(RuleBroken) as refused:
        await feedback.command(answer_pulse, MINE, ME, answers)
    assert (refused.value.code, refused.value.field) == (code, f"answers.{next(iter(answers))}")
    assert await stored(feedback, PENDING) == []


async def test_answers_are_kept_one_by_one_and_count_nowhere_before_they_are_sent(feedback):
    await asked(feedback)
    feedback.published()
    await feedback.command(keep_answer, MINE, ME, Question.HEARD, 4)
    await feedback.command(keep_answer, MINE, ME, Question.HEARD, None)
    [pulse] = await stored(feedback)
    assert (pulse.answers_so_far, pulse.answers, pulse.state) == (
        {Question.HEARD: None}, {}, PulseState.REQUESTED
    )  # fmt: skip
    assert (await stored(feedback, PENDING), feedback.published()) == ([], [])


@pytest.mark.parametrize("end", ["sent", "skipped", "over"])
async def test_no_answer_is_kept_beyond_the_end_of_its_survey(feedback, end):
    await asked(feedback)
    await feedback.command(keep_answer, MINE, ME, Question.HEARD, 4)
    if end == "over":
        feedback.now += timedelta(days=14)
        await feedback.when(PulseLapseDue(pulse_id=MINE))
    else:
        await feedback.command(answer_pulse, MINE, ME, {Question.HEARD: 4} if end == "sent" else {})
    [pulse] = await stored(feedback)
    assert pulse.answers_so_far == {}
    with pytest.raises(Conflict) as refused:
        await feedback.command(keep_answer, MINE, ME, Question.HEARD, 2)
    assert refused.value.code == ("pulse-over" if end == "over" else "pulse-answered")


@pytest.mark.parametrize(
    ("whose", "question", "answer", "error"),
    [
        ("e-mentee-0", Question.HEARD, 4, NotFound),
        (ME, Question.SAFE, None, RuleBroken),
        (ME, Question.HEARD, 6, RuleBroken),
    ],
)
async def test_only_the_answers_of_ones_own_survey_are_kept(feedback, whose, question, answer, error):
    await asked(feedback)
    with pytest.raises(error):
        await feedback.command(keep_answer, MINE, whose, question, answer)
    [pulse] = await stored(feedback)
    assert pulse.answers_so_far == {}


async def test_somebody_silent_is_reminded_once_and_then_the_survey_lapses(feedback):
    await asked(feedback)
    feedback.published()
    feedback.now += timedelta(days=7)
    await feedback.when(PulseNudgeDue(pulse_id=MINE))
    await feedback.when(PulseNudgeDue(pulse_id=MINE))
    assert [type(fact) for fact in feedback.published()].count(PulseNudged) == 1
    feedback.now += timedelta(days=7)
    await feedback.when(PulseLapseDue(pulse_id=MINE))
    [pulse] = await stored(feedback)
    assert pulse.state is PulseState.LAPSED
    with pytest.raises(Conflict) as refused:
        await feedback.command(answer_pulse, MINE, ME, {Question.HEARD: 3})
    assert refused.value.code == "pulse-over"


async def test_a_survey_is_its_persons_own(feedback):
    await asked(feedback)
    with pytest.raises(NotFound):
        await feedback.command(answer_pulse, MINE, "e-mentee-0", {Question.HEARD: 3})
    own, _ = await feedback.command(list_own_pulses, ME, None, PageRequest(10, 0))
    other, _ = await feedback.command(list_own_pulses, "e-mentee-0", None, PageRequest(10, 0))
    assert ([pulse.id for pulse in own], other) == ([MINE], [])
    await feedback.given(LEFT)
    with pytest.raises(Conflict, match="left"):
        await feedback.command(answer_pulse, MINE, ME, {Question.HEARD: 3})


async def test_everybody_who_takes_part_is_asked_at_the_end_what_it_has_brought_them(feedback):
    await feedback.given(ready(Role.MENTOR, 1))
    await feedback.when(ProgrammeClosing(programme_id="rm-2026"))
    await feedback.when(EndPulsesDue(programme_id="rm-2026"))
    pulses = await stored(feedback)
    assert {pulse.participant_id for pulse in pulses} == {"mentor-0", "mentee-0"}
    assert {pulse.questions for pulse in pulses} == {(Question.RECOMMEND, Question.CHANGED, Question.AGAIN)}
    mine = make_pulse_id("rm-2026", "mentor-0", "end")
    await feedback.command(answer_pulse, mine, ME, {Question.RECOMMEND: 9})
    [waiting] = await stored(feedback, PENDING)
    assert waiting.levels == 3


@pytest.mark.parametrize("role", list(Role))
def test_a_large_programme_asks_each_role_all_of_its_questions_at_the_end(role) -> None:
    most = Parameters().closing_questions(100)
    who = participant(role=role)
    pulse, _ = request(who, "end", latest(Questionnaire.CLOSING), turn=0, most=most, days=14, now=NOW)
    skill = Question.CONFIDENT if role is Role.MENTOR else Question.DIGITAL
    both = (Question.RECOMMEND, Question.CHANGED, Question.AGAIN, Question.UNDERSTANDS)
    assert pulse.questions == (*both, skill)


async def test_the_two_of_a_completed_pairing_are_asked_once(feedback):
    ids = {"mentor_id": "mentor-0", "mentee_id": "mentee-0"}
    over = PairingEnded(pairing_id=PAIRING.pairing_id, **ids, reason=PairingEndReason.COMPLETED)
    await feedback.when(over)
    await feedback.when(ProgrammeClosing(programme_id="rm-2026"))
    await feedback.when(EndPulsesDue(programme_id="rm-2026"))
    facts = [fact for fact in feedback.published() if isinstance(fact, PulseRequested)]
    assert sorted(fact.participant_id for fact in facts) == ["mentee-0", "mentor-0"]


@pytest.mark.parametrize(
    "reason", [each for each in PairingEndReason if each is not PairingEndReason.COMPLETED]
)
async def test_nobody_is_asked_about_a_pairing_that_ended_in_another_way(feedback, reason):
    ids = {"mentor_id": "mentor-0", "mentee_id": "mentee-0"}
    await feedback.when(PairingEnded(pairing_id=PAIRING.pairing_id, **ids, reason=reason))
    assert await stored(feedback) == []


async def test_whoever_has_left_is_not_asked_about_a_completed_pairing(feedback):
    await feedback.given(LEFT)
    ids = {"mentor_id": "mentor-0", "mentee_id": "mentee-0"}
    await feedback.when(PairingEnded(pairing_id=PAIRING.pairing_id, **ids, reason=PairingEndReason.COMPLETED))
    assert [pulse.participant_id for pulse in await stored(feedback)] == ["mentee-0"]


START = StartPulseDue(participant_id="mentor-0", pairing_id=PAIRING.pairing_id)


@pytest.mark.parametrize(("people", "asked"), [(99, []), (100, [Question.UNDERSTANDS, Question.CONFIDENT])])
async def test_a_large_programme_asks_at_the_start_what_it_asks_at_the_end(feedback, people, asked):
    await feedback.given(*(ready(Role.MENTOR, number) for number in range(1, people)))
    await feedback.when(START)
    await feedback.when(START)
    questions = [question for pulse in await stored(feedback) for question in pulse.questions]
    assert questions == asked
    at_the_end = latest(Questionnaire.CLOSING).questions_for(Role.MENTOR)
    assert set(asked) <= set(at_the_end[: Parameters().closing_questions(people)])


async def test_a_small_programme_begins_no_closings_before_it_asks(feedback):
    await feedback.when(START)
    assert await stored(feedback, SCHEDULES) == []


async def test_a_programme_without_surveys_has_none_at_its_end(feedback):
    none = opened().model_copy(update={"rules": ProgrammeRules(pulse_days=())})
    await feedback.given(ProgrammeChanged(**none.model_dump()))
    ids = {"mentor_id": "mentor-0", "mentee_id": "mentee-0"}
    await feedback.when(PairingEnded(pairing_id=PAIRING.pairing_id, **ids, reason=PairingEndReason.COMPLETED))
    await feedback.when(ProgrammeClosing(programme_id="rm-2026"))
    await feedback.when(EndPulsesDue(programme_id="rm-2026"))
    assert await stored(feedback) == []


async def test_answers_after_the_end_of_the_programme_count(feedback):
    await feedback.when(ProgrammeClosing(programme_id="rm-2026"))
    await feedback.when(EndPulsesDue(programme_id="rm-2026"))
    await feedback.when(ProgrammeCompleted(programme_id="rm-2026"))
    feedback.now += timedelta(days=13)
    mine = make_pulse_id("rm-2026", "mentor-0", "end")
    await feedback.command(answer_pulse, mine, ME, {Question.RECOMMEND: 9, Question.AGAIN: 4})
    assert {each.asked.question for each in await stored(feedback, PENDING)} == {
        Question.RECOMMEND,
        Question.AGAIN,
    }
