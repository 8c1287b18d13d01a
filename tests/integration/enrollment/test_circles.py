"""Circles of mentors over HTTP: made, dated, written in and left; nobody else learns of their notes."""

import itertools
from datetime import timedelta

import pytest

from shared.contracts.enrollment import CircleDateReminded, CircleDateSet, CircleMemberAdded
from shared.testing.harness import TEST_NOW

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"
CIRCLES = f"{BASE}/circles"
MINE = f"{BASE}/me/circles"
FIRST = TEST_NOW + timedelta(days=10)
SECRET = "The quokka and I could not say no."
_numbers = itertools.count(1)


@pytest.fixture
def call(service):
    async def send(method, path, headers, status=200, **request):
        answer = await service.http.request(method, path, headers=headers, **request)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else {}

    return send


@pytest.fixture
def clock(service):
    """The clock of the service, which others use afterwards."""
    yield service.clock
    service.clock.set(TEST_NOW)


@pytest.fixture
async def mentors(steps, juniors):
    """Three mentors who take part, each by employee."""
    participants = {}
    for junior in juniors[:3]:
        enrolled = await steps.enrol(junior)
        assert enrolled.is_success, enrolled.text
        participants[junior] = enrolled.json()["participant_id"]
    return participants


@pytest.fixture
def make(call, service, mentors):
    """Make a circle of the first two mentors."""

    async def circle():
        body = {"name": f"Circle {next(_numbers)}", "place": "Room 4", "people": list(mentors)[:2]}
        return await call("POST", CIRCLES, service.token("coordinator"), 201, json=body)

    return circle


async def test_a_circle_is_made_dated_moved_cancelled_and_changed(call, service, steps, mentors, make):
    coordinator = service.token("coordinator")
    made = await make()
    first, second, third = mentors
    assert {each["employee_id"] for each in made["members"]} == {first, second}
    one = f"{CIRCLES}/{made['circle_id']}"
    when = {"starts_at": FIRST.isoformat(), "minutes": 60}
    dated = await call("POST", f"{one}/dates", coordinator, json=when)
    assert await call("POST", f"{one}/dates", coordinator, json=when) == dated
    (date,) = dated["dates"]
    moved = {"starts_at": (FIRST + timedelta(hours=2)).isoformat(), "minutes": 90}
    shown = await call("PUT", f"{one}/dates/{date['date_id']}", coordinator, json=moved)
    assert shown["dates"][0]["ends_at"] == (FIRST + timedelta(hours=3, minutes=30)).isoformat().replace(
        "+00:00", "Z"
    )
    body = {"name": "Renamed", "place": "", "people": [second, third], "based_on": made["number"]}
    changed = await call("PUT", one, coordinator, json=body)
    assert changed["number"] == made["number"] + 1
    refused = await call("PUT", one, coordinator, 409, json=body | {"name": "Once more"})
    assert refused["code"] == "circle-changed"
    assert [each["circle_id"] for each in (await call("GET", MINE, steps.me(third)))["items"]] == [
        made["circle_id"]
    ]
    off = await call("POST", f"{one}/dates/{date['date_id']}/cancellation", coordinator)
    assert off["dates"][0]["cancelled"] is True
    late = await call("PUT", f"{one}/dates/{date['date_id']}", coordinator, 409, json=when)
    assert late["code"] == "date-over"
    facts = [event.data for event in await service.published(CircleDateSet)]
    own = [fact.participant_ids for fact in facts if fact.circle_id == made["circle_id"]]
    assert [set(ids) for ids in own] == [{mentors[first], mentors[second]}, {mentors[third]}]
    added = [
        event.data.participant_id
        for event in await service.published(CircleMemberAdded)
        if event.data.circle_id == made["circle_id"]
    ]
    assert added == [*(mentors[each["employee_id"]] for each in made["members"]), mentors[third]]


