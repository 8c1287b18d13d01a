"""Applications over HTTP, and places that many people free and want at the same time."""

import asyncio
from collections import Counter

import pytest

from services.enrollment.store import EMPLOYEES
from shared.contracts.enrollment import PlaceOffered
from tests.helpers.employees import employee

pytestmark = pytest.mark.integration

PLAN = {
    "name": "With places",
    "starts_on": "2026-01-12",
    "ends_on": "2026-07-10",
    "regions": ["emea"],
    "terms_version": "1",
}
ENROLMENT = {"role": "mentor", "consent": True, "terms_version": "1"}
OVERLOADED = 503
AT_ONCE = 100


class Crowd:
    """People without a place in the organisation's lines, and what they send at the same time."""

    def __init__(self, service, programme_id):
        self.service = service
        self.base = f"/programmes/{programme_id}"
        self.coordinator = service.token("coordinator")
        self.ids = {}

    async def open(self, **admission):
        plan = {**PLAN, "admission": admission}
        await self.service.http.put(self.base, headers=self.coordinator, json=plan)

    async def hire(self, names):
        own = {"tenant": self.service.scope.tenant}
        rows = [EMPLOYEES.to_document(employee(name).model_copy(update=own)) for name in names]
        await self.service.app.state.database["employees"].insert_many(rows)

    async def post(self, name, path, body=None):
        """Send a request as an employee, again while there is too much to do; return the answer."""
        me = self.service.token("participant", subject=name, employee_id=name)
        while True:
            answer = await self.service.http.post(f"{self.base}/{path}", headers=me, json=body)
            if answer.status_code != OVERLOADED:
                return answer
            await asyncio.sleep(0.1)

    async def join(self, name):
        answer = await self.post(name, "participants", ENROLMENT)
        if answer.status_code == 201:
            self.ids[name] = answer.json()["participant_id"]
        return answer.status_code

    async def apply(self, name):
        answer = await self.post(name, "applications", {"role": "mentor"})
        assert answer.status_code == 201, answer.text
        self.ids[name] = answer.json()["application_id"]

    async def leave(self, name):
        return (await self.post(name, f"participants/{self.ids[name]}/withdrawal")).status_code

    async def take_back(self, name):
        return (await self.post(name, f"applications/{self.ids[name]}/withdraw")).status_code

    async def get(self, path):
        return (await self.service.http.get(f"{self.base}/{path}", headers=self.coordinator)).json()

    async def rows(self, state):
        """The applications in a state, in the order of the waitlist."""
        rows = self.service.app.state.database["applications"].find(
            {
                "tenant": self.service.scope.tenant,
                "programme": self.base.rpartition("/")[2],
                "state": state,
            },
            sort=[("ticket", 1)],
        )
        return [row["employee_id"] async for row in rows]


async def all_of(work):
    """Do these, many at a time; return what came of them."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(each):
        async with free:
            return await each

    return await asyncio.gather(*(one(each) for each in work))


async def test_an_applicant_reads_the_answer_and_joins(service):
    crowd = Crowd(service, "applying")
    await crowd.open(mode="application", mentor_places=1)
    await crowd.hire(["ada", "ben"])
    await crowd.apply("ada")
    await crowd.apply("ben")
    me = service.token("participant", subject="ben", employee_id="ben")
    limited = service.token("coordinator", programmes=["applying"])
    listed = (await service.http.get(f"{crowd.base}/applications", headers=limited)).json()
    assert {one["employee_id"] for one in listed["items"]} == {"ada", "ben"}
    names = (await service.http.get(f"{crowd.base}/employees", headers=limited)).json()
    assert {one["employee_id"] for one in names["items"]} == {"ada", "ben"}
    answer = {"reason": "later", "text": "In autumn."}
    declined = await service.http.post(
        f"{crowd.base}/applications/{crowd.ids['ben']}/decline", headers=limited, json=answer
    )
    assert (declined.status_code, "In autumn" in declined.text) == (200, False)
    entry = (await service.http.get(f"{crowd.base}/me/entry", headers=me)).json()
    assert entry["application"]["decline_text"] == "In autumn."
    admitted = await service.http.post(f"{crowd.base}/applications/{crowd.ids['ada']}/admit", headers=limited)
    assert admitted.json()["state"] == "offered"
    assert await crowd.join("ben") == 409
    assert await crowd.join("ada") == 201
    mentors = (await crowd.get("places"))["items"][0]
    assert mentors == {
        "role": "mentor", "places": 1, "free": 0, "offered": 0, "waiting": 0, "to_decide": 0,
    }  # fmt: skip
    contact = await service.http.post(
        f"{crowd.base}/contacts",
        headers=service.token("service"),
        json={"participant_ids": [crowd.ids["ben"]]},
    )
    assert [one["email"] for one in contact.json()["contacts"]] == ["ben@example.com"]


@pytest.mark.parametrize(
    ("places", "waiting"),
    [
        (24, 60),
        pytest.param(1000, 10_000, marks=[pytest.mark.long, pytest.mark.timeout(3600)]),
    ],
)
async def test_places_that_many_free_at_once_go_to_the_first_of_the_list(service, places, waiting):
    """All participants leave, some of the list take their applications back and newcomers try to join."""
    crowd = Crowd(service, f"crowd-{places}")
    await crowd.open(mode="everybody", mentor_places=places)
    inside = [f"in-{places}-{number}" for number in range(places)]
    outside = [f"out-{places}-{number}" for number in range(waiting)]
    newcomers = [f"new-{places}-{number}" for number in range(places // 4)]
    await crowd.hire([*inside, *outside, *newcomers])
    assert Counter(await all_of(crowd.join(name) for name in inside)) == {201: places}
    await all_of(crowd.apply(name) for name in outside)
    queue = await crowd.rows("waitlisted")
    assert len(queue) == waiting
    fickle = queue[: places // 4 : 2]

    left, taken_back, joined = await asyncio.gather(
        all_of(crowd.leave(name) for name in inside),
        all_of(crowd.take_back(name) for name in fickle),
        all_of(crowd.join(name) for name in newcomers),
    )
    assert (Counter(left), Counter(taken_back)) == ({200: places}, {200: len(fickle)})
    assert Counter(joined) == {409: len(newcomers)}
    await service.settled(600)

    offered = await crowd.rows("offered")
    steady = [name for name in queue if name not in fickle]
    assert offered == steady[:places]
    assert await crowd.rows("waitlisted") == steady[places:]
    events = await service.published(PlaceOffered)
    offers = Counter(each.data.employee_id for each in events if each.envelope.scope.programme in crowd.base)
    assert max(offers.values()) == 1
    assert set(offered) <= set(offers) <= {*offered, *fickle}
    assert set(await all_of(crowd.join(name) for name in offered)) == {201}
