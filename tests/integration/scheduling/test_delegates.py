"""Delegates at the API of scheduling: they see and move times, and nothing else."""

import pytest

from shared.contracts.enrollment import (
    AppointmentEnding,
    DelegateAccepted,
    DelegationEnded,
    ParticipantWithdrawn,
    WithdrawalReason,
)
from shared.contracts.scheduling import SessionMoved
from shared.contracts.vocabulary import Role

pytestmark = pytest.mark.integration

TIMES = {"id", "starts_at", "ends_at", "time_zone", "local_starts_at", "local_ends_at"}
MOVED = {"starts_at": "2026-02-11T10:00:00Z"}


@pytest.fixture
async def sessions(world):
    """The sessions of an executive, Max, whose delegate is Lind."""
    sessions = await world.paired()
    await world.given(DelegateAccepted(**who(world)))
    return sessions


def who(world, executive="max"):
    return {
        "participant_id": f"{world.programme}-{executive}",
        "employee_id": world.employee("lind"),
        "number": 1,
    }


def of(world, name="max"):
    return f"delegations/{world.programme}-{name}/sessions"


async def test_a_delegate_sees_when_sessions_are_and_moves_them_in_their_own_name(world, sessions):
    listed = await world.get(of(world), "participant", "lind")
    assert listed.status_code == 200
    assert listed.json()["total"] == len(sessions)
    assert {key for item in listed.json()["items"] for key in item} == TIMES
    second = sessions[1]["id"]
    free = await world.get(f"{of(world)}/{second}/free-slots", "participant", "lind")
    assert len(free.json()["items"]) == 5
    for _ in range(2):  # the same time again changes nothing
        moved = await world.post(f"{of(world)}/{second}/move", "lind", MOVED)
        assert (moved.status_code, moved.json().keys()) == (200, TIMES)
    (fact,) = await world.facts(SessionMoved)
    assert (fact.by, fact.delegate_id) == (Role.MENTEE, world.employee("lind"))
    for name in ("mia", "max"):
        seen = (await world.get(f"sessions/{second}", "participant", name)).json()
        assert (seen["moved_by"], seen["moved_by_delegate"]) == ("mentee", world.employee("lind"))
    await world.post(f"sessions/{second}/move", "max", {"starts_at": "2026-02-11T11:00:00Z"})
    seen = (await world.get(f"sessions/{second}", "participant", "mia")).json()
    assert (seen["moved_by"], seen["moved_by_delegate"]) == ("mentee", None)


async def test_a_delegate_has_nothing_but_times(world, sessions):
    first = sessions[0]["id"]
    assert (await world.get("me/sessions", "participant", "lind")).json()["items"] == []
    for path in (f"sessions/{first}", f"sessions/{first}/free-slots"):
        assert (await world.get(path, "participant", "lind")).status_code == 404, path
    for path, body in {
        "move": MOVED,
        "cancellation": {"reason": "ill"},
        "outcome": {"held": True},
    }.items():
        assert (await world.post(f"sessions/{first}/{path}", "lind", body)).status_code == 404, path


async def test_past_and_cancelled_sessions_are_not_shown(world, sessions):
    first, second, *others = (session["id"] for session in sessions)
    assert (await world.post(f"sessions/{second}/cancellation", "max", {"reason": "ill"})).status_code == 200
    await world.pass_to(sessions[0]["ends_at"], minutes=1)
    listed = (await world.get(of(world), "participant", "lind")).json()
    assert [item["id"] for item in listed["items"]] == others
    for gone in (first, second):
        answer = await world.post(f"{of(world)}/{gone}/move", "lind", MOVED)
        assert answer.status_code == 404


async def test_nobody_else_has_the_times_nor_anybody_elses(world, sessions):
    first = sessions[0]["id"]
    for name, path in (("max", of(world)), ("eve", of(world)), ("lind", of(world, "mia"))):
        assert (await world.get(path, "participant", name)).status_code == 404, name
        answer = await world.post(f"{path}/{first}/move", name, MOVED)
        assert answer.status_code == 404, name
    stranger = world.service.token("participant", tenant="globex", employee_id=world.employee("lind"))
    answer = await world.service.http.get(f"/programmes/{world.programme}/{of(world)}", headers=stranger)
    assert answer.status_code == 404


@pytest.mark.usefixtures("sessions")
async def test_a_session_of_another_executive_is_not_to_be_moved(world):
    await world.given(world.ready("zoe", Role.MENTEE), world.activated(mentee="zoe"))
    hers = (await world.get("me/sessions", "participant", "zoe")).json()["items"]
    assert hers
    answer = await world.post(f"{of(world)}/{hers[0]['id']}/move", "lind", MOVED)
    assert answer.status_code == 404


@pytest.mark.parametrize("how", ["ended", "withdrawn"])
async def test_after_the_end_there_is_nothing_to_see_or_move(world, sessions, how):
    ended = DelegationEnded(**who(world), ending=AppointmentEnding.REVOKED, accepted=True)
    left = ParticipantWithdrawn(
        participant_id=f"{world.programme}-max",
        employee_id=world.employee("max"),
        role=Role.MENTEE,
        reason=WithdrawalReason.OWN_CHOICE,
    )
    await world.given(ended if how == "ended" else left)
    assert (await world.get(of(world), "participant", "lind")).status_code == 404
    answer = await world.post(f"{of(world)}/{sessions[1]['id']}/move", "lind", MOVED)
    assert answer.status_code == 404


async def test_an_executive_who_is_not_ready_has_no_times_yet(world):
    await world.given(world.definition(), DelegateAccepted(**who(world)))
    listed = await world.get(of(world), "participant", "lind")
    assert (listed.status_code, listed.json()) == (200, {"items": [], "total": 0})


async def test_the_rules_of_a_move_hold_for_delegates(world, sessions):
    path = f"{of(world)}/{sessions[1]['id']}/move"
    night = await world.post(path, "lind", {"starts_at": "2026-02-11T23:00:00Z"})
    assert (night.status_code, night.json()["errors"][0]["code"]) == (422, "outside-working-hours")
