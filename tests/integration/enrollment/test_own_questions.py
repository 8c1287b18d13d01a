"""Own questions: published in versions, answered before people are ready, known to matching as features."""

import pytest

from shared.contracts.enrollment import ParticipantReady, ProgrammeChanged
from tests.integration.enrollment.conftest import BASE, PROGRAMME

pytestmark = pytest.mark.integration

TOOLS = {
    "id": "tools",
    "kind": "choices",
    "texts": {"en": "Which tools?", "de": "Welche Werkzeuge?"},
    "options": [{"id": id_, "texts": {"en": id_}} for id_ in ("chat", "wiki")],
    "matching": True,
}
HOPE = {"id": "hope", "kind": "text", "texts": {"en": "What do you hope for?"}, "required": False}
SECRET = "That my boss listens."


async def publish(service, role, questions, based_on, status=200, base=BASE):
    answer = await service.http.put(
        f"{base}/questions/{role}",
        json={"questions": questions, "based_on": based_on},
        headers=service.token("coordinator"),
    )
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_people_answer_before_they_are_ready_and_matching_learns_features_only(service, steps, juniors):
    early = (await steps.enrol(juniors[50])).json()
    first = await publish(service, "mentor", [TOOLS, HOPE], 0)
    assert (first["number"], len(first["questions"])) == (1, 2)
    await service.settled()
    changed = (await service.published(ProgrammeChanged))[-1].data
    assert [(each.feature, each.kind, each.roles) for each in changed.features] == [
        ("tools", "ids", ("mentor",))
    ]
    mine = (await steps.enrol(juniors[51])).json()
    assert (early["missing"], mine["missing"]) == (
        ["assessment", "training"],
        ["assessment", "questions", "training"],
    )
    await steps.assess(mine)
    waiting = (await steps.train(mine)).json()
    assert (waiting["state"], waiting["missing"]) == ("enrolled", ["questions"])
    refused = await steps.post(mine, "answers", {"version": 1, "answers": {"tools": ["phone"]}})
    fault = refused.json()["errors"][0]
    assert (refused.status_code, fault["field"], fault["code"]) == (422, "answers.tools", "not-an-answer")
    given = {"tools": ["wiki"], "hope": SECRET}
    answered = await steps.post(mine, "answers", {"version": 1, "answers": given})
    assert (answered.status_code, answered.json()) == (200, {"version": 1, "answers": given})
    await service.settled()
    (ready,) = [
        event.data
        for event in await service.published(ParticipantReady)
        if event.data.participant_id == mine["participant_id"]
    ]
    assert ready.profile.features["tools"] == ("wiki",)
    assert ready.profile.features.keys() == {"directness", "formality", "kind", "pace", "tools"}

    url = f"{BASE}/participants/{mine['participant_id']}/answers"
    read = await service.http.get(url, headers=steps.me(juniors[51]))
    assert read.json() == {"version": 1, "answers": given}
    for headers, status in (
        (steps.me(juniors[52]), 404),
        (service.token("coordinator"), 403),
    ):
        assert (await service.http.get(url, headers=headers)).status_code == status
    stored = await service.app.state.database["participants"].find_one({"id": mine["participant_id"]})
    assert SECRET not in str(stored)


async def test_a_version_never_changes_and_nobody_overwrites_another(service, steps, juniors):
    known = (await service.http.get(f"{BASE}/questions/mentee", headers=steps.me(juniors[53]))).json()
    assert (known["number"], known["questions"]) == (0, [])
    await publish(service, "mentee", [TOOLS], 0)
    await publish(service, "mentee", [TOOLS], 0)  # sent twice
    assert (await publish(service, "mentee", [HOPE], 0, status=409))["code"] == "questions-changed"
    await publish(service, "mentee", [HOPE], 1)
    headers = service.token("coordinator")
    first = await service.http.get(f"{BASE}/questions/mentee?version=1", headers=headers)
    assert [each["id"] for each in first.json()["questions"]] == ["tools"]
    assert (await service.http.get(f"{BASE}/questions/mentee?version=9", headers=headers)).status_code == 404
    await publish(service, "mentee", [], 2)
    programme = (await service.http.get(BASE, headers=headers)).json()
    assert "mentee" not in programme["asks"]


async def test_one_id_is_one_feature_for_both_roles(service):
    base = "/programmes/rm-features"
    opened = await service.http.put(base, json=PROGRAMME, headers=service.token("coordinator"))
    assert opened.status_code == 201
    await publish(service, "mentor", [TOOLS], 0, base=base)
    otherwise = TOOLS | {"kind": "choice"}
    refused = await publish(service, "mentee", [otherwise], 0, status=422, base=base)
    assert refused["errors"][0]["code"] == "feature-taken"
    await publish(service, "mentee", [TOOLS], 0, base=base)
    await service.settled()
    (feature,) = next(
        event.data.features
        for event in reversed(await service.published(ProgrammeChanged))
        if event.data.programme_id == "rm-features"
    )
    assert feature.roles == ("mentee", "mentor")


@pytest.mark.parametrize("begin", ["copy", "template"])
async def test_a_copy_and_a_template_ask_the_same(service, begin):
    headers = service.token("coordinator")
    base, copy = f"/programmes/rm-asking-{begin}", f"/programmes/rm-asking-{begin}-again"
    await service.http.put(base, json=PROGRAMME, headers=headers)
    await publish(service, "mentor", [HOPE], 0, base=base)
    await publish(service, "mentor", [TOOLS], 1, base=base)
    if begin == "copy":
        origin = {"copy_of": f"rm-asking-{begin}"}
    else:
        saved = await service.http.post(f"{base}/template", json={"name": "Asking"}, headers=headers)
        origin = {"template": saved.json()["id"]}
        await publish(service, "mentor", [], 2, base=base)
    new = {**origin, "name": "Again", "starts_on": "2026-09-01"}
    for _ in range(2):
        drafted = await service.http.post(f"{copy}/draft", json=new, headers=headers)
        assert drafted.status_code == 201, drafted.text
        asked = (await service.http.get(f"{copy}/questions/mentor", headers=headers)).json()
        assert (asked["number"], [each["id"] for each in asked["questions"]]) == (1, ["tools"])
        assert (await service.http.get(copy, headers=headers)).json()["asks"] == ["mentor"]
        assert (await service.http.delete(copy, headers=headers)).status_code == 204
    if begin == "template":
        deleted = await service.http.delete(f"/programme-templates/{origin['template']}", headers=headers)
        assert deleted.status_code == 204
