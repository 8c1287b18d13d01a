"""Time in which a pairing is paused counts for nothing."""

from datetime import timedelta

import pytest

from services.feedback.domain.health import assess
from services.feedback.domain.idle import next_step
from services.feedback.reactions import reactions
from services.feedback.store import CHECK_INS, RESPONDENTS
from shared.contracts.feedback import (
    CheckInNudged,
    Health,
    IdleDue,
    IdleStep,
    PairingFellIdle,
    PulseDue,
    PulseRequested,
)
from shared.contracts.matching import PairingPaused, PairingResumed
from shared.contracts.scheduling import SessionHeld
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, paired, ready
from tests.unit.feedback.feedback_facts import NOW, RULES, record_of

DAY = timedelta(days=1)
BEGAN = NOW - DAY
IDS = {"pairing_id": "pair-1", "mentor_id": "mentor-0", "mentee_id": "mentee-0"}
PAUSED, RESUMED = PairingPaused(**IDS, until=None), PairingResumed(**IDS)
SESSION = SessionHeld(session_id="s1", **IDS, number=1, starts_at=TEST_NOW - DAY / 24, ends_at=TEST_NOW)


def rested(*days: tuple[int, int]):
    """A pairing that was paused between these days of it."""
    record = record_of()
    for since, until in days:
        record = record.pause(at=BEGAN + since * DAY).resume(at=BEGAN + until * DAY)
    return record


@pytest.mark.parametrize(
    ("pauses", "due"),
    [([], 7), ([(3, 33)], 37), ([(0, 5), (6, 16)], 22), ([(7, 40)], 7), ([(40, 60)], 7)],
)
def test_a_step_comes_later_by_the_pauses_before_it(pauses, due) -> None:
    step = next_step(rested(*pauses), RULES)
    assert step is not None
    assert (step.step, step.due_at) == (IdleStep.FIRST_CONTACT, BEGAN + due * DAY)


def test_while_a_pause_lasts_there_is_no_step_and_health_stands_still() -> None:
    resting = record_of().pause(at=BEGAN + 3 * DAY).pause(at=BEGAN + 9 * DAY)
    assert next_step(resting, RULES) is None
    assert assess(resting, RULES, now=BEGAN + 300 * DAY).health is Health.TOO_EARLY
    goes_on = resting.resume(at=BEGAN + 300 * DAY)
    assert assess(goes_on, RULES, now=BEGAN + 303 * DAY).health is Health.TOO_EARLY
    assert assess(goes_on, RULES, now=BEGAN + 304 * DAY).health is Health.NEEDS_ATTENTION
    assert goes_on.resume(at=BEGAN + 305 * DAY) == goes_on


@pytest.fixture
async def feedback():
    scenario = Scenario("feedback", reactions)
    await scenario.given(opened(), ready(Role.MENTOR), ready(Role.MENTEE), paired())
    return scenario


async def rest(feedback, days):
    await feedback.given(PAUSED)
    feedback.now += days * DAY
    await feedback.given(RESUMED)


async def run_until(feedback, now):
    """Let every timer fire that is due by then, each at its time; returns what is published."""
    while timers := [(at, timer) for at, timer in feedback.timers() if feedback.now < at <= now]:
        at, _ = timers[0]
        feedback.now = at
        await feedback.when(*feedback.due())
    feedback.now = now
    return feedback.published()


async def test_nobody_is_nudged_or_asked_in_a_pause_and_everything_comes_later(feedback):
    await feedback.given(PAUSED)
    assert not [timer for _, timer in feedback.timers() if isinstance(timer, IdleDue)]
    facts = await run_until(feedback, TEST_NOW + 50 * DAY)
    assert not [fact for fact in facts if isinstance(fact, (PairingFellIdle, PulseRequested))]
    await feedback.given(RESUMED)
    pulses = {timer.day: at for at, timer in feedback.timers() if isinstance(timer, PulseDue)}
    assert pulses[30] == TEST_NOW + 80 * DAY
    steps = [at for at, timer in feedback.timers() if isinstance(timer, IdleDue)]
    assert steps == [TEST_NOW + 57 * DAY]
    assert not [f for f in await run_until(feedback, TEST_NOW + 79 * DAY) if isinstance(f, PulseRequested)]
    asked = [f for f in await run_until(feedback, TEST_NOW + 80 * DAY) if isinstance(f, PulseRequested)]
    assert {fact.role for fact in asked} == set(Role)


async def test_a_survey_that_was_asked_before_is_not_asked_again(feedback):
    first = [f for f in await run_until(feedback, TEST_NOW + 31 * DAY) if isinstance(f, PulseRequested)]
    assert len(first) == 2
    await rest(feedback, 20)
    later = [f for f in await run_until(feedback, TEST_NOW + 89 * DAY) if isinstance(f, PulseRequested)]
    assert later == []


@pytest.mark.parametrize("paused", [True, False])
async def test_a_check_in_of_a_pause_is_not_repeated_and_in_no_rate(feedback, paused):
    await feedback.given(SESSION)
    if paused:
        await feedback.given(PAUSED)
    facts = await run_until(feedback, TEST_NOW + 30 * DAY)
    assert any(isinstance(fact, CheckInNudged) for fact in facts) is not paused
    counted = await feedback.command(lambda uow: uow.find(RESPONDENTS, {}))
    assert len(counted) == (0 if paused else 2)
    check_ins = await feedback.command(lambda uow: uow.find(CHECK_INS, {}))
    assert {each.state for each in check_ins} == {"lapsed"}
    assert all(each.counted for each in check_ins)
