"""The training through the API: reading, the check, who may record what, and the expiry by timer."""

from datetime import timedelta

import pytest

from shared.contracts.enrollment import ParticipantEnrolled, TrainingCompleted, TrainingExpired
from shared.testing.harness import TEST_NOW
from tests.integration.enrollment.conftest import BASE, PROGRAMME

pytestmark = pytest.mark.integration

CONFIDENTIALITY = "confidentiality"


async def own(service, steps, employee_id, language="en"):
    url, me = f"{BASE}/me/training", steps.me(employee_id)
    return (await service.http.get(url, params={"language": language}, headers=me)).json()


async def events_of(service, participant, *types):
    await service.settled()
    published = await service.published(*types)
    return [event for event in published if event.data.participant_id == participant["participant_id"]]


async def test_people_read_the_modules_of_their_role_in_their_language(service, steps, juniors):
    assert await own(service, steps, juniors[0]) == {"participant_id": None, "items": []}
    await steps.enrol(juniors[0])
    items = (await own(service, steps, juniors[0], "de"))["items"]
    assert [item["module"] for item in items if item["required"]] == [CONFIDENTIALITY, "leading-a-session"]
    assert "learning-from-a-junior" not in {item["module"] for item in items}
    assert items[0]["title"] == "Vertraulichkeit"
    url = f"{BASE}/training/{CONFIDENTIALITY}"
    for headers in (steps.me(juniors[0]), service.token("coordinator")):
        shown = (await service.http.get(url, params={"language": "fr"}, headers=headers)).json()
        assert (shown["title"], len(shown["questions"])) == ("Confidentialité", 3)
        assert "right" not in str(shown["questions"])
    assert (await service.http.get(f"{BASE}/training/x", headers=steps.me(juniors[0]))).status_code == 404
    bad = await service.http.get(url, params={"language": "xx"}, headers=steps.me(juniors[0]))
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "language")


async def test_a_wrong_answer_is_explained_and_nothing_of_it_is_kept(service, steps, juniors):
    participant = (await steps.enrol(juniors[1])).json()
    wrong = (await steps.answer(participant, CONFIDENTIALITY, answers=[2, 1, 1])).json()
    assert [mark["right"] for mark in wrong["questions"]] == [True, False, True]
    assert all(mark["explanation"] for mark in wrong["questions"])
    assert (wrong["completed"], wrong["left"]) == (False, [CONFIDENTIALITY, "leading-a-session"])
    assert await events_of(service, participant, TrainingCompleted) == []
    right = (await steps.answer(participant, CONFIDENTIALITY)).json()
    assert (right["completed"], right["left"]) == (True, ["leading-a-session"])
    await steps.answer(participant, CONFIDENTIALITY)
    (event,) = await events_of(service, participant, TrainingCompleted)
    assert (event.data.module, event.data.left) == (CONFIDENTIALITY, 1)
    rows = service.app.state.database["participants"]
    kept = await rows.find_one({"id": participant["participant_id"]})
    assert "answers" not in str(kept["trainings"])


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"answers": [2, 0]}, 422, "answers"),
        ({"answers": [2, 0, 10]}, 422, "answers.2"),
        ({"version": 9}, 409, "version"),
    ],
)
async def test_answers_fit_the_version_that_was_read(steps, juniors, changes, status, field):
    participant = (await steps.enrol(juniors[2])).json()
    refused = await steps.answer(participant, CONFIDENTIALITY, **changes)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (status, field)


async def test_a_module_of_the_other_role_and_one_that_does_not_exist_are_refused(service, steps, juniors):
    participant = (await steps.enrol(juniors[3])).json()
    other = await steps.answer(participant, "learning-from-a-junior")
    assert (other.status_code, other.json()["errors"][0]["field"]) == (422, "module")
    url = f"{BASE}/participants/{participant['participant_id']}/training"
    coordinator = service.token("coordinator")
    for module, code in (("x", "unknown-training"), ("learning-from-a-junior", "other-training")):
        refused = await service.http.post(url, headers=coordinator, json={"module": module})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)
    own_word = await service.http.post(url, headers=steps.me(juniors[3]), json={"module": CONFIDENTIALITY})
    assert own_word.status_code == 403


async def test_a_completed_module_expires_by_timer_and_is_renewed(service, steps, juniors):
    coordinator = service.token("coordinator")
    plan = (await service.http.get(BASE, headers=coordinator)).json()
    rules = plan["rules"] | {"training": [CONFIDENTIALITY], "training_valid_days": 30}
    body = PROGRAMME | {"rules": rules, "based_on": plan["version"]}
    changed = await service.http.put(BASE, headers=coordinator, json=body)
    assert changed.status_code == 200, changed.text
    participant = await steps.make_ready(juniors[5])
    (enrolled,) = await events_of(service, participant, ParticipantEnrolled)
    assert enrolled.data.to_train
    service.clock.set(TEST_NOW + timedelta(days=30, hours=1))
    (expired,) = await events_of(service, participant, TrainingExpired)
    assert expired.data.module == CONFIDENTIALITY
    (item, *_) = (await own(service, steps, juniors[5]))["items"]
    assert (item["module"], item["completed_at"]) == (CONFIDENTIALITY, None)
    shown = await service.http.get(
        f"{BASE}/participants/{participant['participant_id']}", headers=steps.me(juniors[5])
    )
    assert (shown.json()["state"], shown.json()["training_left"]) == ("ready", [CONFIDENTIALITY])
    renewed = (await steps.answer(participant, CONFIDENTIALITY)).json()
    assert renewed["completed"]
