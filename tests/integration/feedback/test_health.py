"""The health of pairings and the figures of a programme, from real events."""

import asyncio
from datetime import timedelta

import pytest

from services.feedback.reactions import pairings as reactions
from shared.contracts.enrollment import ProgrammeChanged
from shared.contracts.feedback import (
    CheckInRequested,
    FirstContactMade,
    Health,
    HealthReason,
    PairingFellIdle,
    PairingHealthChanged,
)
from shared.contracts.matching import PairingEnded, PairingEndReason
from shared.contracts.scheduling import (
    CancellationAlarmRaised,
    CancelReason,
    SessionCancelled,
    SessionMissed,
)
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from tests.integration.feedback.feedback_programme import Pair, opened

pytestmark = pytest.mark.integration


async def deliver_twice(service, data) -> None:
    """Publish one event two times over, as a broker may."""
    envelope = service._envelope(data, service.scope, service.clock.now())
    headers = [(name, value.encode()) for name, value in envelope.headers().items()]
    for _ in range(2):
        await service.producer.send_and_wait(
            service.settings.topic_prefix + data.contract.topic,
            data.model_dump_json().encode(),
            key=envelope.key.encode(),
            headers=headers,
        )
    await service.settled()


@pytest.mark.parametrize("rating", [1, 4])
async def test_no_answer_changes_the_health(programme, rating) -> None:
    pair = await programme.met("a")
    before = await programme.health_of(pair)
    await programme.answers(pair.mentor, rating=rating)
    await programme.answers(pair.mentee, rating=rating)

    await programme.service.settled()

    assert (before["health"], before["reasons"]) == ("on-track", ["meeting"])
    assert await programme.health_of(pair) == before
    [event] = await programme.service.published(PairingHealthChanged)
    assert (event.data.was, event.data.reasons) == (Health.TOO_EARLY, (HealthReason.MEETING,))


async def test_a_coordinator_reads_nothing_of_their_own_pairings_and_partners(programme) -> None:
    own, other = await programme.met("own"), await programme.met("other")
    again = own.activated().model_copy(
        update={"pairing_id": "again", "mentee_id": "third", "mentee_employee_id": "e-third"}
    )
    await programme.service.given(again)
    for who, pairings in (
        (own.mentee, {other.pairing_id}),
        (own.mentor, {other.pairing_id}),
        ("third", {other.pairing_id}),
        (other.mentor, {own.pairing_id, "again"}),
    ):
        caller = programme.service.token("coordinator", "participant", employee_id=f"e-{who}")
        health = await programme.get("/pairings/health", caller)
        assert {item["pairing_id"] for item in health["items"]} == pairings
        assert health["total"] == len(pairings)
        for window in ({}, {"window": "open"}):
            asked = await programme.get("/check-ins", caller, **window)
            assert {item["pairing_id"] for item in asked["items"]} == pairings - {"again"}
            assert asked["total"] == 2
        summary = await programme.get("/summary", caller)
        assert sum(summary["health"].values()) == len(pairings)
        assert summary["check_ins"] == {"open": 2, "closed": 0}


async def test_an_alarm_asks_for_attention_until_they_meet(programme) -> None:
    pair = await programme.paired("a")
    later = TEST_NOW + timedelta(days=1)
    await programme.service.given(
        SessionMissed(**pair.session(1), absent=Role.MENTEE),
        SessionCancelled(**pair.session(2, later), by=Role.MENTEE, reason=CancelReason.CALENDAR),
        CancellationAlarmRaised(
            pairing_id=pair.pairing_id, mentor_id=pair.mentor, mentee_id=pair.mentee, in_a_row=2
        ),
    )
    assert (await programme.health_of(pair))["health"] == "needs-attention"

    programme.service.clock.set(TEST_NOW + timedelta(days=3))
    await programme.service.given(pair.held(3, TEST_NOW + timedelta(days=2)))

    assert (await programme.health_of(pair))["health"] == "on-track"
    events = await programme.service.published(PairingHealthChanged)
    assert [event.data.health for event in events] == [Health.NEEDS_ATTENTION, Health.ON_TRACK]


async def passes(programme, days) -> None:
    """Let the days go by one after the other, and what falls due happen."""
    for _ in range(days):
        programme.service.clock.set(programme.service.clock.now() + timedelta(days=1))
        await programme.service.settled()


async def published_about(programme, pair, kind) -> list:
    events = await programme.service.published(kind)
    return [event.data for event in events if event.data.pairing_id == pair.pairing_id]


async def test_time_alone_changes_health_and_the_event_says_so_on_the_day(programme) -> None:
    pair = await programme.paired("a")
    await passes(programme, 7)
    [changed] = await published_about(programme, pair, PairingHealthChanged)
    assert changed.health is Health.NEEDS_ATTENTION
    assert changed.reasons == (HealthReason.NO_FIRST_CONTACT,)
    assert (await programme.health_of(pair))["reasons"] == list(changed.reasons)


