"""Own modules through the API: published, read and answered as shipped ones are, and retired."""

import pytest

from shared.contracts.enrollment import ProgrammeChanged, TrainingCompleted
from tests.integration.enrollment.conftest import BASE
from tests.unit.enrollment.test_own_modules import CONTENT, ID, TEXT

pytestmark = pytest.mark.integration

URL = f"{BASE}/training-modules/{ID}"
NEW = CONTENT | {"asked": True, "based_on": 0}


async def test_a_module_is_published_asked_for_completed_and_retired(service, steps, juniors):
    coordinator = service.token("coordinator")
    for _ in range(2):
        published = await service.http.put(URL, json=NEW, headers=coordinator)
        assert published.status_code == 200, published.text
    shown = published.json()
    assert (shown["version"], shown["written_here"], shown["right"]) == (1, True, [0])
    await service.settled()
    changed = (await service.published(ProgrammeChanged))[-1].data
    assert changed.rules.training[-1] == ID
    assert TEXT["title"] not in changed.model_dump_json()
    overtaken = await service.http.put(URL, json=NEW | {"minutes": 8}, headers=coordinator)
    assert (overtaken.status_code, overtaken.json()["code"]) == (409, "module-changed")

    mine = (await steps.enrol(juniors[60])).json()
    assert mine["training_left"][-1] == ID
    me = steps.me(juniors[60])
    read = (await service.http.get(f"{BASE}/training/{ID}?language=fr", headers=me)).json()
    assert (read["language"], read["text"]) == ("en", TEXT["text"])
    assert "right" not in str(read)
    sent = {"version": 1, "answers": [0]}
    answered = await steps.post(mine, f"training/{ID}/answers", sent)
    assert (answered.status_code, answered.json()["completed"]) == (200, True)
    await service.settled()
    assert ID in {event.data.module for event in await service.published(TrainingCompleted)}

    for _ in range(2):
        retired = await service.http.post(f"{URL}/retirement", json={}, headers=coordinator)
        assert (retired.status_code, bool(retired.json()["retired_at"])) == (200, True)
    later = (await steps.enrol(juniors[61])).json()
    assert ID not in later["training_left"]
    items = (await service.http.get(f"{BASE}/training-modules", headers=coordinator)).json()["items"]
    assert [each["module"] for each in items] == [ID]


async def test_a_fault_names_its_field_and_people_see_no_right_answers(service, steps, juniors):
    coordinator = service.token("coordinator")
    bad = NEW | {"texts": {"en": TEXT | {"title": ""}}}
    refused = await service.http.put(URL, json=bad, headers=coordinator)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "texts.en.title")
    for method, path in (("GET", URL), ("PUT", URL), ("GET", f"{BASE}/training-modules")):
        answer = await service.http.request(method, path, json=NEW, headers=steps.me(juniors[62]))
        assert answer.status_code == 403
    shipped = f"{BASE}/training-modules/confidentiality"
    assert (await service.http.get(shipped, headers=coordinator)).status_code == 404
    refused = await service.http.put(shipped, json=NEW, headers=coordinator)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "id-of-shipped-module")
    missing = await service.http.get(f"{BASE}/training-modules/own-nothing", headers=coordinator)
    assert missing.status_code == 404
