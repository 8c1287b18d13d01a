"""People of the organisation: whose data a coordinator sees and changes."""

from datetime import timedelta

import pytest

from shared.kernel import stable_id

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"


@pytest.fixture
def limited(service):
    """A coordinator of this programme alone."""
    return service.token("coordinator", programmes=["rm-2026"])


@pytest.mark.parametrize("mode", ["full", "partial"])
async def test_imports_are_for_coordinators_of_all_programmes(service, steps, export, juniors, limited, mode):
    moved = [{**row, "grade": "9"} for row in export if row["employee_id"] == juniors[0]]
    answer = await service.http.post(
        f"{BASE}/imports?mode={mode}",
        content=steps.csv(moved),
        headers={**limited, "Content-Type": "text/csv"},
    )
    assert (answer.status_code, "of all programmes" in answer.text) == (403, True)
    own = await service.http.get(f"{BASE}/employees/{juniors[0]}", headers=steps.me(juniors[0]))
    assert own.json()["grade"] < 9
    assert (await service.http.get(f"{BASE}/imports/any", headers=limited)).status_code == 403


async def test_a_coordinator_of_some_programmes_gets_names_of_those_who_take_part(
    service, steps, juniors, limited
):
    await steps.enrol(juniors[0])
    listed = (await service.http.get(f"{BASE}/employees", headers=limited)).json()
    assert [sorted(person) for person in listed["items"]] == [["employee_id", "name"]] * listed["total"]
    ids = {person["employee_id"] for person in listed["items"]}
    assert juniors[0] in ids
    assert juniors[1] not in ids
    asked = {"employee_id": juniors[:2]}
    some = (await service.http.get(f"{BASE}/employees", params=asked, headers=limited)).json()
    assert [person["employee_id"] for person in some["items"]] == [juniors[0]]


async def test_participants_are_searched_by_the_beginnings_of_their_names(
    service, steps, export, juniors, limited
):
    names = {row["employee_id"]: row["name"] for row in export}
    await steps.enrol(juniors[0])
    first, last = names[juniors[0]].split()[0], names[juniors[0]].split()[-1]

    async def found_by(name):
        answer = await service.http.get(f"{BASE}/participants", params={"name": name}, headers=limited)
        assert answer.status_code == 200, answer.text
        return [person["employee_id"] for person in answer.json()["items"]]

    for name in (first, last.lower(), f"{last[:2]} {first[:2].upper()}"):
        assert juniors[0] in await found_by(name), name
    assert juniors[1] not in await found_by(names[juniors[1]])
    assert await found_by(".*") == []
    assert await found_by(f"{first} {first}x") == []
    for name in ("", " ", "\xa0", "a\x00b", "x" * 101):
        refused = await service.http.get(f"{BASE}/participants", params={"name": name}, headers=limited)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "name")


async def test_a_coordinator_of_some_programmes_finds_nobody_else_by_id(service, steps, juniors, limited):
    await steps.enrol(juniors[0])
    one = await service.http.get(f"{BASE}/employees/{juniors[0]}", headers=limited)
    assert sorted(one.json()) == ["employee_id", "name"]
    other = await service.http.get(f"{BASE}/employees/{juniors[1]}", headers=limited)
    assert (other.status_code, other.json()["detail"]) == (404, f"no such employee: {juniors[1]}")


@pytest.mark.parametrize("query", ["region=emea", "grade_min=2", "grade_max=3"])
async def test_filters_would_tell_what_is_not_shown(service, limited, query):
    assert (await service.http.get(f"{BASE}/employees?{query}", headers=limited)).status_code == 403


async def test_a_coordinator_of_all_programmes_sees_everybody(service, juniors):
    coordinator = service.token("coordinator")
    listed = (await service.http.get(f"{BASE}/employees?limit=1", headers=coordinator)).json()
    assert listed["total"] >= 300
    one = (await service.http.get(f"{BASE}/employees/{juniors[1]}", headers=coordinator)).json()
    assert one["employee_id"] == juniors[1]
    assert "@" in one["email"]


