"""Messages about changed terms."""

from datetime import timedelta

from services.notification.domain.delivery import DeliveryState
from services.notification.domain.kinds import Kind
from shared.contracts.enrollment import (
    ConsentAsked,
    ConsentGiven,
    ParticipantEnrolled,
    ParticipantWithdrawn,
    WithdrawalReason,
)
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from tests.unit.notification.planning import planned

WHO = {"participant_id": "mentor-0"}
ENROLLED = ParticipantEnrolled(**WHO, employee_id="e-mentor-0", role=Role.MENTOR)
ASKED = ConsentAsked(**WHO, role=Role.MENTOR)
GIVEN = ConsentGiven(**WHO)


async def states(notification):
    both = [
        await planned(notification, kind=kind) for kind in (Kind.TERMS_CHANGED, Kind.TERMS_CHANGED_REMINDER)
    ]
    return [[delivery.state for delivery in each] for each in both]


async def test_changed_terms_ask_once_and_remind_until_they_are_agreed_to(notification):
    await notification.when(ENROLLED, ASKED, ASKED)
    (due,) = await planned(notification, kind=Kind.TERMS_CHANGED)
    (reminder,) = await planned(notification, kind=Kind.TERMS_CHANGED_REMINDER)
    assert (due.due_at, reminder.due_at) == (TEST_NOW, TEST_NOW + timedelta(days=7))
    await notification.when(GIVEN)
    assert await states(notification) == [[DeliveryState.SUPPRESSED], [DeliveryState.SUPPRESSED]]


async def test_terms_that_change_again_on_another_day_ask_again(notification):
    await notification.when(ENROLLED, ASKED, GIVEN)
    notification.now += timedelta(days=1)
    await notification.when(ASKED)
    asked, reminders = await states(notification)
    assert sorted(asked) == sorted(reminders) == [DeliveryState.PLANNED, DeliveryState.SUPPRESSED]


async def test_nobody_is_reminded_who_has_left(notification):
    await notification.when(ENROLLED, ASKED)
    left = {"employee_id": "e-mentor-0", "role": Role.MENTOR, "reason": WithdrawalReason.OWN_CHOICE}
    await notification.when(ParticipantWithdrawn(**WHO, **left))
    assert await states(notification) == [[DeliveryState.SUPPRESSED], [DeliveryState.SUPPRESSED]]
