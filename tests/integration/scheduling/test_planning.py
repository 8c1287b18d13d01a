from datetime import date, datetime, timedelta
from itertools import combinations

import pytest

from shared.contracts.enrollment import ProgrammeChanged
from shared.contracts.scheduling import SeriesPlanned, SessionPlanned
from shared.contracts.vocabulary import Role
from shared.messaging.wire.envelope import event_id, event_key
from tests.integration.scheduling.scheduling_world import hours

pytestmark = pytest.mark.integration


async def test_an_activated_pairing_gets_a_series_of_sessions(world):
    sessions = await world.paired()
    assert [s["number"] for s in sessions] == [1, 2, 3, 4, 5, 6, 7]
    assert {s["state"] for s in sessions} == {"planned"}
    assert sessions[0]["starts_at"] == "2026-01-06T09:00:00Z"  # a day's notice after the pairing
    series = await world.facts(SeriesPlanned)
    assert [(s.sessions, s.unplaced) for s in series] == [(7, 0)]
    assert {s.session_id for s in await world.facts(SessionPlanned)} == {s["id"] for s in sessions}


async def test_a_series_stops_with_the_programme(world):
    sessions = await world.paired(ends_on=date(2026, 2, 28))
    assert [s["starts_at"][:10] for s in sessions] == ["2026-01-06", "2026-02-03"]


async def test_the_local_hour_stays_over_the_change_of_clocks(world):
    sessions = await world.paired()
    mine = (await world.get("me/sessions", "participant", "mia")).json()["items"]
    assert {s["time_zone"] for s in mine} == {"Europe/Berlin"}
    assert {s["local_starts_at"][11:] for s in mine[1:]} == {"09:00:00+01:00", "09:00:00+02:00"}
    assert {s["starts_at"][11:16] for s in sessions[1:]} == {"08:00", "07:00"}


async def test_each_reads_the_session_on_the_own_clock(world):
    await world.given(world.definition())
    await world.given(world.ready("mia", Role.MENTOR, hours("Asia/Kolkata", "12:00", "20:00")))
    await world.given(world.ready("max", Role.MENTEE, hours("America/New_York", "07:00", "16:00")))
    await world.given(world.activated())
    mentor = (await world.get("me/sessions", "participant", "mia")).json()["items"][0]
    mentee = (await world.get("me/sessions", "participant", "max")).json()["items"][0]
    assert mentor["starts_at"] == mentee["starts_at"] == "2026-01-06T12:00:00Z"
    assert mentor["local_starts_at"] == "2026-01-06T17:30:00+05:30"
    assert mentee["local_starts_at"] == "2026-01-06T07:00:00-05:00"


async def test_who_has_no_common_hour_is_counted_not_lost(world):
    await world.given(world.definition())
    await world.given(world.ready("mia", Role.MENTOR, hours("Asia/Tokyo", "09:00", "13:00")))
    await world.given(world.ready("max", Role.MENTEE, hours("Europe/Berlin", "09:00", "17:00")))
    await world.given(world.activated())
    assert await world.sessions() == []
    assert (await world.get("summary", "coordinator")).json()["unplaced"] == 7
    lacking = (await world.get("series", "coordinator", unplaced=True)).json()
    assert (lacking["total"], lacking["items"][0]["sessions"]) == (1, 0)
    assert lacking["items"][0]["unplaced_from"][:2] == ["2026-01-06", "2026-02-03"]
    (planned,) = await world.facts(SeriesPlanned)
    assert [str(day) for day in planned.unplaced_from] == lacking["items"][0]["unplaced_from"]


async def test_one_person_in_several_pairings_is_never_in_two_places(world):
    mentors = [f"mentor{n}" for n in range(6)]
    await world.given(world.definition(), world.ready("max", Role.MENTEE))
    await world.given(*[world.ready(name, Role.MENTOR) for name in mentors])
    await world.given(*[world.activated(name) for name in mentors])
    sessions = await world.sessions()
    assert len(sessions) == 42
    times = [(s["starts_at"], s["ends_at"]) for s in sessions]
    assert not any(a[0] < b[1] and b[0] < a[1] for a, b in combinations(times, 2))


async def test_a_pairing_that_overtakes_its_people_waits_for_them(world):
    early = world.activated()
    await world.service.producer.send_and_wait(
        world.service.settings.topic_prefix + early.contract.topic,
        early.model_dump_json().encode(),
        headers=_headers(world, early),
        key=b"early",
    )
    await world.given(world.definition(), world.ready("mia", Role.MENTOR), world.ready("max", Role.MENTEE))
    assert len(await world.sessions()) == 7


async def test_a_pairing_delivered_twice_is_planned_once(world):
    first = await world.paired()
    again = world.activated()
    await world.service.producer.send_and_wait(
        world.service.settings.topic_prefix + again.contract.topic,
        again.model_dump_json().encode(),
        headers=_headers(world, again),
        key=b"again",
    )
    await world.service.settled()
    assert await world.sessions() == first
    assert len(await world.facts(SeriesPlanned)) == 1


async def test_changed_rules_hold_for_what_is_planned_next(world):
    await world.paired()
    changed = world.definition(session_minutes=30, cadence_weeks=2)
    await world.given(ProgrammeChanged.model_validate(changed.model_dump()))
    await world.given(world.ready("mo", Role.MENTOR), world.ready("mary", Role.MENTEE))
    await world.given(world.activated("mo", "mary"))
    planned = await world.sessions(pairing_id=world.pairing("mo", "mary"))
    first, second = (datetime.fromisoformat(s["starts_at"]) for s in planned[:2])
    assert (second.date() - first.date()) == timedelta(weeks=2)
    assert datetime.fromisoformat(planned[0]["ends_at"]) - first == timedelta(minutes=30)


async def test_someone_who_moves_keeps_the_times_and_reads_them_on_the_new_clock(world):
    before = await world.paired()
    await world.given(world.ready("max", Role.MENTEE, hours("Europe/London")))
    mine = (await world.get("me/sessions", "participant", "max")).json()["items"]
    assert [s["starts_at"] for s in mine] == [s["starts_at"] for s in before]
    assert {s["time_zone"] for s in mine} == {"Europe/London"}


def _headers(world, data):
    """The envelope as the harness makes it for the first event of a key."""
    key = event_key(world.scope, data.contract.aggregate, getattr(data, data.contract.key))
    envelope = world.service._envelope(data, world.scope, world.service.clock.now())
    headers = {**envelope.headers(), "ce_id": event_id(key, 1), "ce_sequence": "1".zfill(12)}
    return [(name, value.encode()) for name, value in headers.items()]
