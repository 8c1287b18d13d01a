"""Deliveries planned by facts, in memory."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from services.notification.domain.delivery import DeliveryState, Reader, Reason
from services.notification.domain.kinds import Kind
from services.notification.reactions import reactions
from services.notification.store import DELIVERIES
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
from shared.contracts.feedback import (
    CheckInNudged,
    CheckInRequested,
    CheckInSubmitted,
    FirstContactMade,
    IdleStep,
    PairingFellIdle,
    PulseClosed,
    PulseNudged,
    PulseRequested,
)
from shared.contracts.matching import (
    DeclineReason,
    MatchOverdue,
    PairingEnded,
    PairingEndReason,
    ProposalAccepted,
    ProposalApproved,
    ProposalChosen,
    ProposalDeclined,
    ProposalExpired,
    ProposalWithdrawn,
    ShortlistEnded,
    ShortlistEnding,
    ShortlistShown,
)
from shared.contracts.scheduling import CancelReason, SessionCancelled, SessionMoved, SessionPlanned
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, paired, ready

IDS = {"mentor_id": "mentor-0", "mentee_id": "mentee-0"}
EXPIRES = TEST_NOW + timedelta(days=3)
APPROVED = ProposalApproved(proposal_id="p1", **IDS, expires_at=EXPIRES)
SHOWN = ShortlistShown(
    shortlist_id="l1", participant_id="mentor-0", role=Role.MENTOR, count=3, expires_at=EXPIRES
)
APPLICATION = {"application_id": "mentor-0", "employee_id": "e-mentor-0", "role": Role.MENTOR}
PAIRING = paired()
ENDED = PairingEnded(pairing_id="pair-1", **IDS, reason=PairingEndReason.COMPLETED)
CHECK_IN = {
    "check_in_id": "c1", "session_id": "s1", "pairing_id": "pair-1",
    "participant_id": "mentee-0", "role": Role.MENTEE,
}  # fmt: skip
ASKED = CheckInRequested(**CHECK_IN, due_at=TEST_NOW + timedelta(days=7))


def session(number: int, starts_at: datetime) -> dict[str, object]:
    return {
        "session_id": f"s{number}", "pairing_id": "pair-1", **IDS, "number": number,
        "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1),
    }  # fmt: skip


@pytest.fixture
async def notification():
    scenario = Scenario("notification", reactions)
    await scenario.given(opened())
    return scenario


async def planned(scenario, **query):
    async def deliveries(uow):
        return await uow.find(DELIVERIES, query, sort=[("id", 1)])

    return await scenario.command(deliveries)


async def outline(scenario, *states):
    planned_deliveries = await planned(scenario)
    return sorted(
        (str(each.kind), str(each.reader))
        for each in planned_deliveries
        if not states or each.state in states
    )


def bare(deliveries):
    return [each.model_dump(exclude={"version", "saved_at"}) for each in deliveries]


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


@pytest.mark.parametrize(
    "fact",
    [APPROVED, PAIRING, ASKED, SessionPlanned(**session(1, EXPIRES))],
    ids=lambda fact: type(fact).__name__,
)
async def test_a_batch_reads_at_once_what_its_facts_plan(notification, fact):
    await notification.when(fact)
    event = SimpleNamespace(
        data=fact, scope=notification.scope, envelope=SimpleNamespace(causation_id="scenario")
    )
    wanted = reactions.find(fact.contract.type).wanted(event)
    read = {id_ for collection, id_ in wanted if collection is DELIVERIES}
    assert {each.id for each in await planned(notification)} <= read


async def test_the_same_fact_makes_no_second_message(notification):
    await notification.when(APPROVED, APPROVED)
    assert len(await planned(notification)) == 4


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


async def test_a_decline_is_told_to_the_other_alone(notification):
    declined = ProposalDeclined(proposal_id="p1", **IDS, by=Role.MENTEE, reason=DeclineReason.PRIVATE)
    await notification.when(APPROVED, declined)
    assert await outline(notification, DeliveryState.PLANNED) == [("proposal-closed", "mentor")]


@pytest.mark.parametrize("end", [ProposalExpired, ProposalWithdrawn])
async def test_the_end_is_told_to_those_who_were_asked(notification, end):
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


async def test_a_series_is_one_message_for_each(notification):
    times = [TEST_NOW + timedelta(days=day) for day in (30, 2, 60)]
    facts = [SessionPlanned(**session(number, at)) for number, at in enumerate(times)]
    await notification.when(*facts)
    both = await planned(notification)
    assert [each.kind for each in both] == [Kind.SESSIONS_PLANNED] * 2
    assert [at.session_id for at in both[0].sessions] == ["s1", "s0", "s2"]
    assert both[0].expires_at == times[2]


async def test_a_session_that_moves_has_a_higher_sequence_and_one_message_each(notification):
    at = TEST_NOW + timedelta(days=2)
    moved = SessionMoved(**session(1, at + timedelta(hours=1)), by=Role.MENTEE)
    await notification.when(SessionPlanned(**session(1, at)), moved)
    first = (await planned(notification, kind=Kind.SESSIONS_PLANNED))[0].sessions[0]
    both = await planned(notification, kind=Kind.SESSION_MOVED)
    assert [each.sessions[0].sequence for each in both] == [first.sequence + 1] * 2


async def test_the_sessions_that_end_with_a_pairing_are_cancelled_in_one_message(notification):
    reason = CancelReason.PAIRING_ENDED
    facts = [
        SessionCancelled(**session(number, TEST_NOW + timedelta(days=number)), reason=reason)
        for number in (1, 2)
    ]
    await notification.when(ENDED, *facts)
    assert await outline(notification, DeliveryState.PLANNED) == [
        ("pairing-completed", "mentee"),
        ("pairing-completed", "mentor"),
        ("sessions-cancelled", "mentee"),
        ("sessions-cancelled", "mentor"),
    ]


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (PairingEndReason.COMPLETED, "pairing-completed"),
        (PairingEndReason.NO_FAULT_EXIT, "pairing-ended"),
        ("a-later-reason", "pairing-ended"),
    ],
)
async def test_the_end_of_a_pairing_is_told_to_both_without_its_reason(notification, reason, kind):
    await notification.when(PairingEnded(pairing_id="pair-1", **IDS, reason=reason))
    assert await outline(notification) == [(kind, "mentee"), (kind, "mentor")]


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


async def test_coordinators_get_one_digest_the_next_morning(notification):
    fell_idle = {"pairing_id": "pair-1", **IDS, "since": TEST_NOW}
    await notification.when(
        *(
            MatchOverdue(participant_id=f"m{n}", role=Role.MENTOR, ready_at=TEST_NOW, target_days=14)
            for n in range(3)
        ),
        PairingFellIdle(**fell_idle, step=IdleStep.COORDINATOR),
        PairingFellIdle(**fell_idle, step=IdleStep.CLOSE),
    )
    (digest,) = await planned(notification)
    assert digest.counts == {"people-waiting": 3, "pairs-that-do-not-meet": 1}
    assert digest.due_at == TEST_NOW.replace(day=6, hour=6)
    assert digest.participant_id is None


async def test_coordinators_read_that_the_programme_is_about_to_end(notification):
    await notification.when(ProgrammeClosing(programme_id="rm-2026"))
    (digest,) = await planned(notification)
    assert (digest.kind, digest.counts) == (Kind.DIGEST, {"programme-closing": 1})


async def test_two_who_do_not_meet_are_nudged(notification):
    fell_idle = PairingFellIdle(pairing_id="pair-1", **IDS, since=TEST_NOW, step=IdleStep.WARN)
    await notification.when(fell_idle)
    assert await outline(notification) == [("nudge", "mentee"), ("nudge", "mentor")]
