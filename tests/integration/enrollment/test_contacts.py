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


async def test_contacts_are_read_by_their_ids_and_nobody_elses_with_them(service, steps, juniors):
    """A round asks for 20,000 of 100,000 people, a hundred at a time."""
    ids = [(await steps.enrol(junior)).json()["participant_id"] for junior in juniors[:8]]
    database = service.app.state.database
    await database.command("profile", 2)
    try:
        contacts = (await ask(service, ids[:2])).json()["contacts"]
    finally:
        await database.command("profile", 0)
    assert len(contacts) == 2
    reads = await database["system.profile"].find({"op": "query"}).to_list(None)
    examined = {row["ns"].partition(".")[2]: row["keysExamined"] for row in reads}
    assert max(examined["participants"], examined["employees"]) <= 4
