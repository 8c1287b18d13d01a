"""A concern that nobody acknowledges goes to another reader."""

from datetime import timedelta

import pytest

from shared.contracts.enrollment import SponsorAccepted
from shared.testing.harness import TEST_NOW
from tests.integration.feedback.concerns_world import (
    REPLY,
    WORDS,
    coordinator,
    handles,
    notices,
    reported,
    sees,
)

pytestmark = pytest.mark.integration


async def test_where_no_mail_reaches_a_handler_the_coordinators_are_asked_until_one_acts(
    programme,
) -> None:
    pair = await programme.paired("a")
    path_of_handling, http = "/programmes/rm-2026/me/concern-handling", programme.service.http
    no_employee = {"headers": programme.coordinator, "json": {"name": "Works council"}}
    assert (await http.put(path_of_handling, **no_employee)).status_code == 200
    path = await reported(programme, pair)
    counts = []
    for days in (0, 2, 3, 5):
        programme.service.clock.set(TEST_NOW + timedelta(days=days, minutes=days))
        counts.append(len(await notices(programme)))
    assert counts == [1, 2, 3, 4]
    whole = coordinator(programme, "e-legal")
    assert (await http.put(path_of_handling, headers=whole, json={"name": "Legal"})).status_code == 200
    assert (await programme.post(f"{path}/taking", whole)).json()["assigned"]
    assert (await programme.post(f"{path}/acknowledgement", whole)).status_code == 200
    programme.service.clock.set(TEST_NOW + timedelta(days=20))
    posted = sorted((each.notice, each.employee_id or "") for each in await notices(programme))
    assert posted == [("concern-assigned", "e-legal"), *[("coordinators-wanted", "")] * 4]


async def test_a_concern_that_nobody_acknowledges_goes_to_the_next_and_keeps_its_name_back(programme) -> None:
    pair = await programme.paired("a")
    first, second = await handles(programme, "e-hr", "e-works")
    path = await reported(programme, pair, named=False)
    assert await sees(programme, path, first)
    programme.service.clock.set(TEST_NOW + timedelta(days=2, minutes=1))
    reminder = {each.notice: each for each in await notices(programme)}["concern-due"]
    assert (reminder.employee_id, reminder.due_at) == ("e-hr", TEST_NOW + timedelta(days=3, seconds=1))
    programme.service.clock.set(TEST_NOW + timedelta(days=3, minutes=1))
    await programme.service.settled()
    assert not await sees(programme, path, first)
    seen = (await programme.post(f"{path}/opening", second)).json()
    assert (seen["about"], seen["participant_id"], seen["pairing_id"]) == (WORDS, None, None)
    assert (await programme.post(f"{path}/acknowledgement", second)).json()["state"] == "acknowledged"
    programme.service.clock.set(TEST_NOW + timedelta(days=9))
    await programme.service.settled()
    assert await sees(programme, path, second)

    passed_on = await programme.post(f"{path}/passing-on", second)
    assert passed_on.status_code == 204
    assert not await sees(programme, path, second)
    whole = coordinator(programme, "e-legal")
    [row] = (await programme.get("/concerns", whole))["items"]
    assert (row["assigned"], row["acknowledge_by"]) == (False, None)
    assert (await programme.post(f"{path}/acknowledgement", whole)).status_code == 404
    assert (await programme.post(f"{path}/taking", whole)).status_code == 409
    path_of_handling = "/programmes/rm-2026/me/concern-handling"
    http = programme.service.http
    assert (await http.put(path_of_handling, headers=whole, json={"name": "Legal"})).status_code == 200
    assert (await programme.post(f"{path}/taking", whole)).json()["assigned"]
    assert not await sees(programme, path, coordinator(programme, "e-other"))
    for _ in range(2):
        assert (await http.delete(path_of_handling, headers=whole)).status_code == 204
    assert await sees(programme, path, coordinator(programme, "e-other"))
    readers = sorted(each.employee_id or "" for each in await notices(programme))
    assert readers == ["", "", "e-hr", "e-hr", "e-legal", "e-works"]


async def test_a_sponsor_gets_what_no_coordinator_acknowledged_and_answers_under_a_number(programme) -> None:
    pair = await programme.paired("a")
    mentor = programme.person(pair.mentor)
    [handler] = await handles(programme, "e-hr")
    sponsor = programme.service.token("participant", employee_id="e-sponsor", subject="e-sponsor")
    two = {"mentor_id": pair.mentor, "mentee_id": pair.mentee}
    fact = SponsorAccepted(
        pairing_id=pair.pairing_id, **two, employee_id="e-sponsor", number=1, line=("e-head",)
    )
    await programme.service.given(fact)
    path = await reported(programme, pair, pairing_id=pair.pairing_id, named=False)
    assert not await sees(programme, path, sponsor)
    programme.service.clock.set(TEST_NOW + timedelta(days=4))
    await notices(programme)
    assert await sees(programme, path, sponsor)
    assert not await sees(programme, path, handler)
    for stranger in (programme.person(pair.mentee), programme.person("stranger")):
        assert not await sees(programme, path, stranger)
    opened_it = (await programme.post(f"{path}/opening", sponsor)).json()
    assert (opened_it["about"], opened_it["participant_id"], opened_it["pairing_id"]) == (WORDS, None, None)
    assert (await programme.post(f"{path}/taking", sponsor)).status_code == 403
    assert (await programme.post(f"{path}/acknowledgement", sponsor)).status_code == 200
    assert (await programme.post(f"{path}/messages", sponsor, {"text": REPLY})).status_code == 201
    own = await programme.get(f"/me{path}", mentor)
    assert (own["handler"], own["handled_as"], own["state"]) == (None, "sponsor", "acknowledged")
    assert own["messages"][0]["text"] == REPLY
    assert (await programme.post(f"{path}/closing", sponsor, {"outcome": "settled"})).status_code == 200
    posted = [(each.notice, each.employee_id) for each in await notices(programme) if each.employee_id]
    assert ("alert", "e-sponsor") in posted
