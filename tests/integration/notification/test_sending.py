"""Messages reach a real mail server: once, in the reader's language, and none is lost while it is down."""

import asyncio
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from services.notification.domain.delivery import DeliveryState
from services.notification.domain.kinds import CONFIDENTIAL
from shared.contracts.enrollment import EmployeesImported
from shared.contracts.feedback import Notice, NoticePosted
from shared.contracts.matching import ProposalAccepted, ProposalApproved
from shared.contracts.scheduling import SessionPlanned, SessionReminded
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from tests.helpers.people import paired

pytestmark = pytest.mark.integration

EXPIRES = TEST_NOW + timedelta(days=3)
WEBER, ANA = "weber@example.com", "ana@example.com"


def approved(world, number=1):
    return ProposalApproved(proposal_id=f"p{number}", **world.pair, expires_at=EXPIRES)


def session(world):
    starts_at = TEST_NOW + timedelta(days=2)
    return {
        "session_id": "s1", "pairing_id": "pair-1", **world.pair, "number": 1,
        "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1),
    }  # fmt: skip


def text_of(mail):
    return mail.get_body(["plain"]).get_content()


async def due(world):
    path, coordinator = "/programmes/rm-2026/deliveries/due", world.notification.token("coordinator")
    return (await world.notification.http.get(path, headers=coordinator)).json()["deliveries"]


async def test_both_are_asked_once_each_in_their_language(world):
    await world.notification.given(approved(world))
    await world.in_state(DeliveryState.SENT, 2)
    (to_weber,), (to_ana,) = world.mailbox.to(WEBER), world.mailbox.to(ANA)
    assert to_weber["Subject"] == "Ihre Antwort bis Do., 8. Jan.: Vorschlag"
    assert to_ana["Subject"].startswith("Su respuesta antes del")
    assert "09:00 (London)" in text_of(to_weber)
    assert to_weber["Message-ID"] != to_ana["Message-ID"]


async def test_a_reminder_is_sent_at_its_time_to_those_who_have_not_answered(world):
    await world.notification.given(approved(world), ProposalAccepted(proposal_id="p1", by=Role.MENTOR))
    await world.in_state(DeliveryState.SENT, 1)
    before = len(world.mailbox.to(ANA))
    world.notification.clock.set(EXPIRES - timedelta(hours=23))
    await world.in_state(DeliveryState.SENT, before + 2)
    assert len(world.mailbox.to(WEBER)) == 2
    assert len(world.mailbox.to(ANA)) == before <= 1


async def test_a_pair_learns_name_and_address(world):
    pairing = paired(**world.pair)
    await world.notification.given(pairing)
    await world.in_state(DeliveryState.SENT, 2)
    assert "Ana Ruiz" in text_of(world.mailbox.to(WEBER)[0])
    assert WEBER in text_of(world.mailbox.to(ANA)[0])


async def test_while_the_mail_server_is_down_nothing_is_lost_and_no_event_parked(world):
    world.mailbox.stop()
    await world.notification.given(*(approved(world, number) for number in range(5)))
    state = await world.notification.app.state.streams.vitals.state()
    assert (state["parked"], state["dead"]) == (0, 0)
    assert await due(world) == 10
    world.mailbox.start()
    sent = await world.in_state(DeliveryState.SENT, 10)
    assert await due(world) == 0
    assert {row["attempts"] for row in sent} == {0}
    assert len({mail["Message-ID"] for mail in world.mailbox.mails}) == len(world.mailbox.mails) == 10


async def test_a_message_refused_for_now_is_tried_again_and_one_refused_for_good_is_given_up(world):
    world.mailbox.replies += ["451 later", "550 no"]
    await world.notification.given(approved(world))
    (failed,) = await world.in_state(DeliveryState.FAILED, 1)
    (given_up,) = await world.in_state(DeliveryState.GIVEN_UP, 1)
    assert (failed["reason"], failed["attempts"]) == ("deferred", 1)
    assert (given_up["reason"], given_up["attempts"]) == ("refused", 1)
    coordinator = world.notification.token("coordinator")
    base = "/programmes/rm-2026/deliveries"
    counts = (await world.notification.http.get(f"{base}/summary", headers=coordinator)).json()["counts"]
    assert {"kind": "proposal", "state": "given-up", "deliveries": 1} in counts
    retried = await world.notification.http.post(f"{base}/retry", headers=coordinator)
    assert retried.json() == {"deliveries": 1}
    await world.in_state(DeliveryState.SENT, 1)


