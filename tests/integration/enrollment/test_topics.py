"""Topics: chosen by any word for them, published by their ids; own ones beside those that are shipped."""

import pytest

from shared.contracts.enrollment import ParticipantReady
from tests.integration.enrollment.conftest import BASE

pytestmark = pytest.mark.integration


async def test_people_choose_topics_by_any_word_and_matching_learns_the_ids(service, steps, juniors):
    participant = (await steps.enrol(juniors[40], topics=[{"topic": "prompting", "level": 1}])).json()
    assert participant["topics"] == [{"topic": "ai-prompting", "level": 1}]
    await steps.assess(participant)
    await steps.train(participant)
    chosen = [{"topic": "excel", "level": 3}, {"topic": "podcasts", "level": 2}]
    changed = await steps.post(participant, "topics", {"topics": chosen})
    ids = [{"topic": "spreadsheets", "level": 3}, {"topic": "podcasts", "level": 2}]
    assert (changed.status_code, changed.json()["topics"]) == (200, ids)
    again = await steps.post(participant, "topics", {"topics": chosen})
    assert again.status_code == 200
    await service.settled()
    ready = [
        event.data.profile.topics
        for event in await service.published(ParticipantReady)
        if event.data.participant_id == participant["participant_id"]
    ]
    assert [[topic.topic for topic in each] for each in ready] == [
        ["ai-prompting"],
        ["spreadsheets", "podcasts"],
    ]


async def test_text_leads_to_topics_that_the_person_can_choose(service, juniors, steps):
    me = steps.me(juniors[41])
    suggestions = (await service.http.get(f"{BASE}/topic-suggestions?text=promting", headers=me)).json()[
        "items"
    ]
    assert (suggestions[0]["id"], suggestions[0]["names"]["de"]) == (
        "ai-prompting",
        "Mit KI-Assistenten arbeiten",
    )
    nothing = await service.http.get(f"{BASE}/topic-suggestions?text=zzzz", headers=me)
    assert nothing.json()["items"] == []


async def test_an_organisation_adds_topics_that_its_own_people_alone_can_choose(service, steps, juniors):
    coordinator = service.token("coordinator")
    new = {"name": "Our shop app", "group": "digital-tools", "synonyms": ["Shoppy"]}
    added = await service.http.post(f"{BASE}/topics", json=new, headers=coordinator)
    assert (added.status_code, added.json()["id"], added.json()["own"]) == (201, "our-shop-app", True)
    listed = (await service.http.get(f"{BASE}/topics", headers=steps.me(juniors[42]))).json()["items"]
    assert [topic["id"] for topic in listed if topic["own"]] == ["our-shop-app"]
    twice = await service.http.post(f"{BASE}/topics", json=new, headers=coordinator)
    assert (twice.status_code, twice.json()["code"]) == (409, "topic-known")
    enrolled = await steps.enrol(juniors[42], topics=[{"topic": "shoppy", "level": 2}])
    assert enrolled.json()["topics"] == [{"topic": "our-shop-app", "level": 2}]
    elsewhere = service.token("coordinator", tenant="globex")
    assert (await service.http.get(f"{BASE}/topics", headers=elsewhere)).status_code == 404


async def test_topics_are_their_own_persons_alone(service, steps, juniors):
    participant = (await steps.enrol(juniors[43])).json()
    url = f"{BASE}/participants/{participant['participant_id']}/topics"
    body = {"topics": [{"topic": "podcasts", "level": 1}]}
    other = await service.http.post(url, json=body, headers=steps.me(juniors[44]))
    assert other.status_code == 404
    unknown = await steps.post(participant, "topics", {"topics": [{"topic": "golf", "level": 1}]})
    assert (unknown.status_code, unknown.json()["errors"][0]["code"]) == (422, "unknown-topic")
    await steps.post(participant, "withdrawal", {})
    assert (await steps.post(participant, "topics", body)).status_code == 409
