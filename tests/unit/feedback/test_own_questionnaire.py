"""The programme's own questions: in versions, asked on their occasion, released by the same rule as all."""

from datetime import timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from services.feedback.api.own_questionnaires import NewOwnQuestions
from services.feedback.commands.check_ins import answer_check_in
from services.feedback.commands.own_questionnaires import publish_questions
from services.feedback.commands.pulses import answer_pulse
from services.feedback.domain.check_in import Answer, request
from services.feedback.domain.own_questionnaire import Occasion
from services.feedback.domain.pulse import make_pulse_id
from services.feedback.domain.pulse import request as request_pulse
from services.feedback.domain.questionnaire import latest
from services.feedback.queries.own_questionnaires import get_version, list_questionnaires
from services.feedback.queries.pulses import read_own_pulse
from services.feedback.reactions import reactions
from services.feedback.store import CHECK_INS, PENDING
from shared.contracts.enrollment import ProgrammeTemplateSaved
from shared.contracts.feedback import PulseDue, Questionnaire
from shared.contracts.scheduling import SessionHeld
from shared.contracts.vocabulary import Role
from shared.encryption import MasterKeys
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, paired, ready
from tests.unit.feedback.feedback_facts import NOW, participant, session
from tests.unit.feedback.releasing import own

PAIRING = paired()
DAY_90 = PulseDue(participant_id="mentor-0", pairing_id=PAIRING.pairing_id, day=90)
MINE = make_pulse_id("rm-2026", "mentor-0", "day-90")
ME = "e-mentor-0"
TEXTS = {"en": "Where did you meet?", "de": "Wo haben Sie sich getroffen?"}
PLACE = {
    "id": "place", "kind": "choice", "texts": TEXTS,
    "options": [{"id": id_, "texts": {"en": id_}} for id_ in ("office", "online")],
}  # fmt: skip
EASE = {"id": "ease", "kind": "scale", "texts": {"en": "How easy was it?"}, "low": 0, "high": 4}
KEYS = MasterKeys(b"k" * 32)
SESSION = SessionHeld(
    session_id="s-1",
    pairing_id=PAIRING.pairing_id,
    mentor_id="mentor-0",
    mentee_id="mentee-0",
    number=1,
    starts_at=TEST_NOW - timedelta(hours=1),
    ends_at=TEST_NOW,
)


def questions(*asked):
    return NewOwnQuestions(questions=asked, based_on=0).questions


@pytest.fixture
async def feedback():
    scenario = Scenario("feedback", reactions)
    await scenario.given(opened(), ready(Role.MENTOR), ready(Role.MENTEE), PAIRING)
    return scenario


async def publish(feedback, *asked, based_on=0, occasion=Occasion.PULSE, role=Role.MENTOR):
    return await feedback.command(publish_questions, occasion, role, questions(*asked), based_on, "carla")


async def test_versions_stand_side_by_side_and_nobody_overwrites_another(feedback):
    assert await feedback.command(get_version, Occasion.PULSE, Role.MENTOR, None) is None
    first = await publish(feedback, PLACE)
    second = await publish(feedback, PLACE, EASE, based_on=1)
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(Conflict) as refused:
        await publish(feedback, EASE, based_on=1)
    assert refused.value.code == "questions-changed"
    assert await feedback.command(get_version, Occasion.PULSE, Role.MENTOR, 1) == first
    assert await feedback.command(get_version, Occasion.PULSE, Role.MENTEE, None) is None
    with pytest.raises(NotFound):
        await feedback.command(get_version, Occasion.PULSE, Role.MENTOR, 3)
    [kept] = await feedback.command(list_questionnaires)
    assert [each.number for each in kept.versions] == [1, 2]


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ([EASE, EASE], "listed-twice", "questions"),
        ([{**PLACE, "options": [PLACE["options"][0]] * 2}], "listed-twice", "questions[0].options"),
        ([{**EASE, "high": 0}], "scale-without-length", "questions[0].high"),
        ([{**EASE, "high": 7}], "scale-too-long", "questions[0].high"),
        ([PLACE, {**EASE, "id": "heard"}], "question-taken", "questions[1].id"),
    ],
)
async def test_questions_that_cannot_be_counted_are_refused_by_field(feedback, asked, code, field):
    with pytest.raises(RuleBroken) as refused:
        await publish(feedback, *asked)
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("kind", ["text", "choices", "number", "topics", "date"])
def test_kinds_whose_answers_cannot_be_released_do_not_exist(kind):
    with pytest.raises(ValidationError):
        questions({"id": "hope", "kind": kind, "texts": TEXTS})
    assert TypeAdapter(tuple).validate_python(questions(EASE, PLACE))


def test_there_is_room_for_two_questions():
    with pytest.raises(ValidationError):
        questions(EASE, PLACE, {**EASE, "id": "third"})