async def test_two_who_never_meet_are_warned_reported_and_closed(programme) -> None:
    pair, active = await programme.paired("a"), await programme.paired("b")
    await programme.post(f"/pairings/{active.pairing_id}/first-contact", programme.person(active.mentee))
    for days in (40, 30, 20, 5):
        programme.service.clock.set(programme.service.clock.now() + timedelta(days=days))
        await programme.service.given(active.held(days, programme.service.clock.now() - timedelta(hours=2)))
    await passes(programme, 2)
    steps = [idle.step for idle in await published_about(programme, pair, PairingFellIdle)]
    assert steps == ["first-contact", "warn", "coordinator", "close"]
    assert await published_about(programme, active, PairingFellIdle) == []
    assert {idle.since for idle in await published_about(programme, pair, PairingFellIdle)} == {TEST_NOW}


async def test_new_rules_are_judged_by_at_once(programme) -> None:
    pair = await programme.paired("a")
    await programme.service.given(ProgrammeChanged(**opened(first_contact_days=30).model_dump()))
    await passes(programme, 8)
    assert (await programme.health_of(pair))["health"] == "too-early-to-tell"
    await programme.service.given(ProgrammeChanged(**opened(first_contact_days=8).model_dump()))
    assert (await programme.health_of(pair))["health"] == "needs-attention"
    await programme.service.given(ProgrammeChanged(**opened(first_contact_days=9).model_dump()))
    healths = [changed.health for changed in await published_about(programme, pair, PairingHealthChanged)]
    assert healths == [Health.NEEDS_ATTENTION, Health.TOO_EARLY]


async def test_new_rules_reach_every_pairing(programme, monkeypatch) -> None:
    monkeypatch.setattr(reactions, "REVIEWED_AT_ONCE", 2)
    pairs = [await programme.paired(name) for name in "abcde"]
    programme.service.clock.set(TEST_NOW + timedelta(days=3))
    await programme.service.given(ProgrammeChanged(**opened(first_contact_days=2).model_dump()))
    for pair in pairs:
        assert len(await published_about(programme, pair, PairingHealthChanged)) == 1


async def test_the_executive_makes_the_first_contact(programme) -> None:
    pair, other = await programme.paired("a"), await programme.paired("b")
    path = f"/pairings/{pair.pairing_id}/first-contact"
    for who, status in ((pair.mentor, 422), (other.mentee, 404), (pair.mentee, 200), (pair.mentee, 200)):
        answer = await programme.post(path, programme.person(who))
        assert answer.status_code == status, answer.text
    assert answer.json() == {"pairing_id": pair.pairing_id, "contacted_at": "2026-01-05T09:00:00Z"}
    await programme.service.settled()
    assert len(await published_about(programme, pair, FirstContactMade)) == 1
    await passes(programme, 8)
    assert (await programme.health_of(pair))["health"] == "too-early-to-tell"
    assert (await programme.health_of(other))["health"] == "needs-attention"


async def test_ended_pairings_leave_the_list(programme) -> None:
    pair = await programme.met("a")
    await programme.service.given(
        PairingEnded(
            pairing_id=pair.pairing_id,
            mentor_id=pair.mentor,
            mentee_id=pair.mentee,
            reason=PairingEndReason.NO_FAULT_EXIT,
        )
    )
    assert (await programme.get("/pairings/health", programme.coordinator))["total"] == 0
    await programme.answers(pair.mentor, rating=4)


async def test_a_session_delivered_twice_is_asked_about_once(programme) -> None:
    pair = await programme.paired("a")
    await deliver_twice(programme.service, pair.held())
    assert len(await programme.service.published(CheckInRequested)) == 2
    await programme.answers(pair.mentor, rating=4)
    # The same fact under another event id must not undo the answer either.
    await programme.service.given(pair.held())
    assert len(await programme.service.published(CheckInRequested)) == 2
    own = await programme.get("/me/check-ins", programme.person(pair.mentor))
    assert [item["state"] for item in own["items"]] == ["answered"]


async def test_a_session_may_arrive_before_its_pairing_and_people(programme) -> None:
    pair = Pair("early")
    waiting = asyncio.create_task(programme.service.given(pair.held()))
    async with asyncio.timeout(240):
        while not (await programme.service.app.state.streams.vitals.state())["parked"]:
            await asyncio.sleep(0.02)

    await programme.service.given(*pair.enrolled(), pair.activated())
    await waiting

    await programme.answers(pair.mentor, rating=5)
    assert (await programme.health_of(pair))["health"] == "on-track"
