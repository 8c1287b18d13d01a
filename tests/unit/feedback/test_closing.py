"""A closing of many answers takes several transactions, and answers of its last minutes wait for the next."""

from datetime import timedelta
from random import Random

import pytest

from services.feedback.commands import closing, deleting, learning
from services.feedback.commands.collecting import collect
from services.feedback.domain.questionnaire import CHECK_IN_USEFULNESS
from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.ballots import Collector, Part, Vote, Waiting
from services.feedback.domain.release.grouping import cut
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.release.pending import start, waiting_fields
from services.feedback.queries.waiting import first_answers
from services.feedback.reactions import reactions
from services.feedback.store import GROUPS, MEMBERSHIPS, PENDING, RESPONDENTS, SCHEDULES
from shared.contracts.feedback import CheckInLapseDue, Dimension, FiguresDue, FiguresReleased
from shared.testing.memory_query import value_at
from shared.testing.scenario import Scenario
from tests.helpers.people import opened
from tests.unit.feedback.feedback_facts import NOW
from tests.unit.feedback.releasing import PULSE_QUESTIONS, person
from tests.unit.feedback.test_scenarios import CHECK_INS, closing_with, stored

WEEK = timedelta(weeks=1)


@pytest.fixture
async def feedback():
    scenario = Scenario("feedback", reactions)
    await scenario.given(opened())
    return scenario


async def everything_due(feedback) -> int:
    """Let timers fire until none is due any more; return how many there were."""
    fired = 0
    while due := [timer for timer in feedback.due() if isinstance(timer, FiguresDue)]:
        fired += len(due)
        await feedback.when(*due)
    return fired


@pytest.mark.parametrize("at_once", [1, 4, 11, 1000])
async def test_a_closing_in_parts_releases_the_same_once(feedback, monkeypatch, at_once) -> None:
    for part in (closing, deleting, learning):
        monkeypatch.setattr(part, "AT_ONCE", at_once)
    feedback.now = await closing_with(feedback, 5)
    for check_in in await stored(feedback, CHECK_INS):
        await feedback.given(CheckInLapseDue(check_in_id=check_in.id))
    [schedule] = await stored(feedback, SCHEDULES)
    late = schedule.next_at - timedelta(hours=1)
    assert {each.batch for each in await stored(feedback, RESPONDENTS)} == {1}, "counted in the last minutes"
    steps = await everything_due(feedback)
    assert (steps > 1) is (at_once < 10)
    [released] = [fact for fact in feedback.published() if isinstance(fact, FiguresReleased)]
    assert {figure.votes for figure in released.figures if figure.dimension == "total"} == {10}
    [group] = await stored(feedback, GROUPS)
    assert (group.votes, len(group.people), group.closed_at > late) == (10, 10, True)
    assert await stored(feedback, PENDING) == []
    [schedule] = await stored(feedback, SCHEDULES)
    assert (schedule.closings, schedule.underway, schedule.to_delete) == (1, None, ())
    feedback.now = schedule.next_at
    await everything_due(feedback)
    [response] = await stored(feedback, MEMBERSHIPS)
    assert (len(response.people), await stored(feedback, RESPONDENTS)) == (10, [])


async def test_answers_while_a_closing_is_under_way_are_in_the_next_one(feedback, monkeypatch) -> None:
    monkeypatch.setattr(closing, "AT_ONCE", 3)
    due_at = await closing_with(feedback, 4)
    ada = person(1)
    feedback.now = due_at - timedelta(minutes=4)
    await feedback.command(collect, ada, CHECK_IN_USEFULNESS, 2)
    feedback.now = due_at
    while timers := [timer for timer in feedback.due() if isinstance(timer, FiguresDue)]:
        await feedback.command(collect, ada, CHECK_IN_USEFULNESS, 4)
        await feedback.when(*timers)
    [waiting] = await stored(feedback, PENDING)
    assert (waiting.employee_id, waiting.batch, waiting.levels) == (
        ada.employee_id,
        1,
        2 + 4 * waiting.answers - 4,
    )
    [group] = await stored(feedback, GROUPS)
    assert ada.employee_id not in group.people
    feedback.now += WEEK
    await feedback.command(collect, ada, CHECK_IN_USEFULNESS, 5)
    assert len(await stored(feedback, PENDING)) == 1, "the same batch"


async def test_questions_wait_since_their_first_answer(feedback) -> None:
    asked = PULSE_QUESTIONS[person(1).role][0]
    for number in range(3):
        await feedback.command(collect, person(number), asked, 3)
        feedback.now += timedelta(days=1)
    assert await feedback.command(first_answers, 0) == {asked: feedback.now - timedelta(days=3)}


@pytest.mark.parametrize("dimension", Dimension)
def test_stored_fields_are_those_of_the_domain(dimension) -> None:
    pending = start(person(1), CHECK_IN_USEFULNESS, 0, now=NOW).with_answer(4)
    row = [value_at(pending.model_dump(), field) for field in waiting_fields(dimension)]
    waiting = list(pending.waiting(dimension))
    assert row == waiting[:1] + waiting[1 + (dimension is Dimension.TOTAL) :]


def test_a_person_who_has_waited_in_several_batches_has_one_vote_and_the_first_category() -> None:
    collector = Collector(rest_before=NOW)
    collector.add_older([Waiting("ada", "emea", NOW, 1, 5), Waiting("bob", "apac", NOW + WEEK, 1, 2)])
    collector.add_older([Waiting("ada", "apac", NOW + WEEK, 1, 3)])
    collector.add([Waiting("ada", "amer", NOW + WEEK, 2, 4), Waiting("eve", "apac", NOW + WEEK, 1, 1)])
    ballots = collector.collected()
    assert ballots.people == {Part("emea", late=True): ["ada"], Part("apac"): ["eve", "bob"]}
    assert ballots.votes[Part("emea", late=True)] == {Vote(12, 4): 1}
    assert sorted(ballots.votes_of(ballots.votes)) == [1, 2, 3]


def test_where_answers_have_no_mean_the_latest_counts_over_all_batches() -> None:
    collector = Collector(rest_before=NOW, has_mean=False)
    collector.add_older([Waiting("ada", "emea", NOW, 1, 1), Waiting("bob", "emea", NOW, 1, 2)])
    collector.add_older([Waiting("ada", "apac", NOW + WEEK, 1, 3)])
    collector.add([Waiting("bob", "amer", NOW + WEEK, 1, 5)])
    ballots = collector.collected()
    assert ballots.people == {Part("emea", late=True): ["bob", "ada"]}
    assert sorted(ballots.votes_of(ballots.votes)) == [3, 5]


def test_blocks_are_cut_by_category_and_only_those_who_have_waited_long_form_a_rest() -> None:
    chance = Random(1)
    names = [f"p{number:02}" for number in range(40)]
    chance.shuffle(names)
    waiting = {
        Part("emea"): names[:10],
        Part("emea", late=True): names[10:15],
        Part("amer", late=True): names[15:20],
        Part("apac", late=True): names[20:24],
        Part("apac"): names[24:26],
    }
    blocks = cut(waiting, Dimension.REGION, Audit((), Parameters().audit_noise), Parameters())
    assert [(each.category, each.rest, each.people) for each in blocks] == [
        ("emea", False, tuple(sorted(names[:15]))),
        ("all", True, tuple(sorted(names[15:24]))),
    ]
    assert [each.parts for each in blocks] == [
        (Part("emea"), Part("emea", late=True)),
        (Part("amer", late=True), Part("apac", late=True)),
    ]
