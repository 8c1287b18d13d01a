"""Deliveries planned by feedback's facts, in memory."""

from datetime import timedelta

from services.notification.domain.delivery import DeliveryState, Reason
from shared.contracts.feedback import (
    CheckInNudged,
    CheckInSubmitted,
    IdleStep,
    PairingFellIdle,
    PulseClosed,
    PulseNudged,
    PulseRequested,
)
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from tests.unit.notification.planning import ASKED, CHECK_IN, IDS, bare, outline, planned


async def test_a_check_in_asks_until_it_is_answered(notification):
    await notification.when(ASKED)
    assert await outline(notification) == [("check-in", "mentee")]
    for number in (1, 2):
        await notification.when(CheckInNudged(**CHECK_IN, number=number, due_at=ASKED.due_at))
    reminder = ("check-in-reminder", "mentee")
    assert await outline(notification) == [("check-in", "mentee"), reminder, reminder]
    before = await planned(notification)
    await notification.when(CheckInSubmitted(**CHECK_IN))
    assert await outline(notification, DeliveryState.PLANNED) == []
    settled = {"state": DeliveryState.SUPPRESSED, "reason": Reason.SETTLED}
    assert bare(await planned(notification)) == bare([each.changed(**settled) for each in before])


async def test_a_pulse_survey_asks_and_reminds_once_until_it_is_closed(notification):
    survey = {"pulse_id": "q1", "participant_id": "mentee-0", "role": Role.MENTEE}
    due_at = TEST_NOW + timedelta(days=14)
    await notification.when(PulseRequested(**survey, due_at=due_at), PulseNudged(**survey, due_at=due_at))
    assert await outline(notification) == [("pulse", "mentee"), ("pulse-reminder", "mentee")]
    assert {each.deadline for each in await planned(notification)} == {due_at}
    await notification.when(PulseClosed(**survey))
    assert await outline(notification, DeliveryState.PLANNED) == []


async def test_two_who_do_not_meet_are_nudged(notification):
    fell_idle = PairingFellIdle(pairing_id="pair-1", **IDS, since=TEST_NOW, step=IdleStep.WARN)
    await notification.when(fell_idle)
    assert await outline(notification) == [("nudge", "mentee"), ("nudge", "mentor")]
