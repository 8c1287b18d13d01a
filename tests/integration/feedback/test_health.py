"""The health of pairings and the figures of a programme, from real events."""

import asyncio
from datetime import timedelta

import pytest
from feedback_programme import Pair, opened

from shared.contracts.enrollment import ProgrammeChanged
from shared.contracts.feedback import CheckInRequested, Health, PairingHealthChanged
from shared.contracts.matching import PairingEnded, PairingEndReason
from shared.contracts.scheduling import (
    CancellationAlarmRaised,
    CancelReason,
    SessionCancelled,
    SessionMissed,
)
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW, TEST_SCOPE

pytestmark = pytest.mark.integration


async def deliver_twice(service, data) -> None:
    """Publish one event two times over, as a broker may."""
    envelope = service._envelope(data, TEST_SCOPE, service.clock.now())
    headers = [(name, value.encode()) for name, value in envelope.headers().items()]
    for _ in range(2):
        await service.producer.send_and_wait(
            service.settings.topic_prefix + data.contract.topic,
            data.model_dump_json().encode(),
            key=envelope.key.encode(),
            headers=headers,
        )
    await service.settled()


async def test_low_ratings_ask_for_attention_without_naming_them(programme) -> None:
    pair = await programme.met("a")
    await programme.answers(pair.mentor, rating=2)
    await programme.answers(pair.mentee, rating=3)

    found = await programme.health_of(pair)

    assert (found["health"], found["reasons"]) == ("needs-attention", ["recent ratings are low"])
    [event] = await programme.service.published(PairingHealthChanged)
    assert event.data.health is Health.NEEDS_ATTENTION


async def test_an_alarm_asks_for_attention_until_they_meet(programme) -> None:
    pair = await programme.paired("a")
    later = TEST_NOW + timedelta(days=1)
    await programme.service.given(
        SessionMissed(**pair.session(1), absent=Role.MENTEE),
        SessionCancelled(**pair.session(2, later), by=Role.MENTEE, reason=CancelReason.CALENDAR),
        CancellationAlarmRaised(
            pairing_id=pair.pairing_id, mentor_id=pair.mentor, mentee_id=pair.mentee, running=2
        ),
    )
    assert (await programme.health_of(pair))["health"] == "needs-attention"

    programme.service.clock.set(TEST_NOW + timedelta(days=3))
    await programme.service.given(pair.held(3, TEST_NOW + timedelta(days=2)))

    assert (await programme.health_of(pair))["health"] == "too-early-to-tell"
    events = await programme.service.published(PairingHealthChanged)
    assert [event.data.health for event in events] == [Health.NEEDS_ATTENTION, Health.TOO_EARLY]


async def test_idle_pairs_show_as_time_goes_by_and_rules_change(programme) -> None:
    pair = await programme.paired("a")
    quiet = await programme.paired("b")
    programme.service.clock.set(TEST_NOW + timedelta(days=46))
    page = await programme.get("/pairings/health", programme.coordinator, health="needs-attention")
    assert {item["pairing_id"] for item in page["items"]} == {pair.pairing_id, quiet.pairing_id}
    assert page["items"][0]["idle_days"] == 46

    patient = opened(idle_warn_days=90).model_dump()
    await programme.service.given(ProgrammeChanged(**patient))
    assert (await programme.health_of(pair))["health"] == "too-early-to-tell"


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
    async with asyncio.timeout(10):
        while not (await programme.service.app.state.streams.vitals.state())["parked"]:
            await asyncio.sleep(0.02)

    await programme.service.given(*pair.enrolled(), pair.activated())
    await waiting

    await programme.answers(pair.mentor, rating=5)
    assert (await programme.health_of(pair))["health"] == "on-track"


async def test_few_voices_are_withheld_and_objectives_follow(programme) -> None:
    pairs = [await programme.met(f"e{n}") for n in range(3)]
    far = await programme.met("far", region="apac")
    await programme.service.given(SessionMissed(**pairs[0].session(2)))
    for pair in pairs:
        await programme.answers(pair.mentor, rating=5, goal_progress=60)
        await programme.answers(pair.mentee, rating=4, goal_progress=40)
    await programme.answers(far.mentor, rating=1)

    summary = await programme.get("/summary", programme.coordinator)

    withheld = {"respondents": None, "mean": None, "suppressed": True}
    # Seven voices are enough for a total; six would be, but less the total they would tell on the one.
    assert summary["satisfaction_by_region"] == {"apac": withheld, "emea": withheld}
    assert summary["satisfaction"] == {"respondents": 7, "mean": 4.0, "suppressed": False}
    actual = {objective["measure"]: objective["actual"] for objective in summary["objectives"]}
    assert actual == {
        "satisfaction": 4.0,
        "goal-progress": 50.0,
        "sessions-held": 80.0,
        "participation": None,
    }
