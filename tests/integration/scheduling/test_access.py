import pytest

pytestmark = pytest.mark.integration


async def test_without_a_token_nothing_is_told(world):
    answer = await world.service.http.get(f"/programmes/{world.programme}/sessions")
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("sessions", "participant"),
        ("summary", "participant"),
        ("me/sessions", "coordinator"),
        ("sessions", "delegate"),
    ],
)
async def test_a_role_that_may_not_is_refused(world, path, role):
    assert (await world.get(path, role, "mia")).status_code == 403


async def test_another_organisation_finds_nothing(world):
    first = (await world.paired())[0]
    for roles, path in ((["coordinator"], ""), (["participant"], "/free-slots")):
        stranger = world.service.token(*roles, tenant="globex", employee_id=world.employee("mia"))
        answer = await world.service.http.get(
            f"/programmes/{world.programme}/sessions/{first['id']}{path}", headers=stranger
        )
        assert answer.status_code == 404
    for roles, path in (
        (["coordinator"], "sessions"),
        (["coordinator"], "summary"),
        (["participant"], "me/sessions"),
    ):
        answer = await world.service.http.get(
            f"/programmes/{world.programme}/{path}",
            headers=world.service.token(*roles, tenant="globex", employee_id=world.employee("mia")),
        )
        assert answer.status_code == 404, path


async def test_another_programmes_coordinator_finds_nothing(world):
    await world.paired()
    other = world.service.token("coordinator", programmes=["another"])
    answer = await world.service.http.get(f"/programmes/{world.programme}/sessions", headers=other)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("move", {"starts_at": "2026-02-11T10:00:00Z"}),
        ("cancellation", {"reason": "ill"}),
        ("outcome", {"held": True}),
    ],
)
async def test_a_third_person_finds_no_session(world, path, body):
    first = (await world.paired())[0]
    assert (await world.post(f"sessions/{first['id']}/{path}", "eve", body)).status_code == 404
    assert (await world.get(f"sessions/{first['id']}", "participant", "eve")).status_code == 404
    assert (await world.post(f"sessions/nothing/{path}", "mia", body)).status_code == 404
    assert (await world.get("me/sessions", "participant", "eve")).json() == {"items": [], "total": 0}
    assert await world.session(first["id"]) == first


async def test_a_delegate_keeps_the_calendar_and_nothing_else(world):
    first, second, *_ = await world.paired()
    mine = await world.get("me/sessions", "delegate", "max")
    assert mine.json()["total"] == 7
    moved = await world.post(
        f"sessions/{second['id']}/move", "max", {"starts_at": "2026-02-11T10:00:00Z"}, role="delegate"
    )
    assert (moved.status_code, moved.json()["moves"]) == (200, 1)
    await world.pass_to(first["ends_at"])
    outcome = await world.post(f"sessions/{first['id']}/outcome", "max", {"held": True}, role="delegate")
    assert outcome.status_code == 403


async def test_a_coordinator_looks_but_does_not_move(world):
    first = (await world.paired())[0]
    assert (await world.get(f"sessions/{first['id']}", "coordinator")).status_code == 200
    answer = await world.post(
        f"sessions/{first['id']}/cancellation", "", {"reason": "ill"}, role="coordinator"
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"state": "done"}, "state"),
        ({"limit": 0}, "limit"),
        ({"limit": 501}, "limit"),
        ({"offset": -1}, "offset"),
        ({"from": "2026-02-01T00:00:00"}, "from"),
        ({"to": "later"}, "to"),
        ({"to": "9999-12-31T23:59:59Z"}, "to"),
        ({"from": "0001-01-01T00:00:00+14:00"}, "from"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"pairing_id": "a b"}, "pairing_id"),
    ],
)
async def test_a_wrong_filter_is_refused_by_field(world, query, field):
    answer = await world.get("sessions", "coordinator", **query)
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("move", {}, "starts_at"),
        ("cancellation", {"reason": "bored"}, "reason"),
        ("outcome", {"held": "perhaps"}, "held"),
        ("outcome", {"held": False, "absent": "sponsor"}, "absent"),
        ("outcome", {"held": False, "because": "late"}, "because"),
    ],
)
async def test_a_wrong_body_is_refused_by_field(world, path, body, field):
    answer = await world.post(f"sessions/any/{path}", "mia", body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_the_list_is_cut_and_filtered(world):
    sessions = await world.paired()
    page = (await world.get("sessions", "coordinator", limit=2, offset=1)).json()
    assert ([s["number"] for s in page["items"]], page["total"]) == ([2, 3], 7)
    between = {"from": sessions[1]["starts_at"], "to": sessions[3]["starts_at"]}
    assert [s["number"] for s in await world.sessions(**between)] == [2, 3]
    assert await world.sessions(state="held") == []
    shown = (await world.sessions(zone="Asia/Kathmandu"))[0]
    assert shown["local_starts_at"] == "2026-01-06T14:45:00+05:45"


async def test_the_summary_tells_whose_sessions_are_outside_nine_to_five(world):
    await world.paired()
    summary = (await world.get("summary", "coordinator")).json()
    assert (summary["planned"], summary["upcoming"]) == (7, 7)
    assert summary["outside_9_to_17"] == {"emea": 0.0}
