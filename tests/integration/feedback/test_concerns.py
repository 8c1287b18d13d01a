"""Concerns reach coordinators and nobody in the pairing."""

import pytest

pytestmark = pytest.mark.integration

WORDS = "Our sessions turn into reviews of my work, says the quokka."


async def test_a_concern_reaches_the_coordinator_and_not_the_executive(programme) -> None:
    pair = await programme.paired("a")
    mentor, mentee = programme.person(pair.mentor), programme.person(pair.mentee)
    body = {"about": WORDS, "pairing_id": pair.pairing_id}
    reported = await programme.post("/concerns", mentor, body)
    again = await programme.post("/concerns", mentor, body)
    assert reported.status_code == again.status_code == 201
    assert reported.json() == again.json()

    assert (await programme.get("/concerns", programme.coordinator))["items"][0]["about"] == WORDS
    assert (await programme.get("/me/concerns", mentor))["total"] == 1
    assert (await programme.get("/me/concerns", mentee))["total"] == 0
    assert (
        await programme.service.http.get("/programmes/rm-2026/concerns", headers=mentee)
    ).status_code == 403
    assert (await programme.get("/summary", programme.coordinator))["concerns"] == 1
    await programme.service.settled()
    outbox = await programme.service.app.state.database["outbox"].find().to_list(None)
    assert "quokka" not in str(outbox)


async def test_an_executive_who_coordinates_does_not_see_it_either(programme) -> None:
    pair = await programme.paired("a")
    reported = await programme.post("/concerns", programme.person(pair.mentor), {"about": WORDS})
    token = programme.service.token
    executive = token("coordinator", "participant", employee_id=f"e-{pair.mentee}")
    bystander = token("coordinator", employee_id="e-bystander", programmes=["rm-2026"])
    elsewhere = token("coordinator", programmes=["another"])
    path = f"/concerns/{reported.json()['concern_id']}/acknowledgement"

    assert await programme.get("/concerns", executive) == {"items": [], "total": 0}
    assert (await programme.post(path, executive)).status_code == 404
    assert (await programme.post(path, elsewhere)).status_code == 404
    assert (await programme.post(path, token("coordinator", tenant="globex"))).status_code == 404
    assert (await programme.get("/concerns", bystander))["total"] == 1
    first = await programme.post(path, bystander)
    assert first.status_code == 200
    assert (await programme.post(path, bystander)).json() == first.json()
    own = await programme.get("/me/concerns", programme.person(pair.mentor))
    assert own["items"][0]["acknowledged_at"] is not None


async def test_bad_concerns_are_refused(programme) -> None:
    pair = await programme.paired("a")
    other = await programme.paired("b")
    mentor = programme.person(pair.mentor)
    for body, field in [
        ({"about": "  "}, "about"),
        ({"about": "x" * 4001}, "about"),
        ({}, "about"),
        ({"about": WORDS, "pairing_id": other.pairing_id}, "pairing_id"),
        ({"about": WORDS, "pairing_id": "nowhere"}, "pairing_id"),
        ({"about": WORDS, "pairing_id": "no way"}, "pairing_id"),
    ]:
        answer = await programme.post("/concerns", mentor, body)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (
        await programme.post("/concerns", programme.person("stranger"), {"about": WORDS})
    ).status_code == 404
    assert (await programme.get("/concerns", programme.coordinator))["total"] == 0
