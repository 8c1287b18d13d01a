"""Messages about sponsors of pairs: to those who have to act, and to nobody else."""

from datetime import timedelta

import pytest

from services.notification.domain.delivery import Reader
from services.notification.domain.kinds import Kind
from services.notification.domain.tasks import page_of
from services.notification.reactions import reactions
from shared.contracts.enrollment import AppointmentEnding, SponsorAccepted, SponsorNamed, SponsorshipEnded
from shared.contracts.feedback import Notice, NoticePosted
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario
from tests.unit.notification.planning import to_be_sent

PAIR = {"pairing_id": "pair-1", "mentor_id": "mentor-0", "mentee_id": "mentee-0"}
WHO = {**PAIR, "employee_id": "e-sponsor", "number": 1}

EXPIRES_AT = TEST_NOW + timedelta(days=14)


def ended(ending: AppointmentEnding, *, accepted: bool) -> SponsorshipEnded:
    return SponsorshipEnded(**WHO, ending=ending, accepted=accepted)


@pytest.fixture
async def notification():
    scenario = Scenario("notification", reactions)
    await scenario.given(SponsorNamed(**WHO, expires_at=EXPIRES_AT))
    return scenario


async def kinds(scenario):
    return {(each.kind, each.reader) for each in await to_be_sent(scenario)}


async def counts(scenario):
    return [each.counts for each in await to_be_sent(scenario) if each.kind is Kind.DIGEST]


async def test_the_person_named_is_asked_on_a_page_of_their_own(notification):
    asked, reminder = await to_be_sent(notification)
    assert (reminder.kind, reminder.due_at) == (
        Kind.SPONSOR_ASKED_REMINDER,
        EXPIRES_AT - timedelta(days=1),
    )
    assert (asked.kind, asked.reader, asked.employee_id) == (
        Kind.SPONSOR_ASKED,
        Reader.EMPLOYEE,
        "e-sponsor",
    )
    assert asked.participant_id is None
    assert page_of(asked).endswith("/sponsorships")


async def test_the_mentor_hears_of_a_sponsor_and_the_mentee_does_not(notification):
    await notification.when(SponsorAccepted(**WHO))
    assert await kinds(notification) == {
        (Kind.SPONSOR_FOUND, Reader.MENTOR),
        (Kind.DIGEST, Reader.COORDINATORS),
    }
    assert await counts(notification) == [{"sponsors-found": 1}]


@pytest.mark.parametrize(
    ("ending", "accepted"),
    [
        (AppointmentEnding.DECLINED, False),
        (AppointmentEnding.STEPPED_DOWN, True),
        (AppointmentEnding.EXPIRED, False),
        (AppointmentEnding.LEFT, True),
    ],
)
async def test_coordinators_hear_that_another_is_needed(notification, ending, accepted):
    await notification.when(ended(ending, accepted=accepted))
    assert await kinds(notification) == {(Kind.DIGEST, Reader.COORDINATORS)}
    assert await counts(notification) == [{"sponsors-missing": 1}]


@pytest.mark.parametrize("ending", [AppointmentEnding.REVOKED, AppointmentEnding.OVER])
async def test_a_sponsor_hears_that_it_is_over_and_one_who_was_only_asked_does_not(notification, ending):
    await notification.when(ended(ending, accepted=False))
    assert await kinds(notification) == set()


async def test_a_sponsor_who_may_no_longer_be_it_and_the_coordinators_hear_of_it(notification):
    await notification.given(SponsorAccepted(**WHO))
    await notification.when(ended(AppointmentEnding.UNSUITABLE, accepted=True))
    assert await kinds(notification) == {
        (Kind.SPONSORSHIP_OVER, Reader.EMPLOYEE),
        (Kind.DIGEST, Reader.COORDINATORS),
    }
    assert await counts(notification) == [{"sponsors-found": 1, "sponsors-missing": 1}]


async def test_a_revoked_sponsor_hears_of_it_once(notification):
    await notification.given(SponsorAccepted(**WHO))
    revoked = ended(AppointmentEnding.REVOKED, accepted=True)
    await notification.when(revoked)
    await notification.when(revoked)
    assert await kinds(notification) == {
        (Kind.SPONSORSHIP_OVER, Reader.EMPLOYEE),
        (Kind.DIGEST, Reader.COORDINATORS),
    }


@pytest.mark.parametrize(
    ("notice", "kind"),
    [
        (Notice.ALERT, Kind.ALERT),
        (Notice.ALERT_DUE, Kind.ALERT_REMINDER),
        (Notice.ALERT_ANSWERED, Kind.ALERT_ANSWERED),
    ],
)
async def test_an_alert_leads_a_sponsor_to_their_own_page(notification, notice, kind):
    due_at = TEST_NOW + timedelta(days=3)
    await notification.when(
        NoticePosted(notice_id="n1", notice=notice, employee_id="e-sponsor", due_at=due_at)
    )
    (alert,) = [each for each in await to_be_sent(notification) if each.kind is kind]
    assert (alert.reader, alert.employee_id, alert.deadline) == (Reader.EMPLOYEE, "e-sponsor", due_at)
    assert (alert.participant_id, alert.partner_id) == (None, None)
    assert page_of(alert).endswith("/alerts")
