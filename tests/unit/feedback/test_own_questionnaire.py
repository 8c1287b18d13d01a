"""The programme's own questions: in versions, asked on their occasion, released by the same rule as all."""

from datetime import timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from services.feedback.api.own_questionnaires import NewOwnQuestions
from services.feedback.commands.check_ins import answer_check_in
from services.feedback.commands.collecting import begin_schedule, collect
from services.feedback.commands.own_questionnaires import publish_questions
from services.feedback.commands.pulses import answer_pulse
from services.feedback.domain.check_in import Answer, request, submit
from services.feedback.domain.items import Attitude
from services.feedback.domain.own_questionnaire import Occasion
from services.feedback.domain.pulse import make_pulse_id
from services.feedback.domain.pulse import request as request_pulse
from services.feedback.domain.questionnaire import CHECK_IN_USEFULNESS, latest
from services.feedback.domain.release.parameters import Parameters
from services.feedback.queries.own_questionnaires import get_version, list_questionnaires
from services.feedback.queries.pulses import read_own_pulse
from services.feedback.queries.released import audit_of_question
from services.feedback.reactions import reactions
from services.feedback.store import CHECK_INS, PENDING
from shared.contracts.feedback import FiguresDue, PulseDue, Questionnaire
from shared.contracts.scheduling import SessionHeld
from shared.contracts.vocabulary import Role
from shared.encryption import MasterKeys
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, paired, ready
from tests.unit.feedback.feedback_facts import NOW, participant, programme, session
from tests.unit.feedback.releasing import PULSE_QUESTIONS, Releases, memberships, own, person

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
PLACES = ("office", "online")
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
    assert (waiting.asked, waiting.levels, waiting.answers) == (_ease(), 1, 1)


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


async def test_a_closing_releases_each_version_apart_and_deletes_its_answers(feedback):
    await publish(feedback, PLACE, occasion=Occasion.CHECK_IN)
    await publish(feedback, {**PLACE, "texts": {"en": "And where?"}}, occasion=Occasion.CHECK_IN, based_on=1)
    await feedback.command(begin_schedule, programme())
    for version in (1, 2):
        for number in range(7 + version):
            await feedback.command(collect, person(number), own("place", version=version, options=PLACES), 2)
    released = []
    for _ in range(2):
        [feedback.now] = [at for at, timer in feedback.timers() if isinstance(timer, FiguresDue)]
        await feedback.when(FiguresDue(programme_id="rm-2026"))
        [fact] = feedback.published()
        released.append([(each.questionnaire_version, each.votes) for each in fact.own])
    assert released == [[(1, 8)], [(1, 8), (2, 9)]]
    assert await feedback.command(lambda uow: uow.find(PENDING, {})) == []
    usefulness = await feedback.command(audit_of_question, CHECK_IN_USEFULNESS, Parameters())
    again = await feedback.command(audit_of_question, own("place", options=PLACES), Parameters())
    for audit in (usefulness, again):
        assert audit.allows(["new"], Parameters())
        assert not audit.allows([person(0).employee_id], Parameters()), "it may be about the same"


def _ease():
    asked = own("ease").model_copy(update={"questionnaire": Questionnaire.OWN_PULSE})
    return asked.model_copy(update={"own": asked.own.model_copy(update={"low": 0, "high": 4})})


def test_a_check_in_takes_answers_to_its_own_questions_only_about_a_session_that_was_held():
    check_in, _ = request(session(), participant(), days=7, now=NOW, own=(own("ease"),))
    answered, _ = submit(check_in, Answer(rating=4, own_answers={"ease": 5}), now=NOW)
    assert answered.answer.own_answers == {"ease": 5}
    for answer in (Answer(rating=None, own_answers={"ease": 5}), Answer(rating=4, own_answers={"place": 1})):
        with pytest.raises(RuleBroken) as refused:
            submit(check_in, answer, now=NOW)
        assert refused.value.code == "question-not-asked"
    with pytest.raises(RuleBroken) as refused:
        submit(check_in, Answer(rating=4, own_answers={"ease": 6}), now=NOW)
    assert (refused.value.code, refused.value.field) == ("answer-off-scale", "own_answers.ease")


def test_eight_answers_become_a_figure_and_seven_none():
    releases = Releases(people=20)
    place = own("place", options=PLACES)
    for number in range(7):
        releases.answer(person(number), 1, place)
    assert releases.to_closing().fact.own == ()
    releases.answer(person(7), 2, place)
    [figure] = releases.to_closing().fact.own
    assert (figure.question, figure.votes, figure.options, figure.mean) == ("place", 8, PLACES, None)
    assert sum(figure.shares) in (95, 100, 105)


def test_of_several_answers_to_a_choice_the_latest_counts():
    releases = Releases(people=20)
    place = own("place", options=("office", "online", "walk"))
    for answer in (1, 1, 3):
        releases.answer(person(0), answer, place)
    [waiting] = releases.pending.values()
    assert (waiting.answers, waiting.levels) == (1, 3)


def test_a_scale_has_a_mean_on_its_own_numbers():
    releases = Releases(people=400)
    asked = _ease()
    for number in range(200):
        releases.answer(person(number), 3, asked)
    [figure] = [each for each in releases.to_closing().fact.own if each.dimension == "total"]
    assert (figure.low, len(figure.shares)) == (0, 5)
    assert abs(figure.mean - 3) <= 0.2


def test_two_versions_of_a_question_are_never_counted_together():
    releases = Releases(people=20)
    for number in range(4):
        releases.answer(person(number), 4, own("ease", version=1))
        releases.answer(person(number + 4), 4, own("ease", version=2))
    assert releases.to_closing().groups == []


def test_a_question_may_be_about_any_matter_so_it_counts_in_the_bound_of_each():
    releases = Releases(people=20)
    for number in range(8):
        releases.answer(person(number), 4, own("ease"))
    releases.to_closing()
    assert all(len(memberships(releases.groups, attitude)) == 1 for attitude in Attitude)


def test_the_same_question_in_other_words_does_not_show_a_person_as_the_difference_of_groups():
    """Nine people, then eight of them, again and again: the differences would show the ninth."""
    releases = Releases(people=20)
    taken = []
    for copy in range(6):
        for number in range(9 - copy % 2):
            releases.answer(person(number), 4, own(f"safe-{copy}"))
        taken += releases.to_closing().groups
    assert 2 <= len(taken) < 6


def test_a_small_programme_takes_one_question_at_a_closing_own_or_not():
    releases = Releases(people=20)
    heard = PULSE_QUESTIONS[Role.MENTOR][0]
    for number in range(8):
        releases.answer(person(number), 4, heard)
        releases.answer(person(number), 4, own("ease"))
    first, second = releases.to_closing().groups, releases.to_closing().groups
    assert [group.asked for group in first] == [heard]
    assert [group.asked for group in second] == [own("ease")]
