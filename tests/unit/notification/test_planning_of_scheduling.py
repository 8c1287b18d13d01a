"""Deliveries planned by scheduling's facts, in memory."""

from datetime import timedelta

from services.notification.domain.delivery import DeliveryState
from services.notification.domain.kinds import Kind
from shared.contracts.scheduling import CancelReason, SessionCancelled, SessionMoved, SessionPlanned
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from tests.unit.notification.planning import ENDED, outline, planned, session


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
