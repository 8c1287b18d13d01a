"""A programme from template or copy to its opening, over HTTP."""

import pytest

from shared.contracts.enrollment import ProgrammeOpened

pytestmark = pytest.mark.integration

FROM_TEMPLATE = {
    "template": "digital-sprint",
    "name": "Sprint",
    "starts_on": "2026-03-02",
    "regions": ["emea"],
}


@pytest.fixture
def ask(service):
    async def send(method, path, *, status, who=None, **request):
        headers = who or service.token("coordinator")
        answer = await service.http.request(method, f"/programmes/{path}", headers=headers, **request)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    return send


async def test_a_draft_is_set_up_changed_opened_and_copied(service, ask):
    templates = (await service.http.get("/programme-templates", headers=service.token("coordinator"))).json()
    months = {each["id"]: each["months"] for each in templates["items"]}
    assert months == {"standard": 6, "digital-sprint": 3, "inclusion-year": 12, "evergreen": None}

    draft = await ask("POST", "sprint/draft", json=FROM_TEMPLATE, status=201)
    assert (draft["state"], draft["version"], draft["ends_on"]) == ("draft", 1, "2026-06-01")
    assert draft["rules"]["cadence_weeks"] == 2
    employee = service.token("participant", employee_id="e-1")
    await ask("GET", "sprint", who=employee, status=404)
    listed = await service.http.get("/programmes", headers=employee)
    assert [each["id"] for each in listed.json()["items"]] == ["rm-2026"]

    added = {"id", "state", "version", "copied_from", "asks"}
    plan = {key: draft[key] for key in draft.keys() - added}
    renamed = await ask("PUT", "sprint", json={**plan, "name": "Sprint 1", "based_on": 1}, status=200)
    assert (renamed["state"], renamed["version"]) == ("draft", 2)
    stale = await ask("PUT", "sprint", json={**plan, "name": "Mine", "based_on": 1}, status=409)
    assert stale["errors"][0]["field"] == "based_on"

    assert (await ask("POST", "sprint/open", status=200))["state"] == "open"
    await ask("POST", "sprint/open", status=409)
    await ask("DELETE", "sprint", status=409)
    await ask("GET", "sprint", who=employee, status=200)

    wish = {"copy_of": "sprint", "name": "Sprint 2", "starts_on": "2026-09-07"}
    copy = await ask("POST", "sprint-2/draft", json=wish, status=201)
    assert (copy["name"], copy["regions"], copy["ends_on"]) == ("Sprint 2", ["emea"], "2026-12-07")
    await ask("POST", "sprint-2/draft", json=wish, status=409)
    await ask("DELETE", "sprint-2", status=204)

    saved = await ask("POST", "sprint/template", json={"name": "Our sprint"}, status=201)
    taken = await ask("POST", "sprint/template", json={"name": "our sprint"}, status=409)
    assert taken["errors"][0]["code"] == "template-name-taken"
    coordinator, limited = service.token("coordinator"), service.token("coordinator", programmes=["sprint"])
    path = f"/programme-templates/{saved['id']}"
    for who, status in ((limited, 403), (coordinator, 200)):
        renamed = await service.http.put(path, json={"name": "A sprint"}, headers=who)
        assert renamed.status_code == status
    listed = (await service.http.get("/programme-templates", headers=limited)).json()["items"]
    assert (listed[-1]["name"], listed[-1]["months"]) == ("A sprint", 3)
    wish_of_own = {"template": saved["id"], "name": "Own", "starts_on": "2026-09-07"}
    own = await ask("POST", "own/draft", json=wish_of_own, status=201)
    assert (own["rules"], own["regions"]) == (draft["rules"], ["emea"])
    await ask("DELETE", "own", status=204)
    for status in (204, 404):
        assert (await service.http.delete(path, headers=coordinator)).status_code == status

    await ask("GET", "sprint-2", status=404)
    await ask("POST", "sprint-2/draft", json=wish, status=201)
    await ask("POST", "sprint-2/open", status=200)
    await service.settled()
    opened = await service.published(ProgrammeOpened)
    assert {event.data.programme_id: event.data.copied_from for event in opened} == {
        "rm-2026": None,
        "sprint": None,
        "sprint-2": "sprint",
    }


async def test_a_coordinator_copies_only_own_programmes(service, ask):
    await ask("POST", "hidden/draft", json=FROM_TEMPLATE, status=201)
    limited = service.token("coordinator", programmes=["mine"])
    wish = {"copy_of": "hidden", "name": "Mine", "starts_on": "2026-09-07"}
    refused = await ask("POST", "mine/draft", json=wish, who=limited, status=404)
    unknown = await ask("POST", "mine/draft", json={**wish, "copy_of": "none"}, who=limited, status=404)
    assert refused["detail"] == unknown["detail"]
    await ask("POST", "hidden/open", who=limited, status=404)
    of_none = service.token("coordinator", "participant", programmes=[], employee_id="e-1")
    for reader in (limited, of_none):
        listed = await service.http.get("/programmes", headers=reader)
        assert listed.status_code == 200
        assert "hidden" not in listed.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"copy_of": "rm-2026"}, "template"),
        ({"template": None}, "template"),
        ({"template": "none-such"}, "template"),
        ({"regions": None}, "regions"),
        ({"regions": ["emea", "emea"]}, "regions"),
        ({"starts_on": "1999-01-01"}, "starts_on"),
        ({"starts_on": "2199-12-01"}, "ends_on"),
        ({"rules": {}}, "rules"),
    ],
)
async def test_a_draft_that_makes_no_sense_names_the_field(ask, changes, field):
    refused = await ask("POST", "new/draft", json={**FROM_TEMPLATE, **changes}, status=422)
    assert field in {error["field"] for error in refused["errors"]}
    await ask("GET", "new", status=404)