def test_they_come_after_the_most_important_question_and_take_turns_with_the_others():
    version = latest(Questionnaire.MENTOR_PULSE)

    def asked(turn, most):
        mine = (own("ease"), own("place"))
        pulse, _ = request_pulse(
            participant(), "day-30", version, turn=turn, most=most, days=14, now=NOW, own=mine
        )
        return [*pulse.questions], [each.question for each in pulse.own]

    assert asked(0, 1) == (["heard"], [])
    assert asked(1, 1) == (["ease"], ["ease"])
    assert asked(0, 3) == (["heard", "ease", "place"], ["ease", "place"])


async def test_a_survey_states_the_version_of_its_questions_and_keeps_it(feedback):
    await publish(feedback, EASE)
    feedback.now += timedelta(days=91)
    await feedback.given(DAY_90)
    pulse, written = await feedback.command(read_own_pulse, MINE, ME)
    assert pulse.questions == ("ease",), "a small programme asks one question at a time"
    await publish(feedback, {**EASE, "texts": {"en": "Other words"}, "high": 1}, based_on=1)
    assert written[pulse.own[0].key].texts == EASE["texts"]
    for answers, code in (({"ease": 5}, "answer-off-scale"), ({"heard": 1}, "question-not-asked")):
        with pytest.raises(RuleBroken) as refused:
            await feedback.command(answer_pulse, MINE, ME, answers)
        assert refused.value.code == code
    await feedback.command(answer_pulse, MINE, ME, {"ease": 0})
    [waiting] = await feedback.command(lambda uow: uow.find(PENDING, {}))
    assert (waiting.asked, waiting.levels, waiting.answers) == (from_zero(), 1, 1)


async def test_a_check_in_asks_the_questions_of_its_role(feedback):
    await publish(feedback, EASE, occasion=Occasion.CHECK_IN)
    await feedback.given(SESSION)
    check_ins = await feedback.command(lambda uow: uow.find(CHECK_INS, {}))
    assert {each.role: len(each.own) for each in check_ins} == {Role.MENTOR: 1, Role.MENTEE: 0}
    [mine] = [each for each in check_ins if each.role is Role.MENTOR]
    given = Answer(rating=5, own_answers={"ease": 2})
    await feedback.command(answer_check_in, KEYS, mine.id, ME, given)
    waiting = await feedback.command(lambda uow: uow.find(PENDING, {}))
    assert {each.asked.question: each.levels / each.answers for each in waiting} == {
        "usefulness": 5,
        "ease": 3,
    }


async def test_copies_and_templates_begin_with_the_questions_that_are_asked(feedback):
    await publish(feedback, PLACE)
    for based_on, asked in enumerate(([EASE], [])):
        await publish(feedback, *asked, based_on=based_on, role=Role.MENTEE)
    await feedback.given(ProgrammeTemplateSaved(template_id="t-1", programme_id="rm-2026"))
    await publish(feedback, EASE, based_on=1)
    origins = {"copy": {"copied_from": "rm-2026"}, "begun": {"template": "t-1"}}
    for id_, origin in origins.items():
        feedback.scope = feedback.scope.model_copy(update={"programme": id_})
        fact = opened().model_copy(update={"programme_id": id_, **origin})
        await feedback.given(fact)
        [begun] = await feedback.command(list_questionnaires)
        assert (begun.programme, begun.role, begun.number) == (id_, Role.MENTOR, 1)
        assert [each.id for each in begun.latest.questions] == ["ease" if id_ == "copy" else "place"]
        await publish(feedback, based_on=1)
        await feedback.given(fact)
        [kept] = await feedback.command(list_questionnaires)
        assert kept.latest is None, "a repeated fact brings nothing back"


async def test_a_programme_waits_for_its_template(feedback):
    with pytest.raises(NotFound):
        await feedback.given(opened().model_copy(update={"template": "t-1"}))
    await feedback.given(ProgrammeTemplateSaved(template_id="t-1", programme_id="rm-2026"))
    await feedback.given(opened().model_copy(update={"template": "t-1"}))
    assert await feedback.command(list_questionnaires) == []


def from_zero():
    asked = own("ease").model_copy(update={"questionnaire": Questionnaire.OWN_PULSE})
    return asked.model_copy(update={"own": asked.own.model_copy(update={"low": 0, "high": 4})})


def test_a_check_in_takes_answers_to_its_own_questions_only_about_a_session_that_was_held():
    check_in, _ = request(session(), participant(), days=7, now=NOW, own=(own("ease"),))
    answered, _ = check_in.submit(Answer(rating=4, own_answers={"ease": 5}), now=NOW)
    assert answered.answer.own_answers == {"ease": 5}
    for answer in (Answer(rating=None, own_answers={"ease": 5}), Answer(rating=4, own_answers={"place": 1})):
        with pytest.raises(RuleBroken) as refused:
            check_in.submit(answer, now=NOW)
        assert refused.value.code == "question-not-asked"
    with pytest.raises(RuleBroken) as refused:
        check_in.submit(Answer(rating=4, own_answers={"ease": 6}), now=NOW)
    assert (refused.value.code, refused.value.field) == ("answer-off-scale", "own_answers.ease")
