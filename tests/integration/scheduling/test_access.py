import pytest

from shared.contracts.enrollment import ParticipantWithdrawn, WithdrawalReason
from shared.contracts.vocabulary import Role

pytestmark = pytest.mark.integration


async def test_without_a_token_nothing_is_disclosed(world):
    answer = await world.service.http.get(f"/programmes/{world.programme}/sessions")
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("sessions", "participant"),
        ("summary", "participant"),
        ("me/sessions", "coordinator"),
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


async def test_a_coordinator_reads_nothing_of_their_own_pairings_and_partners(world):
    await world.paired()
    await world.given(world.ready("ben", Role.MENTOR), world.ready("eva", Role.MENTEE))
    await world.given(world.activated("mia", "eva"), world.activated("ben", "eva"))
    pairs = {"mia-max": ["mia", "max"], "mia-eva": ["mia", "eva"], "ben-eva": ["ben", "eva"]}
    sessions = {name: (await world.sessions(pairing_id=world.pairing(*two))) for name, two in pairs.items()}
    assert all(sessions.values())
    read = {"max": {"ben-eva"}, "ben": {"mia-max"}, "mia": set(), "": set(pairs)}
    for who, names in read.items():
        wanted = {world.pairing(*pairs[name]) for name in names}
        listed = (await world.get("sessions", "coordinator", who, limit=500)).json()
        series = (await world.get("series", "coordinator", who)).json()
        summary = (await world.get("summary", "coordinator", who)).json()
        assert {item["pairing_id"] for item in listed["items"]} == wanted
        assert {item["pairing_id"] for item in series["items"]} == wanted
        assert (len(listed["items"]), len(series["items"])) == (listed["total"], series["total"])
        assert sum(summary[state] for state in ("planned", "held", "missed", "cancelled")) == listed["total"]
        for name, session in sessions.items():
            answer = await world.get(f"sessions/{session[0]['id']}", "coordinator", who)
            assert answer.status_code == (200 if name in names else 404), (who, name)
    own = await world.get(f"sessions/{sessions['mia-max'][0]['id']}", "participant", "max")
    assert own.status_code == 200


async def test_who_has_left_does_nothing_more(world):
    first, second, *_ = await world.paired()
    left = ParticipantWithdrawn(
        participant_id=f"{world.programme}-mia",
        employee_id=world.employee("mia"),
        role=Role.MENTOR,
        reason=WithdrawalReason.LEFT_ORGANISATION,
    )
    await world.given(left)
    for path, body in (
        (f"sessions/{second['id']}/move", {"starts_at": "2026-02-11T10:00:00Z"}),
        (f"sessions/{second['id']}/cancellation", {"reason": "ill"}),
        (f"sessions/{first['id']}/outcome", {"held": True}),
    ):
        refused = await world.post(path, "mia", body)
        assert (refused.status_code, refused.json()["detail"]) == (409, "you have left this programme")
    assert (await world.get("me/sessions", "participant", "mia")).status_code == 200