async def test_notes_are_read_by_members_alone_and_lie_encrypted(call, service, steps, mentors, make):
    made = await make()
    first, second, third = mentors
    own = f"{MINE}/{made['circle_id']}"
    await call("POST", f"{own}/notes", steps.me(first), 204, json={"note": SECRET})
    (note,) = (await call("GET", f"{own}/notes", steps.me(second)))["items"]
    assert (note["note"], note["own"]) == (SECRET, False)
    stranger = steps.me(third)
    await call("GET", f"{own}/notes", stranger, 404)
    await call("POST", f"{own}/notes", stranger, 404, json={"note": "Hello?"})
    await call("DELETE", f"{own}/notes/{note['note_id']}", steps.me(second), 404)
    await call("GET", f"{own}/notes", service.token("coordinator"), 403)
    seen = await call("GET", f"{CIRCLES}/{made['circle_id']}", service.token("coordinator"))
    assert "quokka" not in str(seen)
    await call("GET", f"{CIRCLES}/{made['circle_id']}", service.token("coordinator", tenant="globex"), 404)
    await service.settled()
    database = service.app.state.database
    for name in await database.list_collection_names():
        async for document in database[name].find():
            assert "quokka" not in str(document), name
    await call("POST", f"{own}/departure", steps.me(first), 204)
    assert (await call("GET", f"{own}/notes", steps.me(second)))["items"] == []
    await call("GET", f"{own}/notes", steps.me(first), 404)


async def test_erased_text_of_a_member_leaves_a_note_without_text(call, steps, make, mentors):
    made = await make()
    _, second, _ = mentors
    own = f"{MINE}/{made['circle_id']}"
    await call("POST", f"{own}/notes", steps.me(second), 204, json={"note": SECRET})
    await call("DELETE", "/me/private-text", steps.me(second), 204)
    assert [each["note"] for each in (await call("GET", f"{own}/notes", steps.me(second)))["items"]] == [None]


async def test_members_are_reminded_and_say_that_they_came(call, service, steps, mentors, make, clock):
    made = await make()
    first, second, _ = mentors
    when = {"starts_at": FIRST.isoformat(), "minutes": 60}
    one = f"{CIRCLES}/{made['circle_id']}"
    (date,) = (await call("POST", f"{one}/dates", service.token("coordinator"), json=when))["dates"]
    stated = f"{MINE}/{made['circle_id']}/dates/{date['date_id']}/attendance"
    early = await call("POST", stated, steps.me(first), 409, json={"attended": True})
    assert early["code"] == "date-not-over"
    clock.set(FIRST - timedelta(hours=23))
    await service.settled()
    reminded = [event.data for event in await service.published(CircleDateReminded)]
    assert {mentors[first], mentors[second]} in [
        set(fact.participant_ids) for fact in reminded if fact.circle_id == made["circle_id"]
    ]
    clock.set(FIRST + timedelta(hours=2))
    await call("POST", stated, steps.me(first), 204, json={"attended": True})
    assert (await call("GET", one, service.token("coordinator")))["dates"][0]["attended"] == 1
    (own,) = [
        each
        for each in (await call("GET", MINE, steps.me(second)))["items"]
        if each["circle_id"] == made["circle_id"]
    ]
    assert own["dates"][0]["attended"] is False


async def test_bounds_name_the_field(call, service, steps, mentors, executives, make):
    coordinator = service.token("coordinator")
    first, second, _ = mentors
    for body, field in (
        ({"name": " ", "people": [first, second]}, "name"),
        ({"name": "x", "people": [first]}, "people"),
        ({"name": "x", "people": [first, executives[0]]}, "people[1]"),
        ({"name": "x", "people": [f"e{number}" for number in range(16)]}, "people"),
    ):
        refused = await call("POST", CIRCLES, coordinator, 422, json=body)
        assert [each["field"] for each in refused["errors"]] == [field], body
    made = await make()
    for starts_at, minutes, field in (
        (TEST_NOW - timedelta(days=1), 60, "starts_at"),
        (FIRST, 5, "minutes"),
    ):
        body = {"starts_at": starts_at.isoformat(), "minutes": minutes}
        refused = await call("POST", f"{CIRCLES}/{made['circle_id']}/dates", coordinator, 422, json=body)
        assert [each["field"] for each in refused["errors"]] == [field]
    for text in ("", "   ", "x" * 2001):
        path = f"{MINE}/{made['circle_id']}/notes"
        refused = await call("POST", path, steps.me(first), 422, json={"note": text})
        assert [each["field"] for each in refused["errors"]] == ["note"]
