"""Statements of a learning system through the API."""

import pytest

from tests.integration.enrollment.conftest import BASE

pytestmark = pytest.mark.integration

COURSE = "https://learning.example.com/courses/42"
ACTIVITIES = {"activities": [{"activity": COURSE, "module": "confidentiality"}], "based_on": 0}


def stated(employee_id, number, **changes):
    return {
        "id": f"6690e6c9-3ef0-4ed3-8b37-{number:012}",
        "actor": {"account": {"homePage": "https://hr.example.com", "name": employee_id.upper()}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/passed", "display": {"en": "passed"}},
        "object": {"objectType": "Activity", "id": COURSE},
        "result": {"success": True},
        "timestamp": "2026-01-02T13:40:00Z",
        "version": "1.0.3",
        **changes,
    }


async def test_a_learning_system_states_what_people_passed(service, steps, juniors):
    coordinator, system = service.token("coordinator"), service.token("learning-system")
    named = await service.http.put(f"{BASE}/training-activities", json=ACTIVITIES, headers=coordinator)
    assert (named.status_code, named.json()["number"]) == (200, 1)
    mine = (await steps.enrol(juniors[65])).json()
    url = f"{BASE}/xapi/statements"
    sent = [stated(juniors[65], 1), stated("nobody", 2), stated(juniors[65], 3, object={"id": f"{COURSE}0"})]
    for body, accepted, faults in ((sent, 2, 1), (sent[0], 1, 0)):
        taken = await service.http.post(url, json=body, headers=system)
        assert taken.status_code == 200, taken.text
        assert (taken.json()["accepted"], len(taken.json()["faults"])) == (accepted, faults)
    shown = await service.http.get(
        f"{BASE}/participants/{mine['participant_id']}", headers=steps.me(juniors[65])
    )
    assert "confidentiality" not in shown.json()["training_left"]
    for headers in (
        coordinator,
        steps.me(juniors[65]),
        service.token("service"),
        service.token("mail-relay"),
    ):
        assert (await service.http.post(url, json=sent, headers=headers)).status_code == 403
    for path in (f"{BASE}/training-activities", BASE, f"{BASE}/participants"):
        assert (await service.http.get(path, headers=system)).status_code == 403
    for bad, field in (
        (stated("x", 1, timestamp="yesterday"), "0.timestamp"),
        (stated("x", 1, id="1"), "0.id"),
        (stated("x", 1, object={"id": "no address"}), "0.object.id"),
    ):
        refused = await service.http.post(url, json=bad, headers=system)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
