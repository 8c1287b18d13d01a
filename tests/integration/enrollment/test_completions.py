"""Training completed in a learning system, by a file over HTTP."""

import pytest

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"
URL = f"{BASE}/training-completions"


async def send(service, text, status=200, **claims):
    headers = service.token("coordinator", **claims) | {"Content-Type": "text/csv"}
    answer = await service.http.post(URL, headers=headers, content=text)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_file_is_recorded_row_by_row_and_does_nothing_the_second_time(
    service, steps, export, juniors
):
    mentor = (await steps.enrol(juniors[0])).json()
    other = (await steps.enrol(juniors[1])).json()
    address = next(row["email"] for row in export if row["employee_id"] == other["employee_id"])
    rows = [
        f"{mentor['employee_id'].upper()},,confidentiality,2026-01-05",
        f"{mentor['employee_id']},,leading-a-session,2026-01-05",
        f",{address.upper()},confidentiality,2026-01-05",
        f"{juniors[2]},,confidentiality,2026-01-05",
        f"{mentor['employee_id']},,juggling,2026-01-05",
    ]
    text = "employee_id,email,module,completed_on\n" + "\n".join(rows)
    first = await send(service, text)
    assert (first["recorded"], first["unchanged"], first["rejected"]) == (3, 0, 2)
    assert first["faults"] == [
        {"line": 5, "field": "employee_id", "code": "person-not-in-programme"},
        {"line": 6, "field": "module", "code": "unknown-training"},
    ]
    second = await send(service, text)
    assert (second["recorded"], second["unchanged"], second["rejected"]) == (0, 3, 2)
    url = f"{BASE}/participants/{mentor['participant_id']}"
    seen = await service.http.get(url, headers=steps.me(mentor["employee_id"]))
    assert seen.json()["training_left"] == []


async def test_a_file_without_its_columns_and_another_tenant_are_refused(service):
    problem = await send(service, "who,what\na,b\n", 422)
    assert [(each["field"], each["code"]) for each in problem["errors"]] == [("header", "columns-missing")]
    problem = await send(service, "email,module,completed_on\n", 422)
    assert [(each["field"], each["code"]) for each in problem["errors"]] == [("file", "file-without-rows")]
    row = "a@example.com,confidentiality,2026-01-05\n"
    await send(service, "email,module,completed_on\n" + row, 404, tenant="globex")
