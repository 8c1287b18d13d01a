"""Messages that come back: no more to that address, until HR knows another one."""

from datetime import timedelta

import pytest

from services.notification.domain.delivery import DeliveryState
from shared.contracts.scheduling import SessionReminded
from shared.runtime.quotas import HEAVY
from shared.testing.harness import TEST_NOW
from tests.helpers.mails import status_notification

pytestmark = pytest.mark.integration

WEBER, ANA, NEW = "weber@example.com", "ana@example.com", "martin.weber@example.com"


def reminded(world, number):
    starts_at = TEST_NOW + timedelta(days=3)
    return SessionReminded(
        session_id=f"s{number}", pairing_id="pair-1", **world.pair, number=number,
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), hours_before=24,
    )  # fmt: skip


async def report(world, content, **claims):
    answer = await world.notification.http.post(
        "/bounces",
        content=content,
        headers=world.notification.token("mail-relay", **claims) | {"Content-Type": "message/rfc822"},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["noted"]


async def test_a_dead_address_gets_no_more_until_it_is_another_one(world):
    await world.notification.given(*world.enrolled)
    await world.in_state(DeliveryState.SENT, 2)
    (mail,) = world.mailbox.to(WEBER)
    bounce = status_notification(mail["Message-ID"])
    assert not await report(world, bounce, tenant="globex")
    assert await report(world, bounce)
    assert not await report(world, bounce)
    (bounced,) = await world.in_state(DeliveryState.BOUNCED, 1)
    assert "weber" not in str(bounced)

    await world.notification.given(reminded(world, 1))
    (suppressed,) = await world.in_state(DeliveryState.SUPPRESSED, 1)
    assert suppressed["reason"] == "dead-address"
    await world.in_state(DeliveryState.SENT, 2)
    assert len(world.mailbox.to(WEBER)) == 1

    imported = await world.enrollment.http.post(
        "/programmes/rm-2026/imports",
        content=world.export.replace(WEBER, NEW),
        headers=world.enrollment.token("coordinator") | {"Content-Type": "text/csv"},
    )
    assert imported.json()["rejected"] == 0, imported.text
    await world.notification.given(reminded(world, 2))
    await world.in_state(DeliveryState.SENT, 4)
    assert len(world.mailbox.to(NEW)) == 1


async def test_coordinators_read_in_their_digest_how_many_addresses_do_not_work(world):
    await world.notification.given(*world.enrolled)
    await world.in_state(DeliveryState.SENT, 2)
    for address in (WEBER, ANA):
        (mail,) = world.mailbox.to(address)
        assert await report(world, status_notification(mail["Message-ID"]))
    world.notification.clock.set(TEST_NOW + timedelta(days=1))
    await world.in_state(DeliveryState.SENT, 1)
    (digest,) = world.mailbox.to("coordinators@acme.example")
    assert "2: people's mail addresses do not work" in digest.get_body(["plain"]).get_content()


async def test_what_is_no_report_of_ours_changes_nothing(world):
    for content in (b"", b"Subject: hello\r\n\r\n", status_notification(f"<{'0' * 32}.acme@rm.example>")):
        assert not await report(world, content)
    headers = world.notification.token("mail-relay") | {"Content-Type": "message/rfc822"}
    sent = await world.notification.http.post("/bounces", content=b"", headers=headers)
    full, left = (
        int(sent.headers[name].partition(mark)[2].partition(";")[0])
        for name, mark in (("RateLimit-Policy", "q="), ("RateLimit", "r="))
    )
    assert 0 < full - left < HEAVY  # all four together: thousands come back after a round
    large = await world.notification.http.post("/bounces", content=b"x" * 300_000, headers=headers)
    assert large.status_code == 413