async def test_everybody_sees_their_own_data(service, juniors):
    both = service.token("coordinator", "participant", employee_id=juniors[1], programmes=["rm-2026"])
    one = (await service.http.get(f"{BASE}/employees/{juniors[1]}", headers=both)).json()
    assert "@" in one["email"]


async def test_only_the_person_enrols_consents_and_sets_capacity(service, steps, juniors):
    coordinator = service.token("coordinator")
    application = {
        "employee_id": juniors[2], "role": "mentor", "consent": True, "terms_version": "2026-1",
        "capacity": 10,
    }  # fmt: skip
    refused = await service.http.post(f"{BASE}/participants", headers=coordinator, json=application)
    assert refused.status_code == 403
    participant = (await steps.enrol(juniors[2])).json()
    await steps.post(participant, "withdrawal", {})
    both = service.token("coordinator", "participant", employee_id=juniors[3])
    for headers, status in ((coordinator, 403), (both, 404)):
        back = await service.http.post(f"{BASE}/participants", headers=headers, json=application)
        assert back.status_code == status
    mine = (await service.http.get(f"{BASE}/me", headers=steps.me(juniors[2]))).json()
    assert [(own["state"], own["capacity"]) for own in mine["items"]] == [("withdrawn", 1)]


async def test_it_is_recorded_who_consented_trained_and_withdrew(service, steps, juniors):
    participant = (await steps.enrol(juniors[4])).json()
    path = f"{BASE}/participants/{participant['participant_id']}"
    carla = service.token("coordinator", subject="carla")
    module = {"module": "confidentiality"}
    assert (await service.http.post(f"{path}/training", headers=carla, json=module)).status_code == 200
    private = {"private_reason": "words put into somebody's mouth"}
    refused = await service.http.post(f"{path}/withdrawal", headers=carla, json=private)
    assert refused.json()["errors"][0]["field"] == "private_reason"
    assert (await service.http.post(f"{path}/withdrawal", headers=carla)).status_code == 200
    rows = service.app.state.database["participants"]
    kept = await rows.find_one({"id": participant["participant_id"]})
    assert kept["consent"]["given_by"] == juniors[4]
    assert [training["noted_by"] for training in kept["trainings"]] == ["carla"]
    assert kept["withdrawal"]["noted_by"] == "carla"


async def test_a_reason_for_leaving_is_read_and_deleted_by_its_author_alone(service, steps, juniors):
    participant = (await steps.enrol(juniors[8])).json()
    path = f"{BASE}/participants/{participant['participant_id']}"
    await steps.post(participant, "withdrawal", {"private_reason": "too many travels"})
    coordinator, me, other = service.token("coordinator"), steps.me(juniors[8]), steps.me(juniors[9])
    assert (await service.http.get(path, headers=coordinator)).json()["private_reason"] is None
    assert (await service.http.get(path, headers=me)).json()["private_reason"] == "too many travels"
    reason = f"{path}/withdrawal/private-reason"
    refused = [(await service.http.delete(reason, headers=who)).status_code for who in (coordinator, other)]
    assert refused == [403, 404]
    rows = service.app.state.database["participants"]
    assert "travels" not in str(await rows.find().to_list(None))
    for _ in range(2):
        assert (await service.http.delete(reason, headers=me)).json()["private_reason"] is None
    kept = await rows.find_one({"id": participant["participant_id"]})
    assert kept["withdrawal"]["private_reason"] is None


async def test_a_reason_for_leaving_is_erased_with_its_authors_key(service, steps, juniors):
    participant = (await steps.enrol(juniors[10])).json()
    path = f"{BASE}/participants/{participant['participant_id']}"
    me, again = steps.me(juniors[10]), {"Idempotency-Key": "leaving"}
    body = {"private_reason": "a quokka at home"}
    for _ in range(2):
        left = await service.http.post(f"{path}/withdrawal", headers=me | again, json=body)
        assert left.json()["private_reason"] == "a quokka at home"
    own = service.app.state.database
    for name in await own.list_collection_names():
        assert "quokka" not in str(await own[name].find().to_list(None)), name
    assert (await service.http.delete("/me/private-text", headers=me)).status_code == 204
    assert (await service.http.get(path, headers=me)).json()["private_reason"] is None


