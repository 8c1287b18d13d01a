import asyncio

import pytest

from shared.contracts.enrollment import ParticipantWithdrawn, WithdrawalReason
from shared.contracts.matching import PairingEnded, PairingEndReason
from shared.contracts.scheduling import (
    CancellationAlarmRaised,
    SessionCancelled,
    SessionHeld,
    SessionMissed,
    SessionMoved,
    SessionReminded,
)
from shared.contracts.vocabulary import Role

pytestmark = pytest.mark.integration

REMINDERS = (168, 24)
"""The rule of these programmes, whatever the default is."""


async def test_a_session_moves_to_an_offered_slot(world):
    third = (await world.paired())[2]
    offered = (await world.get(f"sessions/{third['id']}/free-slots", "participant", "max")).json()["items"]
    assert len(offered) == 5
    assert third["starts_at"] not in {slot["starts_at"] for slot in offered}
    answer = await world.post(f"sessions/{third['id']}/move", "max", {"starts_at": offered[3]["starts_at"]})
    assert answer.status_code == 200, answer.text
    assert (await world.session(third["id"]))["starts_at"] == offered[3]["starts_at"]
    again = await world.post(f"sessions/{third['id']}/move", "max", {"starts_at": offered[3]["starts_at"]})
    assert again.status_code == 200
    assert [(m.session_id, m.by) for m in await world.facts(SessionMoved)] == [(third["id"], Role.MENTEE)]


@pytest.mark.parametrize(
    ("starts_at", "status", "field"),
    [
        ("2026-02-04T09:05:00Z", 422, "starts_at"),
        ("2026-02-07T09:00:00Z", 422, "starts_at"),
        ("2026-02-04T05:00:00Z", 422, "starts_at"),
        ("2026-02-04T15:15:00Z", 422, "starts_at"),
        ("2026-07-01T09:00:00Z", 422, "starts_at"),
        ("2026-01-05T08:00:00Z", 422, "starts_at"),
        ("2026-02-04T09:00:00", 422, "starts_at"),
        ("tomorrow", 422, "starts_at"),
        ("9999-12-31T23:45:00Z", 422, "starts_at"),
        ("2026-01-06T09:30:00Z", 409, "starts_at"),
    ],
)
async def test_a_time_that_cannot_be_is_refused_by_field(world, starts_at, status, field):
    second = (await world.paired())[1]
    answer = await world.post(f"sessions/{second['id']}/move", "mia", {"starts_at": starts_at})
    assert answer.status_code == status, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert await world.session(second["id"]) == second


async def test_a_move_needs_notice(world):
    first = (await world.paired())[0]
    await world.pass_to(first["starts_at"], hours=-23)
    answer = await world.post(f"sessions/{first['id']}/move", "mia", {"starts_at": "2026-01-08T09:00:00Z"})
    assert answer.status_code == 409


