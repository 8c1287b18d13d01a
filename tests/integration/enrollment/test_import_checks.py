"""A check of an HR export says what an import would do, by line and code, and saves nothing."""

import pytest

from tests.integration.enrollment.conftest import to_csv

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"
SAME = ("accepted", "rejected", "inactive", "errors", "error_count", "warnings", "warning_count", "left")


@pytest.fixture
def check(service):
    async def ask(content, *, headers=None, **query):
        sender = headers or service.token("coordinator")
        return await service.http.post(
            f"{BASE}/import-checks",
            params=query,
            content=content,
            headers={**sender, "Content-Type": "text/csv"},
        )

    return ask


def as_new(row, employee_id, **cells):
    return {**row, "employee_id": employee_id, "email": f"{employee_id}@example.com", **cells}


async def test_the_check_says_what_the_import_does(service, steps, check, export):
    rows = [
        as_new(export[0], "c1", manager_id=""),
        as_new(export[0], "c2", grade="13", time_zone="Europe/Atlantis"),
        as_new(export[0], "c3", manager_id="c3"),
    ]
    findings = (await check(to_csv(rows))).json()
    assert (findings["accepted"], findings["new"], findings["rejected"], findings["left"]) == (2, 2, 1, 0)
    assert [(each["line"], each["field"], each["code"]) for each in findings["errors"]] == [
        (3, "grade", "grade-unreadable"),
        (3, "time_zone", "time-zone-unknown"),
    ]
    assert [(each["line"], each["code"]) for each in findings["warnings"]] == [(4, "own-manager")]
    coordinator = service.token("coordinator")
    assert (await service.http.get(f"{BASE}/employees/c1", headers=coordinator)).status_code == 404
    done = (await steps.send(rows)).json()
    assert {name: done[name] for name in SAME} == {name: findings[name] for name in SAME}
    assert (await check(to_csv(rows))).json()["new"] == 0


async def test_a_file_by_which_most_people_leave_must_be_confirmed(check, export):
    findings = (await check(to_csv(export[:1]), mode="full")).json()
    assert findings["must_be_confirmed"] is True
    assert findings["left"] * 2 > len(export)
    assert (await check(to_csv(export), mode="full")).json()["must_be_confirmed"] is False


async def test_an_unusable_file_is_refused_as_by_the_import(check):
    refused = await check(b"employee_id,name\nE1,Ada\n")
    assert refused.status_code == 422
    assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [
        ("header", "columns-missing")
    ]


async def test_a_coordinator_of_some_programmes_checks_nothing(service, check, export):
    limited = service.token("coordinator", programmes=["rm-2026"])
    assert (await check(to_csv(export), headers=limited)).status_code == 403
