"""The preferences of a person, and when their messages are sent by it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from services.notification.commands.deliveries import Outcome, claim, record
from services.notification.commands.preferences import choose
from services.notification.domain.delivery import DeliveryState, Reason
from services.notification.domain.kinds import Group, Kind
from services.notification.domain.local_time import QuietHours
from services.notification.domain.message_table import MESSAGES
from services.notification.domain.preferences import DEFAULTS, MessagePreferences, Preferences
from services.notification.domain.timing import PutOff, put_off
from services.notification.reactions import reactions
from services.notification.store import DELIVERIES
from shared.contracts.enrollment import ParticipantEnrolled
from shared.contracts.feedback import CheckInRequested, CheckInSubmitted
from shared.contracts.matching import PairingEnded, PairingEndReason
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario
from tests.helpers.people import opened
from tests.unit.notification.letters import delivery

LONDON = ZoneInfo("Europe/London")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NIGHT = MessagePreferences(quiet_hours=QuietHours(begins_at="20:00", ends_at="07:00"))
DAILY = MessagePreferences(daily=(Group.NEWS, Group.ANSWERS, Group.SESSIONS), digest_at="08:00")
NEXT_DIGEST = TEST_NOW.replace(hour=8) + DAY
CHECK_IN = {
    "check_in_id": "c1", "session_id": "s1", "pairing_id": "pair-1",
    "participant_id": "mentee-0", "role": Role.MENTEE,
}  # fmt: skip
ENDED = PairingEnded(
    pairing_id="pair-1", mentor_id="mentor-0", mentee_id="mentee-0", reason=PairingEndReason.COMPLETED
)
OWN = Preferences(id="e-mentee-0", tenant="acme")


def test_wishes_are_replaced_as_a_whole_by_whoever_knows_the_latest():
    first = OWN.choose(DAILY, 0)
    assert (first.revision, first.chosen.daily) == (1, (Group.ANSWERS, Group.NEWS, Group.SESSIONS))
    assert first.choose(DAILY, 0) == first
    with pytest.raises(Conflict):
        first.choose(NIGHT, 0)
    assert first.choose(NIGHT, 1).chosen == NIGHT


def test_a_link_in_a_mail_changes_the_revision_that_the_page_has():
    clicked = OWN.unsubscribe(Kind.NUDGE)
    assert (clicked.revision, clicked.unsubscribe(Kind.NUDGE)) == (1, clicked)
    with pytest.raises(Conflict):
        clicked.choose(NIGHT, 0)


@pytest.mark.parametrize("kind", [kind for kind in Kind if not MESSAGES[kind].optional])
def test_what_is_always_sent_cannot_be_turned_off(kind):
    with pytest.raises(RuleBroken) as refused:
        OWN.choose(MessagePreferences(unsubscribed=(kind,)), 0)
    assert refused.value.field == "unsubscribed"


def test_quiet_hours_have_a_length():
    with pytest.raises(RuleBroken) as refused:
        OWN.choose(MessagePreferences(quiet_hours=QuietHours(begins_at="22:00", ends_at="22:00")), 0)
    assert refused.value.field == "quiet_hours"


@pytest.mark.parametrize("kind", Kind)
def test_without_wishes_everything_is_sent_at_once(kind):
    assert put_off(delivery(kind), DEFAULTS, LONDON, TEST_NOW) is None


@pytest.mark.parametrize("kind", [kind for kind in Kind if MESSAGES[kind].group])
def test_in_quiet_hours_a_message_waits_for_their_end(kind):
    evening = TEST_NOW.replace(hour=23)
    late = {"deadline": evening + 5 * DAY}
    assert put_off(delivery(kind, **late), NIGHT, LONDON, TEST_NOW) is None
    assert put_off(delivery(kind, **late), NIGHT, LONDON, evening) == PutOff(evening + 8 * HOUR)


@pytest.mark.parametrize(("hours_left", "waits"), [(72, True), (46, True), (45, False), (2, False)])
def test_a_digest_does_not_take_more_than_half_of_the_time_for_an_answer(hours_left, waits):
    asked = delivery(Kind.PROPOSAL, deadline=TEST_NOW + timedelta(hours=hours_left))
    expected = PutOff(NEXT_DIGEST, in_digest=True) if waits else None
    assert put_off(asked, DAILY, LONDON, TEST_NOW) == expected


def test_what_does_not_fit_before_its_end_is_sent_in_quiet_hours():
    midnight = TEST_NOW.replace(hour=23)
    near = delivery(Kind.SESSION_REMINDER, deadline=None, expires_at=midnight + 9 * HOUR)
    assert put_off(near, NIGHT, LONDON, midnight) is None


def test_a_digest_in_quiet_hours_comes_after_them():
    both = DAILY.model_copy(update={"digest_at": "06:00", "quiet_hours": NIGHT.quiet_hours})
    news = delivery(Kind.PAIRING_ENDED, deadline=None)
    assert put_off(news, both, LONDON, TEST_NOW) == PutOff(TEST_NOW.replace(hour=7) + DAY, in_digest=True)


@pytest.fixture
async def notification():
    """A mentee with a daily digest has a request and some news waiting."""
    scenario = Scenario("notification", reactions)
    await scenario.given(
        opened(),
        ParticipantEnrolled(participant_id="mentee-0", employee_id="e-mentee-0", role=Role.MENTEE),
        CheckInRequested(**CHECK_IN, due_at=TEST_NOW + 7 * DAY),
        ENDED,
    )
    await scenario.command(choose, "e-mentee-0", DAILY, 0)
    return scenario


async def rows(scenario, **query):
    async def find(uow):
        return await uow.find(DELIVERIES, {"participant_id": "mentee-0", **query}, sort=[("id", 1)])

    return await scenario.command(find)


async def claim_due(scenario):
    due = [each.id for each in await rows(scenario) if each.is_due(scenario.now, scenario.now)]
    return await scenario.command(claim, due, scenario.now, scenario.now + HOUR)


async def gather(scenario):
    """Put off all that is due; return the digest."""
    claimed = await claim_due(scenario)
    preferences = {
        each.delivery.id: put_off(each.delivery, each.preferences, LONDON, scenario.now) for each in claimed
    }
    outcomes = {id_: Outcome(put_off=wanted) for id_, wanted in preferences.items()}
    await scenario.command(record, outcomes, scenario.now)
    (digest,) = await rows(scenario, kind=Kind.OWN_DIGEST)
    return digest


async def test_a_digest_is_one_delivery_that_sends_its_items_and_none_goes_alone(notification):
    digest = await gather(notification)
    assert (digest.due_at, digest.deadline) == (NEXT_DIGEST, TEST_NOW + 7 * DAY)
    assert {each.id for each in await rows(notification, state=DeliveryState.GATHERED)} == set(digest.items)
    assert len(digest.items) == 3  # get ready, check-in, the pairing's end
    assert await claim_due(notification) == []
    notification.now = NEXT_DIGEST
    (claimed,) = await claim_due(notification)
    assert {item.kind for item in claimed.items} == {Kind.GET_READY, Kind.CHECK_IN, Kind.PAIRING_COMPLETED}
    sent = Outcome(template=3, items=tuple(item.id for item in claimed.items))
    await notification.command(record, {digest.id: sent}, NEXT_DIGEST)
    assert {each.id for each in await rows(notification, state=DeliveryState.SENT)} == {
        digest.id,
        *sent.items,
    }
    assert await claim_due(notification) == []


async def test_what_is_settled_before_the_digest_is_not_in_it(notification):
    await gather(notification)
    await notification.when(CheckInSubmitted(**CHECK_IN))
    notification.now = NEXT_DIGEST
    (claimed,) = await claim_due(notification)
    assert {item.kind for item in claimed.items} == {Kind.GET_READY, Kind.PAIRING_COMPLETED}


async def test_a_digest_whose_items_are_all_settled_is_not_sent(notification):
    digest = await gather(notification)

    async def settle(uow):
        for item in digest.items:
            uow.save(DELIVERIES, (await uow.require(DELIVERIES, item)).suppress(Reason.SETTLED))

    await notification.command(settle)
    notification.now = NEXT_DIGEST
    assert await claim_due(notification) == []
    (ended,) = await rows(notification, kind=Kind.OWN_DIGEST)
    assert (ended.state, ended.reason) == (DeliveryState.SUPPRESSED, Reason.SETTLED)


async def test_a_digest_that_a_worker_holds_takes_nothing_more(notification):
    digest = await gather(notification)
    late = delivery(Kind.NUDGE, id="late", deadline=None)

    async def plan_late(uow):
        uow.save(DELIVERIES, late)
        uow.save(DELIVERIES, digest.claim(TEST_NOW + HOUR))

    await notification.command(plan_late)
    outcome = Outcome(put_off=PutOff(NEXT_DIGEST, in_digest=True))
    await notification.command(record, {"late": outcome}, TEST_NOW)
    (waiting,) = await rows(notification, id="late")
    assert (waiting.state, waiting.due_at) == (DeliveryState.PLANNED, TEST_NOW)