async def test_two_who_move_into_the_same_hour_do_not_both_win(world):
    first, second, *_ = await world.paired()
    target = {"starts_at": "2026-01-20T10:00:00Z"}
    answers = await asyncio.gather(
        world.post(f"sessions/{second['id']}/move", "mia", target),
        world.post(f"sessions/{(await world.sessions())[2]['id']}/move", "max", target),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert first == await world.session(first["id"])


async def test_reminders_go_out_as_the_programme_sets(world):
    second = (await world.paired(reminder_hours=REMINDERS))[1]
    await world.pass_to(second["starts_at"], hours=-168)
    await world.pass_to(second["starts_at"], hours=-24)
    sent = [r.hours_before for r in await world.facts(SessionReminded) if r.session_id == second["id"]]
    assert sent == list(REMINDERS)


async def test_a_moved_session_is_reminded_of_at_its_new_time_only(world):
    second = (await world.paired(reminder_hours=REMINDERS))[1]
    moved = await world.post(f"sessions/{second['id']}/move", "mia", {"starts_at": "2026-02-11T10:00:00Z"})
    assert moved.status_code == 200
    await world.pass_to(second["starts_at"], hours=1)
    assert second["id"] not in {r.session_id for r in await world.facts(SessionReminded)}
    await world.pass_to("2026-02-04T10:00:00+00:00")
    await world.pass_to("2026-02-10T10:00:00+00:00")
    reminded = [r for r in await world.facts(SessionReminded) if r.session_id == second["id"]]
    assert [r.hours_before for r in reminded] == list(REMINDERS)
    assert {r.starts_at.isoformat() for r in reminded} == {"2026-02-11T10:00:00+00:00"}


async def test_a_session_moved_away_and_back_is_reminded_of_again(world):
    second = (await world.paired(reminder_hours=REMINDERS))[1]
    await world.pass_to(second["starts_at"], hours=-168)
    for starts_at in ("2026-02-11T10:00:00Z", second["starts_at"]):
        answer = await world.post(f"sessions/{second['id']}/move", "mia", {"starts_at": starts_at})
        assert answer.status_code == 200, answer.text
    await world.pass_to(second["starts_at"], hours=-24)
    sent = [r.hours_before for r in await world.facts(SessionReminded) if r.session_id == second["id"]]
    assert sent == list(REMINDERS)


async def test_a_held_session_is_held_whoever_says_it_again(world):
    first = (await world.paired())[0]
    early = await world.post(f"sessions/{first['id']}/outcome", "mia", {"held": True})
    assert early.status_code == 409
    await world.pass_to(first["ends_at"])
    for name in ("mia", "mia", "max"):
        answer = await world.post(f"sessions/{first['id']}/outcome", name, {"held": True})
        assert (answer.status_code, answer.json()["state"]) == (200, "held")
    other = await world.post(f"sessions/{first['id']}/outcome", "max", {"held": False, "absent": "mentor"})
    assert other.status_code == 409
    assert [h.session_id for h in await world.facts(SessionHeld)] == [first["id"]]
    await world.pass_to(first["ends_at"], days=8)
    assert await world.facts(SessionMissed) == []


async def test_nobody_is_absent_from_a_held_session(world):
    first = (await world.paired())[0]
    await world.pass_to(first["ends_at"])
    answer = await world.post(f"sessions/{first['id']}/outcome", "mia", {"held": True, "absent": "mentee"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "absent"


async def test_a_session_nobody_reports_is_missed(world):
    first = (await world.paired())[0]
    await world.pass_to(first["ends_at"], days=7, minutes=-1)
    assert (await world.session(first["id"]))["state"] == "planned"
    await world.pass_to(first["ends_at"], days=7)
    assert (await world.session(first["id"]))["state"] == "missed"
    assert [(m.session_id, m.absent) for m in await world.facts(SessionMissed)] == [(first["id"], None)]


async def test_the_alarm_is_raised_once_for_each_streak(world):
    first, second, third, fourth, fifth, sixth, _ = await world.paired()
    for one in (first, second, third):
        answer = await world.post(f"sessions/{one['id']}/cancellation", "max", {"reason": "calendar"})
        assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert [a.in_a_row for a in await world.facts(CancellationAlarmRaised)] == [2]
    await world.pass_to(fourth["ends_at"])
    await world.post(f"sessions/{fourth['id']}/outcome", "mia", {"held": True})
    await world.post(f"sessions/{fifth['id']}/cancellation", "max", {"reason": "travel"})
    assert len(await world.facts(CancellationAlarmRaised)) == 1
    await world.pass_to(sixth["ends_at"], days=7)
    assert [a.in_a_row for a in await world.facts(CancellationAlarmRaised)] == [2, 2]
    summary = (await world.get("summary", "coordinator")).json()
    assert (summary["alarms"], summary["held"], summary["missed"], summary["cancelled"]) == (2, 1, 1, 4)


async def test_a_cancelled_session_frees_the_time_and_is_never_reminded_of(world):
    first, second, *_ = await world.paired()
    await world.post(f"sessions/{first['id']}/cancellation", "mia", {"reason": "ill"})
    again = await world.post(f"sessions/{first['id']}/cancellation", "max", {"reason": "travel"})
    assert (again.status_code, again.json()["cancel_reason"]) == (200, "ill")
    assert len(await world.facts(SessionCancelled)) == 1
    answer = await world.post(f"sessions/{second['id']}/move", "mia", {"starts_at": first["starts_at"]})
    assert answer.status_code == 200
    await world.pass_to(first["ends_at"], days=8)
    touched = [*await world.facts(SessionReminded), *await world.facts(SessionMissed)]
    assert first["id"] not in {fact.session_id for fact in touched}


async def test_only_matching_ends_a_pairing(world):
    first = (await world.paired())[0]
    answer = await world.post(f"sessions/{first['id']}/cancellation", "mia", {"reason": "pairing-ended"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "reason"


async def test_an_ended_pairing_loses_its_future_and_keeps_its_past(world):
    first, second, *_ = await world.paired()
    await world.pass_to(first["starts_at"], minutes=30)
    ended = PairingEnded(
        pairing_id=world.pairing(),
        mentor_id=f"{world.programme}-mia",
        mentee_id=f"{world.programme}-max",
        reason=PairingEndReason.NO_FAULT_EXIT,
    )
    await world.given(ended)
    states = [s["state"] for s in await world.sessions()]
    assert states == ["planned", *["cancelled"] * 6]
    cancelled = await world.facts(SessionCancelled)
    assert {(c.by, c.reason) for c in cancelled} == {(None, "pairing-ended")}
    await world.pass_to(second["ends_at"], days=30)
    assert (await world.session(second["id"]))["state"] == "cancelled"
    assert await world.facts(CancellationAlarmRaised) == []


async def test_who_has_left_is_not_moved_to(world):
    second = (await world.paired())[1]
    await world.given(
        ParticipantWithdrawn(
            participant_id=f"{world.programme}-max",
            employee_id=world.employee("max"),
            role=Role.MENTEE,
            reason=WithdrawalReason.OWN_CHOICE,
        )
    )
    answer = await world.post(f"sessions/{second['id']}/move", "mia", {"starts_at": "2026-02-11T10:00:00Z"})
    assert answer.status_code == 409


async def test_a_request_repeated_with_its_key_gets_the_same_answer(world):
    second = (await world.paired())[1]
    path, key = f"sessions/{second['id']}/move", {"idempotency-key": f"{world.programme}-1"}
    first = await world.post(path, "mia", {"starts_at": "2026-02-11T10:00:00Z"}, **key)
    assert first.status_code == 200, first.text
    assert (
        await world.post(path, "mia", {"starts_at": "2026-02-11T10:00:00Z"}, **key)
    ).json() == first.json()
    other = await world.post(path, "mia", {"starts_at": "2026-02-12T10:00:00Z"}, **key)
    assert other.status_code == 422
    assert len(await world.facts(SessionMoved)) == 1
