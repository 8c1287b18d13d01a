"""The study of a programme: who is on which side, what imports remember of careers, and one publication."""

from datetime import date, timedelta

import pytest

from services.enrollment.commands.effects import claim, conclude
from services.enrollment.commands.imports.transactions import Chunk, begin_import, let_go, take_in
from services.enrollment.commands.programmes import define
from services.enrollment.domain.effect.observation import (
    Career,
    Circumstances,
    DatedPosition,
    Joining,
    Observed,
    observe,
)
from services.enrollment.domain.employee import MOST_POSITIONS
from services.enrollment.domain.hr_import import ImportMode
from services.enrollment.domain.programme_plan import ProgrammePlan
from services.enrollment.queries import effects as queries
from services.enrollment.reactions import reactions
from services.enrollment.store import EMPLOYEES
from shared.contracts.enrollment import EffectMeasured, MeasuredOutcome, Outcome, ProgrammeCompleted
from shared.testing.harness import TEST_NOW, TEST_SCOPE
from shared.testing.scenario import Scenario
from tests.helpers.employees import employee

ID = TEST_SCOPE.programme
TODAY = TEST_NOW.date()
SINCE = TODAY + timedelta(days=28)
PLAN = ProgrammePlan(
    name="Reverse mentoring",
    starts_on=TODAY,
    ends_on=TODAY + timedelta(days=180),
    regions=("emea",),
    terms_version="1",
)
NOTHING = [MeasuredOutcome(outcome=outcome, comparison=None) for outcome in Outcome]


def position(day, grade=3, department="Sales"):
    return DatedPosition(day, grade, "emea", department)


def career(*positions, **values):
    base = {"grade": 3, "hired_on": date(2020, 1, 1), "left": False, "left_on": None}
    return Career(**{**base, "positions": positions or (position(TODAY),), **values})


def joined(day, programme=ID):
    return Joining(programme, day)


def seen(who, *joinings):
    return observe(who, joinings, programme=ID, since=SINCE)


def test_circumstances_are_those_of_the_day_and_outcomes_those_of_the_end():
    promoted = career(position(TODAY), position(SINCE + timedelta(days=9), 4, "Finance"), grade=4)
    years = (SINCE - date(2020, 1, 1)).days // 365
    where = Circumstances(3, years, "emea", "Sales")
    assert seen(promoted) == Observed(where, took_part=False, stayed=True, promoted=True)
    left = career(left=True, left_on=SINCE + timedelta(days=1))
    assert seen(left, joined(SINCE)) == Observed(where, took_part=True, stayed=False, promoted=False)


@pytest.mark.parametrize(
    ("who", "joinings"),
    [
        (career(position(SINCE + timedelta(days=1))), ()),
        (career(left=True, left_on=SINCE), ()),
        (career(), (joined(SINCE + timedelta(days=1)),)),
        (career(), (joined(TODAY, "another"),)),
    ],
    ids=["not known yet", "gone by then", "joined later", "in another programme"],
)
def test_people_who_are_on_neither_side(who, joinings):
    assert seen(who, *joinings) is None


def test_somebody_in_two_programmes_is_a_participant_of_this_one():
    assert seen(career(), joined(TODAY, "another"), joined(TODAY)).took_part


def test_years_of_service_are_counted_up_to_ten():
    assert seen(career(hired_on=date(1990, 1, 1))).circumstances.years == 10
    assert seen(career(hired_on=SINCE + timedelta(days=90))).circumstances.years == 0


@pytest.fixture
async def enrollment():
    scenario = Scenario("enrollment", reactions)
    await scenario.command(define, ID, PLAN, 0, 10)
    scenario.published()
    return scenario


async def imported(enrollment, *people):
    id_ = await enrollment.command(begin_import, str(enrollment.now), ImportMode.FULL)
    await enrollment.command(take_in, id_, Chunk(people))
    return id_


async def stored(enrollment):
    async def read(uow):
        return await uow.require(EMPLOYEES, "e-1")

    return await enrollment.command(read)


async def test_imports_remember_positions_and_departures(enrollment):
    first, ada = enrollment.now.date(), employee("e-1")
    await imported(enrollment, ada)
    enrollment.now += timedelta(days=30)
    await imported(enrollment, ada.changed(name="Ada Other"))
    assert [each.since for each in (await stored(enrollment)).positions] == [first], "only a name has changed"
    await imported(enrollment, ada.changed(grade=4))
    await imported(enrollment, ada.changed(grade=5))
    second = enrollment.now.date()
    positions = (await stored(enrollment)).positions
    assert [(each.since, each.grade) for each in positions] == [(first, 3), (second, 5)], "one a day"
    enrollment.now += timedelta(days=30)
    await enrollment.command(let_go, await imported(enrollment), ["e-1"])
    gone = await stored(enrollment)
    assert (gone.left, gone.left_on, len(gone.positions)) == (True, enrollment.now.date(), 2)
    enrollment.now += timedelta(days=30)
    await imported(enrollment, ada.changed(grade=5))
    back = await stored(enrollment)
    assert (back.left, back.left_on, len(back.positions)) == (False, None, 2)


def test_the_oldest_of_very_many_positions_are_dropped():
    ada, day = employee("e-1"), TODAY
    for number in range(MOST_POSITIONS + 5):
        ada = ada.changed(grade=number % 2 + 1).following(ada, day)
        day += timedelta(days=1)
    assert (len(ada.positions), ada.positions[-1].since) == (MOST_POSITIONS, day - timedelta(days=1))


async def test_everybody_is_read_once_page_by_page(enrollment, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    await imported(enrollment, *(employee(f"e-{number}") for number in range(5)))
    enrollment.now += timedelta(days=40)
    await enrollment.when(ProgrammeCompleted(programme_id=ID))
    study = await enrollment.command(claim, ID, "w-1", enrollment.now, enrollment.now + timedelta(minutes=5))
    after, people = "", 0
    while True:
        observed, after = await enrollment.command(queries.observed_after, study, after)
        people += len(observed)
        if not after:
            break
    assert people == 5


async def test_a_completed_programme_is_measured_once_by_one_worker(enrollment):
    await enrollment.when(ProgrammeCompleted(programme_id=ID))
    now, later = enrollment.now, enrollment.now + timedelta(minutes=5)
    study = await enrollment.command(claim, ID, "w-1", now, later)
    assert (study.since, study.until) == (SINCE, TODAY)
    assert await enrollment.command(claim, ID, "w-2", now, later) is None, "the other has it"
    assert await enrollment.command(claim, ID, "w-2", later + timedelta(seconds=1), later) is not None
    await enrollment.command(conclude, ID, NOTHING)
    await enrollment.command(conclude, ID, NOTHING)
    fact = EffectMeasured(programme_id=ID, since=SINCE, until=TODAY, outcomes=tuple(NOTHING))
    assert enrollment.published() == [fact]
    await enrollment.when(ProgrammeCompleted(programme_id=ID))
    assert await enrollment.command(claim, ID, "w-1", later, later) is None, "it is published"