async def test_an_invitation_waits_until_the_person_joins(service, steps, juniors):
    coordinator, me = service.token("coordinator"), steps.me(juniors[5])
    invitation = {"employee_id": juniors[5].upper(), "role": "mentor"}
    for _ in range(2):
        made = await service.http.post(f"{BASE}/invitations", headers=coordinator, json=invitation)
        assert (made.status_code, made.json()["employee_id"]) == (201, juniors[5])
    own = (await service.http.get(f"{BASE}/me/invitations", headers=me)).json()
    assert [(one["employee_id"], one["role"]) for one in own["items"]] == [(juniors[5], "mentor")]
    assert (await service.http.get(f"{BASE}/me", headers=me)).json()["items"] == []
    listed = (await service.http.get(f"{BASE}/invitations", headers=coordinator)).json()
    assert listed["total"] == 1
    for role, total in (("mentor", 1), ("mentee", 0)):
        of_role = await service.http.get(f"{BASE}/invitations?role={role}", headers=coordinator)
        assert of_role.json()["total"] == total
    assert (await steps.enrol(juniors[5])).status_code == 201
    listed = (await service.http.get(f"{BASE}/invitations", headers=coordinator)).json()
    assert listed["total"] == 0
    again = await service.http.post(f"{BASE}/invitations", headers=coordinator, json=invitation)
    assert again.status_code == 409


async def test_an_invitation_tells_nothing_of_those_who_cannot_enrol(
    service, steps, export, juniors, limited
):
    begins = [
        {**row, "hired_on": "2026-02-01"} if row["employee_id"] == juniors[10] else row for row in export
    ]
    await steps.send(begins)
    answers = [
        await service.http.post(
            f"{BASE}/invitations", headers=limited, json={"employee_id": id_, "role": "mentor"}
        )
        for id_ in ("nobody", juniors[10])
    ]
    assert [(answer.status_code, answer.json()["detail"]) for answer in answers] == [
        (422, "no employee with this id can take part now")
    ] * 2
    await steps.send(export)


async def test_who_has_left_does_nothing_more(steps, export, juniors):
    participant = (await steps.enrol(juniors[6])).json()
    rest = [row for row in export if row["employee_id"] != juniors[6]]
    taken = await steps.send(rest, mode="full")
    assert taken.json()["left"] == 1, taken.text
    for answer in (await steps.answer(participant, "confidentiality"), await steps.assess(participant)):
        assert (answer.status_code, answer.json()["detail"]) == (
            409,
            "this employee has left the organisation",
        )
    assert (await steps.enrol(juniors[6])).status_code == 422
    await steps.send(export)


async def test_who_has_not_begun_cannot_enrol(service, steps, export, juniors):
    begins = [
        {**row, "hired_on": "2026-01-06"} if row["employee_id"] == juniors[7] else row for row in export
    ]
    assert (await steps.send(begins)).json()["changed"] == 1
    refused = await steps.enrol(juniors[7])
    assert (refused.status_code, "starts on 2026-01-06" in refused.text) == (422, True)
    before = service.clock.now()
    service.clock.set(before + timedelta(days=1))
    try:
        assert (await steps.enrol(juniors[7])).status_code == 201
    finally:
        service.clock.set(before)
        await steps.send(export)


async def test_a_result_is_shown_to_the_person_alone(service, steps, juniors):
    participant = await steps.make_ready(juniors[8])
    path = f"{BASE}/participants/{participant['participant_id']}"
    seen = (await service.http.get(path, headers=service.token("coordinator"))).json()
    assert (seen["state"], seen["result"]) == ("ready", None)
    assert (await service.http.get(path, headers=steps.me(juniors[8]))).json()["result"]["kind"]


async def test_ids_of_participants_do_not_follow_from_ids_of_employees(steps, juniors):
    participant = (await steps.enrol(juniors[9])).json()
    guess = stable_id("participant", steps.service.scope.tenant, "rm-2026", juniors[9], "mentor")
    assert participant["participant_id"] != guess
    assert len(participant["participant_id"]) == 32
