"""Answers to the programme's own questions are released by the same rule as all others."""

import pytest

from services.feedback.commands.collecting import begin_schedule, collect
from services.feedback.domain.items import Attitude
from services.feedback.domain.own_questionnaire import Occasion
from services.feedback.domain.questionnaire import CHECK_IN_USEFULNESS
from services.feedback.domain.release.parameters import Parameters
from services.feedback.queries.released import audit_of_question
from services.feedback.reactions import reactions
from services.feedback.store import PENDING
from shared.contracts.feedback import FiguresDue
from shared.contracts.vocabulary import Role
from shared.testing.scenario import Scenario
from tests.helpers.people import opened
from tests.unit.feedback.feedback_facts import programme
from tests.unit.feedback.releasing import PULSE_QUESTIONS, Releases, memberships, own, person
from tests.unit.feedback.test_own_questionnaire import PLACE, from_zero, publish

PLACES = tuple(option["id"] for option in PLACE["options"])


@pytest.fixture
async def feedback():
    scenario = Scenario("feedback", reactions)
    await scenario.given(opened())
    return scenario


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
    asked = from_zero()
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
