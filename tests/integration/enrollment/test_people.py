"""People of the organisation: whose data a coordinator sees and changes."""

import pytest

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"


@pytest.fixture
def limited(service):
    """A coordinator of this programme alone."""
    return service.token("coordinator", programmes=["rm-2026"])


@pytest.mark.parametrize("mode", ["full", "partial"])
async def test_imports_are_for_coordinators_of_all_programmes(service, steps, export, juniors, limited, mode):
    moved = [{**row, "grade": "9"} for row in export if row["employee_id"] == juniors[0]]
    answer = await service.http.post(
        f"{BASE}/imports?mode={mode}",
        content=steps.csv(moved),
        headers={**limited, "Content-Type": "text/csv"},
    )
    assert (answer.status_code, "of all programmes" in answer.text) == (403, True)
    own = await service.http.get(f"{BASE}/employees/{juniors[0]}", headers=steps.me(juniors[0]))
    assert own.json()["grade"] < 9
    assert (await service.http.get(f"{BASE}/imports/any", headers=limited)).status_code == 403


async def test_a_coordinator_of_some_programmes_gets_names_of_those_who_take_part(
    service, steps, juniors, limited
):
    await steps.enrol(juniors[0])
    listed = (await service.http.get(f"{BASE}/employees", headers=limited)).json()
    assert [sorted(person) for person in listed["items"]] == [["employee_id", "name"]] * listed["total"]
    ids = {person["employee_id"] for person in listed["items"]}
    assert juniors[0] in ids
    assert juniors[1] not in ids
    asked = {"employee_id": juniors[:2]}
    some = (await service.http.get(f"{BASE}/employees", params=asked, headers=limited)).json()
    assert [person["employee_id"] for person in some["items"]] == [juniors[0]]


async def test_a_coordinator_of_some_programmes_finds_nobody_else_by_id(service, steps, juniors, limited):
    await steps.enrol(juniors[0])
    one = await service.http.get(f"{BASE}/employees/{juniors[0]}", headers=limited)
    assert sorted(one.json()) == ["employee_id", "name"]
    other = await service.http.get(f"{BASE}/employees/{juniors[1]}", headers=limited)
    assert (other.status_code, other.json()["detail"]) == (404, f"no such employee: {juniors[1]}")


@pytest.mark.parametrize("query", ["region=emea", "grade_min=2", "grade_max=3"])
async def test_filters_would_tell_what_is_not_shown(service, limited, query):
    assert (await service.http.get(f"{BASE}/employees?{query}", headers=limited)).status_code == 403


async def test_a_coordinator_of_all_programmes_sees_everybody(service, juniors):
    coordinator = service.token("coordinator")
    listed = (await service.http.get(f"{BASE}/employees?limit=1", headers=coordinator)).json()
    assert listed["total"] >= 300
    one = (await service.http.get(f"{BASE}/employees/{juniors[1]}", headers=coordinator)).json()
    assert one["employee_id"] == juniors[1]
    assert "@" in one["email"]


async def test_everybody_sees_their_own_data(service, juniors):
    both = service.token("coordinator", "participant", employee_id=juniors[1], programmes=["rm-2026"])
    one = (await service.http.get(f"{BASE}/employees/{juniors[1]}", headers=both)).json()
    assert "@" in one["email"]
