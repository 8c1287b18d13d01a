"""How many partners a person takes over all programmes: stated alone, known to matching in each of them."""

import pytest

from shared.contracts.enrollment import ParticipantReady

pytestmark = pytest.mark.integration
PATH = "/me/total-capacity"


async def state(service, steps, employee_id, total, status=200):
    answer = await service.http.put(PATH, headers=steps.me(employee_id), json={"total_capacity": total})
    assert answer.status_code == status, answer.text
    return answer.json()


async def published_capacities(service, participant):
    """Return the numbers published for a participant, in order."""
    await service.settled()
    facts = [event.data for event in await service.published(ParticipantReady)]
    return [
        (fact.profile.capacity, fact.profile.total_capacity)
        for fact in facts
        if fact.participant_id == participant["participant_id"]
    ]


async def test_it_is_stated_changed_and_taken_back(service, steps, juniors):
    participant = await steps.make_ready(juniors[0], capacity=2)
    assert await state(service, steps, juniors[0], 3) == {"total_capacity": 3, "largest": {"mentor": 2}}
    assert await state(service, steps, juniors[0], 3) == {"total_capacity": 3, "largest": {"mentor": 2}}
    assert (await state(service, steps, juniors[0], None))["total_capacity"] is None
    assert await published_capacities(service, participant) == [(2, None), (2, 3), (2, None)]


async def test_it_may_be_stated_while_joining_and_stays_as_it_is_otherwise(service, steps, juniors):
    participant = await steps.make_ready(juniors[1], capacity=1, total_capacity=4)
    assert participant["total_capacity"] == 4
    again = (await steps.enrol(juniors[1], capacity=2)).json()
    assert (again["capacity"], again["total_capacity"]) == (2, 4)
    fewer = (await steps.enrol(juniors[1], capacity=2, total_capacity=1)).json()
    assert fewer["total_capacity"] == 1
    assert await published_capacities(service, participant) == [(1, 4), (2, 4), (2, 1)]


async def test_an_import_keeps_it(service, steps, export, juniors):
    participant = await steps.make_ready(juniors[2], total_capacity=2)
    rows = [{**row, "department": "Elsewhere"} if row["employee_id"] == juniors[2] else row for row in export]
    assert (await steps.send(rows)).status_code < 300
    await service.settled()
    me = await service.http.get(PATH, headers=steps.me(juniors[2]))
    assert me.json()["total_capacity"] == 2
    assert {total for _, total in await published_capacities(service, participant)} == {2}


@pytest.mark.parametrize("total", [0, 21, "many", 1.5])
async def test_a_number_out_of_bounds_is_refused_by_its_field(service, steps, juniors, total):
    problem = await state(service, steps, juniors[3], total, status=422)
    assert [error["field"] for error in problem["errors"]] == ["total_capacity"]
    refused = await steps.enrol(juniors[3], total_capacity=total)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["total_capacity"]


async def test_only_the_person_states_it(service, juniors):
    for headers in (
        service.token("coordinator"),
        service.token("participant", employee_id="e-nobody", subject="nobody"),
        service.token("participant", employee_id=juniors[0], tenant="globex"),
    ):
        answer = await service.http.put(PATH, headers=headers, json={"total_capacity": 2})
        assert answer.status_code in {403, 404}
