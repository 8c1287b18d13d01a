"""Deliveries planned by matching's facts, in memory."""

from datetime import timedelta

import pytest

from services.notification.domain.delivery import DeliveryState, Reader, Reason
from services.notification.domain.kinds import Kind
from shared.contracts.feedback import (
    FirstContactMade,
)
from shared.contracts.matching import (
    DeclineReason,
    PairingEnded,
    PairingEndReason,
    PairingPaused,
    PairingResumed,
    ProposalAccepted,
    ProposalChosen,
    ProposalDeclined,
    ProposalExpired,
    ProposalWithdrawn,
    ShortlistEnded,
    ShortlistEnding,
)
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from tests.unit.notification.planning import APPROVED, EXPIRES, IDS, PAIRING, SHOWN, outline, planned


async def test_a_proposal_asks_both_and_reminds_a_day_before_it_expires(notification):
    await notification.when(APPROVED)
    planned_deliveries = await planned(notification)
    assert {(each.kind, each.reader, each.due_at) for each in planned_deliveries} == {
        (Kind.PROPOSAL, Reader.MENTOR, TEST_NOW),
        (Kind.PROPOSAL, Reader.MENTEE, TEST_NOW),
        (Kind.PROPOSAL_REMINDER, Reader.MENTOR, EXPIRES - timedelta(days=1)),
        (Kind.PROPOSAL_REMINDER, Reader.MENTEE, EXPIRES - timedelta(days=1)),
    }
    assert {each.participant_id for each in planned_deliveries if each.reader is Reader.MENTEE} == {
        "mentee-0"
    }
    assert {each.partner_id for each in planned_deliveries if each.reader is Reader.MENTEE} == {"mentor-0"}


async def test_the_one_who_chose_is_not_asked(notification):
    chosen = ProposalChosen(proposal_id="p1", **IDS, chooser=Role.MENTEE)
    await notification.when(chosen, APPROVED, ProposalAccepted(proposal_id="p1", by=Role.MENTEE))
    assert await outline(notification, DeliveryState.PLANNED) == [
        ("proposal", "mentor"),
        ("proposal-reminder", "mentor"),
    ]


async def test_who_has_answered_is_not_reminded(notification):
    await notification.when(APPROVED, ProposalAccepted(proposal_id="p1", by=Role.MENTOR))
    waiting = await planned(notification, kind=Kind.PROPOSAL_REMINDER)
    assert {each.reader: (each.state, each.reason) for each in waiting} == {
        Reader.MENTOR: (DeliveryState.SUPPRESSED, Reason.SETTLED),
        Reader.MENTEE: (DeliveryState.PLANNED, None),
    }


async def test_a_decline_is_reported_to_the_other_alone(notification):
    declined = ProposalDeclined(proposal_id="p1", **IDS, by=Role.MENTEE, reason=DeclineReason.PRIVATE)
    await notification.when(APPROVED, declined)
    assert await outline(notification, DeliveryState.PLANNED) == [("proposal-closed", "mentor")]


@pytest.mark.parametrize("end", [ProposalExpired, ProposalWithdrawn])
async def test_the_end_is_reported_to_those_who_were_asked(notification, end):
    await notification.when(end(proposal_id="p2", **IDS))
    assert await planned(notification) == []
    await notification.when(APPROVED, end(proposal_id="p1", **IDS))
    assert await outline(notification, DeliveryState.PLANNED) == [
        ("proposal-closed", "mentee"),
        ("proposal-closed", "mentor"),
    ]


@pytest.mark.parametrize("ending", [ShortlistEnding.CHOSEN, ShortlistEnding.DECLINED])
async def test_a_shortlist_asks_its_chooser_until_it_ends(notification, ending):
    await notification.when(SHOWN)
    assert await outline(notification) == [("shortlist", "mentor"), ("shortlist-reminder", "mentor")]
    ended = ShortlistEnded(shortlist_id="l1", participant_id="mentor-0", ending=ending)
    await notification.when(ended)
    assert await outline(notification, DeliveryState.PLANNED) == []


async def test_a_shortlist_that_expired_says_so(notification):
    ended = ShortlistEnded(shortlist_id="l1", participant_id="mentor-0", ending=ShortlistEnding.EXPIRED)
    await notification.when(SHOWN, ended)
    assert await outline(notification, DeliveryState.PLANNED) == [("shortlist-closed", "mentor")]


async def test_a_pairing_introduces_both_and_reminds_of_the_first_contact(notification):
    await notification.when(PAIRING)
    (reminder,) = await planned(notification, kind=Kind.FIRST_CONTACT_REMINDER)
    assert (reminder.reader, reminder.due_at) == (Reader.MENTEE, TEST_NOW + timedelta(days=5))
    introduced = await planned(notification, kind=Kind.PAIRED)
    assert {each.reader: each.deadline for each in introduced} == {
        Reader.MENTOR: None,
        Reader.MENTEE: TEST_NOW + timedelta(days=7),
    }
    await notification.when(FirstContactMade(pairing_id="pair-1", **IDS))
    (reminder,) = await planned(notification, kind=Kind.FIRST_CONTACT_REMINDER)
    assert reminder.reason is Reason.SETTLED


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (PairingEndReason.COMPLETED, "pairing-completed"),
        (PairingEndReason.NO_FAULT_EXIT, "pairing-ended"),
        ("a-later-reason", "pairing-ended"),
    ],
)
async def test_the_end_of_a_pairing_is_reported_to_both_without_its_reason(notification, reason, kind):
    await notification.when(PairingEnded(pairing_id="pair-1", **IDS, reason=reason))
    assert await outline(notification) == [(kind, "mentee"), (kind, "mentor")]


async def test_a_pause_is_reported_to_both_alike_and_nobody_is_reminded_of_the_first_contact(notification):
    await notification.given(PAIRING)
    await notification.when(PairingPaused(pairing_id="pair-1", **IDS, until=None))
    (reminder,) = await planned(notification, kind=Kind.FIRST_CONTACT_REMINDER)
    assert reminder.reason is Reason.SETTLED
    paused = await planned(notification, kind=Kind.PAIRING_PAUSED)
    assert {each.reader for each in paused} == {Reader.MENTOR, Reader.MENTEE}
    own = {"id", "reader", "participant_id", "partner_id", "saved_at"}
    mentor, mentee = [each.model_dump(exclude=own) for each in paused]
    assert mentor == mentee
    await notification.when(PairingResumed(pairing_id="pair-1", **IDS))
    assert len(await planned(notification, kind=Kind.PAIRING_RESUMED)) == 2
