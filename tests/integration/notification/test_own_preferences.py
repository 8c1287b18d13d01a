"""A person chooses how to get messages, and gets them so."""

from datetime import timedelta

import pytest

from services.notification.domain.delivery import DeliveryState
from shared.contracts.matching import PairingEnded, PairingEndReason, ProposalApproved
from shared.contracts.scheduling import SessionReminded
from shared.testing.harness import TEST_NOW

pytestmark = pytest.mark.integration

PATH = "/me/preferences"
WEBER, ANA = "weber@example.com", "ana@example.com"
DAILY = {"daily": ["answers", "news"], "digest_at": "08:00"}


async def choose(world, employee_id, *, status=200, based_on=0, **preferences):
    answer = await world.notification.http.put(
        PATH,
        json={**preferences, "based_on": based_on},
        headers=world.notification.token("participant", employee_id=employee_id),
    )
    assert answer.status_code == status, answer.text
    return answer.json()


async def stated(world, employee_id, **claims):
    headers = world.notification.token("participant", employee_id=employee_id, **claims)
    return (await world.notification.http.get(PATH, headers=headers)).json()


async def test_everybody_has_their_own_and_no_change_overwrites_another(world):
    untouched = await stated(world, "e1")
    assert untouched == {
        "language": None, "quiet_hours": None, "daily": [], "digest_at": "08:00", "unsubscribed": [],
        "revision": 0,
    }  # fmt: skip
    chosen = await choose(world, "e2", language="fr", unsubscribed=["nudge"])
    assert (chosen["language"], chosen["unsubscribed"], chosen["revision"]) == ("fr", ["nudge"], 1)
    assert await stated(world, "e2") == chosen
    assert await stated(world, "e1") == await stated(world, "e2", tenant="globex") == untouched
    refused = await choose(world, "e2", language="es", status=409)
    assert refused["errors"][0]["field"] == "based_on"
    assert await stated(world, "e2") == chosen


@pytest.mark.parametrize(
    ("preferences", "field"),
    [
        ({"unsubscribed": ["proposal"]}, "unsubscribed"),
        ({"quiet_hours": {"begins_at": "22:00", "ends_at": "22:00"}}, "quiet_hours"),
        ({"quiet_hours": {"begins_at": "25:00", "ends_at": "07:00"}}, "quiet_hours.begins_at"),
        ({"language": "xx"}, "language"),
        ({"daily": ["everything"]}, "daily.0"),
        ({"digest_at": "8"}, "digest_at"),
    ],
)
async def test_a_refusal_names_the_field(world, preferences, field):
    refused = await choose(world, "e2", status=422, **preferences)
    assert refused["errors"][0]["field"] == field


async def test_what_comes_in_a_day_is_one_mail_at_the_readers_hour_and_others_get_theirs_at_once(world):
    await choose(world, "e2", **DAILY, language="fr")
    approved = ProposalApproved(proposal_id="p1", **world.pair, expires_at=TEST_NOW + timedelta(days=5))
    ended = PairingEnded(pairing_id="pair-0", **world.pair, reason=PairingEndReason.COMPLETED)
    await world.notification.given(*world.enrolled, approved, ended)
    await world.in_state(DeliveryState.SENT, 3)
    await world.in_state(DeliveryState.GATHERED, 3)
    assert (len(world.mailbox.to(ANA)), world.mailbox.to(WEBER)) == (3, [])
    world.notification.clock.set(TEST_NOW.replace(hour=8) + timedelta(days=1))
    await world.in_state(DeliveryState.SENT, 7)
    (digest,) = world.mailbox.to(WEBER)
    assert digest["Subject"] == "3 messages pour vous"
    text = digest.get_body(["plain"]).get_content()
    assert "proposition" in text
    assert "/settings" in text


async def test_at_night_on_their_own_clock_nobody_is_disturbed(world):
    await choose(world, "e1", quiet_hours={"begins_at": "21:00", "ends_at": "07:00"})
    starts_at = TEST_NOW + timedelta(days=2)
    session = {
        "session_id": "s1", "pairing_id": "pair-1", **world.pair, "number": 1,
        "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1), "hours_before": 24,
    }  # fmt: skip
    await world.notification.given(*world.enrolled, SessionReminded(**session))
    await world.in_state(DeliveryState.SENT, 2)
    assert (len(world.mailbox.to(WEBER)), world.mailbox.to(ANA)) == (2, [])
    world.notification.clock.set(TEST_NOW + timedelta(hours=9))  # 22:00 is 07:00 in Auckland nine hours later
    await world.in_state(DeliveryState.SENT, 4)
    assert len(world.mailbox.to(ANA)) == 2
