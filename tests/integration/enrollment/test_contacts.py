"""Services that write to people get what a message needs of participants, and nobody else does."""

import pytest

pytestmark = pytest.mark.integration

URL = "/programmes/rm-2026/contacts"


async def ask(service, ids, **claims):
    headers = service.token("service", subject="notification", **claims)
    return await service.http.post(URL, json={"participant_ids": ids}, headers=headers)


async def test_a_service_gets_name_address_languages_and_zone_of_participants(
    service, steps, export, juniors
):
    employee = next(row for row in export if row["employee_id"] == juniors[0])
    participant = (await steps.enrol(juniors[0])).json()
    answer = await ask(service, [participant["participant_id"], "nobody", juniors[1]])
    spoken = dict(pair.split(":") for pair in employee["languages"].split(";"))
    (contact,) = answer.json()["contacts"]
    languages = contact.pop("languages")
    assert [spoken[code] for code in languages] == sorted(spoken.values(), reverse=True)
    assert contact == {
        "participant_id": participant["participant_id"],
        "employee_id": participant["employee_id"],
        "name": employee["name"],
        "email": employee["email"],
        "time_zone": employee["time_zone"],
    }
    assert answer.json()["programme"] == "Reverse mentoring 2026"


async def test_a_token_of_another_tenant_or_programme_finds_nothing(service):
    assert (await ask(service, ["p1"], tenant="globex")).status_code == 404
    assert (await ask(service, ["p1"], programmes=["another"])).status_code == 404


@pytest.mark.parametrize("ids", [[], ["x"] * 501, ["a b"], [None]])
async def test_ids_that_are_none_and_lists_without_bounds_are_refused(service, ids):
    assert (await ask(service, ids)).status_code == 422
