"""Deliveries planned by enrollment's facts, in memory."""

from datetime import timedelta

import pytest

from services.notification.domain.delivery import DeliveryState
from services.notification.domain.kinds import Kind
from shared.contracts.enrollment import (
    ApplicationEnded,
    ApplicationEnding,
    ApplicationReceived,
    ApplicationWaitlisted,
    ParticipantEnrolled,
    ParticipantReady,
    PlaceOffered,
    ProgrammeClosing,
    TrainingCompleted,
    TrainingExpired,
)
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from tests.helpers.people import ready
from tests.unit.notification.planning import APPLICATION, EXPIRES, outline, planned


@pytest.mark.parametrize(
    ("ending", "kinds"),
    [
        (ApplicationEnding.ACCEPTED, []),
        (ApplicationEnding.WITHDRAWN, []),
        (ApplicationEnding.LAPSED, [("place-offer-lapsed", "mentor")]),
        ("a-later-ending", []),
    ],
)
async def test_a_place_is_offered_until_the_application_ends(notification, ending, kinds):
    await notification.when(PlaceOffered(**APPLICATION, expires_at=EXPIRES))
    offer, reminder = await planned(notification)
    assert (offer.kind, reminder.kind) == (Kind.PLACE_OFFER, Kind.PLACE_OFFER_REMINDER)
    assert (offer.due_at, reminder.due_at) == (TEST_NOW, EXPIRES - timedelta(days=1))
    assert {each.deadline for each in (offer, reminder)} == {EXPIRES}
    stored = EXPIRES.replace(microsecond=0)
    await notification.when(ApplicationEnded(**APPLICATION, ending=ending, expires_at=stored))
    assert await outline(notification, DeliveryState.PLANNED) == kinds


async def test_the_second_offer_has_a_message_and_a_reminder_of_its_own(notification):
    later = EXPIRES + timedelta(days=9)
    for expires_at in (EXPIRES, later):
        await notification.when(PlaceOffered(**APPLICATION, expires_at=expires_at))
    assert sorted(each.deadline for each in await planned(notification)) == [EXPIRES, EXPIRES, later, later]


async def test_an_applicant_reads_where_they_stand(notification):
    await notification.when(ApplicationWaitlisted(**APPLICATION))
    assert await outline(notification) == [("waitlisted", "mentor")]
    await notification.when(ApplicationEnded(**APPLICATION, ending=ApplicationEnding.DECLINED))
    assert await outline(notification) == [("application-declined", "mentor"), ("waitlisted", "mentor")]


async def test_the_digest_counts_applications_to_decide(notification):
    for to_decide in (True, False, True):
        await notification.when(ApplicationReceived(**APPLICATION, to_decide=to_decide))
    (digest,) = await planned(notification, kind=Kind.DIGEST)
    assert digest.counts == {"applications-to-decide": 2}


async def test_who_enrolled_is_reminded_after_a_week_unless_ready(notification):
    await notification.when(
        ParticipantEnrolled(participant_id="mentor-0", employee_id="e-mentor-0", role=Role.MENTOR)
    )
    (reminder,) = await planned(notification, kind=Kind.GET_READY_REMINDER)
    assert reminder.due_at == TEST_NOW + timedelta(days=7)
    fact = ready(Role.MENTOR)
    assert isinstance(fact, ParticipantReady)
    await notification.when(fact)
    (reminder,) = await planned(notification, kind=Kind.GET_READY_REMINDER)
    assert reminder.participant_id == fact.participant_id
    assert reminder.state is DeliveryState.SUPPRESSED


def expired(module):
    return TrainingExpired(participant_id="mentor-0", role=Role.MENTOR, module=module)


def completed(left):
    return TrainingCompleted(participant_id="mentor-0", module="confidentiality", left=left)


async def test_an_expired_training_asks_once_and_reminds_until_all_of_it_is_renewed(notification):
    await notification.when(
        ParticipantEnrolled(participant_id="mentor-0", employee_id="e-mentor-0", role=Role.MENTOR),
        expired("confidentiality"),
        expired("leading-a-session"),
    )
    (due,) = await planned(notification, kind=Kind.TRAINING_DUE)
    (reminder,) = await planned(notification, kind=Kind.TRAINING_DUE_REMINDER)
    assert (due.due_at, reminder.due_at) == (TEST_NOW, TEST_NOW + timedelta(days=7))
    await notification.when(completed(left=1))
    (reminder,) = await planned(notification, kind=Kind.TRAINING_DUE_REMINDER)
    assert reminder.state is DeliveryState.PLANNED
    await notification.when(completed(left=0))
    (reminder,) = await planned(notification, kind=Kind.TRAINING_DUE_REMINDER)
    assert reminder.state is DeliveryState.SUPPRESSED


async def test_coordinators_read_that_the_programme_is_about_to_end(notification):
    await notification.when(ProgrammeClosing(programme_id="rm-2026"))
    (digest,) = await planned(notification)
    assert (digest.kind, digest.counts) == (Kind.DIGEST, {"programme-closing": 1})