async def test_a_notice_reaches_one_person_and_no_figure(world):
    """The handler need not take part; neither mail says more than that something waits."""
    due_at = TEST_NOW + timedelta(days=3)
    handler = NoticePosted(notice_id="n1", notice=Notice.CONCERN_ASSIGNED, employee_id="e2", due_at=due_at)
    reporter = NoticePosted(
        notice_id="n2", notice=Notice.ANSWER_WAITS, participant_id=world.mentor_id, role=Role.MENTOR
    )
    gone = handler.model_copy(update={"notice_id": "n3", "employee_id": "nobody"})
    await world.notification.given(*world.enrolled, handler, reporter, gone)
    await world.in_state(DeliveryState.SUPPRESSED, 1)
    await world.in_state(DeliveryState.SENT, 3)
    assigned = "Ihnen ist eine vertrauliche Meldung zugewiesen"
    waits = "Hay una respuesta para usted"
    (to_weber,) = [mail for mail in world.mailbox.to(WEBER) if mail["Subject"] == assigned]
    (to_ana,) = [mail for mail in world.mailbox.to(ANA) if mail["Subject"] == waits]
    assert "/programmes/rm-2026/concerns" in text_of(to_weber)
    assert "Do., 8. Jan., 09:00 (London)" in text_of(to_weber)
    assert "/mine/rm-2026/concerns" in text_of(to_ana)
    for mail in (to_weber, to_ana):
        assert not any(id_ in text_of(mail) for id_ in ("n1", "n2", world.mentor_id, world.mentee_id))
    coordinator = world.notification.token("coordinator")
    path = "/programmes/rm-2026/deliveries/summary"
    counts = (await world.notification.http.get(path, headers=coordinator)).json()["counts"]
    assert counts
    assert not {row["kind"] for row in counts} & CONFIDENTIAL


async def test_somebody_who_has_left_the_organisation_gets_nothing(world):
    stranger = approved(world).model_copy(update={"mentee_id": "nobody"})
    await world.notification.given(stranger)
    (suppressed,) = await world.in_state(DeliveryState.SUPPRESSED, 1)
    assert suppressed["reason"] == "no-address"
    await world.in_state(DeliveryState.SENT, 1)


async def test_one_click_ends_messages_of_a_kind_and_opening_the_link_does_not(world):
    await world.notification.given(*world.enrolled, SessionReminded(**session(world), hours_before=24))
    await world.in_state(DeliveryState.SENT, 4)
    (mail,) = [mail for mail in world.mailbox.to(WEBER) if mail["List-Unsubscribe"]]
    path = urlsplit(mail["List-Unsubscribe"].strip("<>")).path
    http = world.notification.http
    shown = await http.get(path)
    assert shown.status_code == 200
    assert "Abbestellen" in shown.text
    await world.notification.given(SessionReminded(**session(world), hours_before=12))
    await world.in_state(DeliveryState.SENT, 6)
    clicked = await http.post(path, data={"List-Unsubscribe": "One-Click"})
    assert clicked.status_code == 200
    await world.notification.given(SessionReminded(**session(world), hours_before=1))
    await world.in_state(DeliveryState.SENT, 7)
    (suppressed,) = await world.in_state(DeliveryState.SUPPRESSED, 1)
    assert suppressed["reason"] == "unsubscribed"
    assert len(world.mailbox.to(WEBER)) == 3
    assert (await http.post(path[:-2])).status_code == 404


async def test_coordinators_get_a_digest_the_next_morning_and_word_of_what_only_some_may_read(world):
    imported = EmployeesImported(import_id="i1", accepted=10, rejected=3, left=0)
    wanted = [NoticePosted(notice_id=id_, notice=Notice.COORDINATORS_WANTED) for id_ in ("n1", "n2")]
    await world.notification.given(imported, *wanted)
    assert world.mailbox.mails == []
    world.notification.clock.set(TEST_NOW + timedelta(days=1))
    await world.in_state(DeliveryState.SENT, 2)
    mails = {mail["Subject"]: text_of(mail) for mail in world.mailbox.to("coordinators@acme.example")}
    assert "3: rows of a personnel file were refused" in mails.pop("Today: what needs you")
    ((subject, text),) = mails.items()
    assert subject == "Something waits for a coordinator"
    assert any(line.endswith("/programmes/rm-2026") for line in text.splitlines())
    assert not any(word in (subject + text).lower() for word in ("concern", "n1", "n2"))


async def test_no_address_and_no_name_is_stored_or_logged(world, capsys):
    await world.notification.given(SessionPlanned(**session(world)))
    world.notification.clock.set(TEST_NOW + timedelta(minutes=1))
    await world.in_state(DeliveryState.SENT, 2)
    stored = str(await world.deliveries())
    logged = ""
    async with asyncio.timeout(240):
        while "messages sent" not in logged:  # logged after it is noted
            await asyncio.sleep(0.05)
            logged += "".join(capsys.readouterr())
    for private in ("Ana", "Ruiz", "Weber", "example.com"):
        assert private not in stored
        assert private not in logged
