"""Messages about delegates: to the person asked, and to the one of the two who did not end it."""

from datetime import timedelta

import pytest

from services.notification.domain.delivery import Reader
from services.notification.domain.kinds import Kind
from services.notification.domain.tasks import page_of
from services.notification.reactions import reactions
from shared.contracts.enrollment import AppointmentEnding, DelegateAccepted, DelegateNamed, DelegationEnded
from shared.contracts.scheduling import SessionMoved
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario
from tests.unit.notification.letters import ANA, WEBER, compose, delivery
from tests.unit.notification.planning import session, to_be_sent

WHO = {"participant_id": "mentee-0", "employee_id": "e-lind", "number": 1}
EXPIRES_AT = TEST_NOW + timedelta(days=14)
TO_DELEGATE = (Kind.DELEGATION_OVER, Reader.EMPLOYEE)
TO_EXECUTIVE = (Kind.DELEGATE_MISSING, Reader.MENTEE)


@pytest.fixture
async def notification():
    scenario = Scenario("notification", reactions)
    await scenario.given(DelegateNamed(**WHO, expires_at=EXPIRES_AT))
    return scenario


async def kinds(scenario):
    return [(each.kind, each.reader) for each in await to_be_sent(scenario)]


async def test_the_person_named_is_asked_and_reminded_once(notification):
    asked, reminder = await to_be_sent(notification)
    assert (asked.kind, asked.employee_id, asked.participant_id) == (Kind.DELEGATE_ASKED, "e-lind", None)
    assert (reminder.kind, reminder.due_at) == (
        Kind.DELEGATE_ASKED_REMINDER,
        EXPIRES_AT - timedelta(days=1),
    )
    assert {page_of(each) for each in (asked, reminder)} == {"/mine/rm-2026/delegations"}


async def test_the_executive_hears_of_a_yes(notification):
    await notification.when(DelegateAccepted(**WHO))
    (found,) = await to_be_sent(notification)
    assert (found.kind, found.participant_id) == (Kind.DELEGATE_ACCEPTED, "mentee-0")
    assert page_of(found).endswith("/delegate")


@pytest.mark.parametrize(
    ("ending", "accepted", "expected"),
    [
        (AppointmentEnding.DECLINED, False, [TO_EXECUTIVE]),
        (AppointmentEnding.EXPIRED, False, [TO_EXECUTIVE]),
        (AppointmentEnding.STEPPED_DOWN, True, [TO_EXECUTIVE]),
        (AppointmentEnding.LEFT, True, [TO_EXECUTIVE]),
        (AppointmentEnding.REVOKED, True, [TO_DELEGATE]),
        (AppointmentEnding.OVER, True, [TO_DELEGATE]),
        (AppointmentEnding.REVOKED, False, []),
        (AppointmentEnding.OVER, False, []),
    ],
)
async def test_the_end_is_reported_once_to_whom_it_surprises(notification, ending, accepted, expected):
    if accepted:
        await notification.given(DelegateAccepted(**WHO))
    ended = DelegationEnded(**WHO, ending=ending, accepted=accepted)
    await notification.when(ended)
    await notification.when(ended)
    assert await kinds(notification) == expected


def test_the_request_names_who_asks_in_the_text_alone():
    message = compose(
        delivery(Kind.DELEGATE_ASKED, Reader.EMPLOYEE, participant_id=None, employee_id="e-lind"),
        WEBER.model_copy(update={"languages": ["en"]}),
        partner=WEBER,
    )
    assert "Weber" not in message["Subject"]
    text = " ".join(message.get_body(["plain"]).get_content().split())
    assert "Martin Weber asks you to look after the times of sessions" in text
    assert "named as an assistant in" in text


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        (Reader.MENTEE, "Lina Lind has moved it for you."),
        (Reader.MENTOR, "Lina Lind has moved it for Martin Weber."),
    ],
)
def test_a_move_is_announced_with_who_did_it_and_for_whom(reader, words):
    to = {Reader.MENTEE: WEBER, Reader.MENTOR: ANA}[reader].model_copy(update={"languages": ["en"]})
    other = {Reader.MENTEE: ANA, Reader.MENTOR: WEBER}[reader]
    moved = delivery(Kind.SESSION_MOVED, reader, delegate_id="e-lind")
    lind = WEBER.model_copy(update={"name": "Lina Lind", "participant_id": ""})
    message = compose(moved, to, partner=other, delegate=lind)
    assert words in " ".join(message.get_body(["plain"]).get_content().split())
    assert "Lina" not in compose(moved, to, partner=other).as_string()


async def test_both_get_the_delegates_name_with_a_move(notification):
    at = TEST_NOW + timedelta(days=2)
    await notification.given(DelegateAccepted(**WHO))
    await notification.when(SessionMoved(**session(1, at), by=Role.MENTEE, delegate_id="e-lind"))
    moved = [each for each in await to_be_sent(notification) if each.kind is Kind.SESSION_MOVED]
    assert [each.delegate_id for each in moved] == ["e-lind"] * 2
