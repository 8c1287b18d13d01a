"""Delegates of executives by the API: each sees what is theirs, and nobody else anything."""

from itertools import count

import pytest

from shared.contracts.enrollment import AppointmentEnding, DelegateAccepted, DelegateNamed, DelegationEnded

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"
NUMBERS = count(1)


@pytest.fixture
async def executive(steps, executives):
    """An executive of its own for each test."""
    return (await steps.enrol(executives[-next(NUMBERS)], "mentee")).json()


async def send(service, steps, person, method, path, status, body=None):
    answer = await service.http.request(method, f"{BASE}/{path}", headers=steps.me(person), json=body)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else {}


async def facts(service, kind, executive):
    await service.settled()
    events = await service.published(kind)
    return [event.data for event in events if event.data.participant_id == executive["participant_id"]]


async def test_an_employee_who_takes_no_part_is_named_by_address_and_accepts(
    service, steps, executive, juniors, export
):
    me, delegate = executive["employee_id"], juniors[-1]
    row = next(row for row in export if row["employee_id"] == delegate)
    nobody = await send(service, steps, me, "GET", "me/delegate", 200)
    assert set(nobody.values()) == {None}
    for _ in range(2):
        await send(service, steps, me, "POST", "me/delegate", 204, {"person": row["email"].upper()})
    assert len(await facts(service, DelegateNamed, executive)) == 1
    (asked,) = (await send(service, steps, delegate, "GET", "me/delegations", 200))["items"]
    assert asked.keys() == {"participant_id", "name", "state", "asked_at", "expires_at"}
    path = f"delegations/{asked['participant_id']}/answer"
    await send(service, steps, delegate, "POST", path, 204, {"accepts": True})
    shown = await send(service, steps, me, "GET", "me/delegate", 200)
    assert (shown["name"], shown["state"]) == (row["name"], "accepted")
    assert [fact.employee_id for fact in await facts(service, DelegateAccepted, executive)] == [delegate]
    await send(service, steps, me, "DELETE", "me/delegate", 204)
    await send(service, steps, delegate, "POST", path, 409, {"accepts": True})
    assert (await send(service, steps, delegate, "GET", "me/delegations", 200))["items"] == []
    endings = [(fact.ending, fact.accepted) for fact in await facts(service, DelegationEnded, executive)]
    assert endings == [(AppointmentEnding.REVOKED, True)]


async def test_others_learn_and_do_nothing(service, steps, executive, juniors):
    me, delegate, other = executive["employee_id"], juniors[-2], juniors[-3]
    await send(service, steps, me, "POST", "me/delegate", 204, {"person": delegate})
    path = f"delegations/{executive['participant_id']}/answer"
    for person in (other, me):
        await send(service, steps, person, "POST", path, 404, {"accepts": True})
        assert (await send(service, steps, person, "GET", "me/delegations", 200))["items"] == []
    mentor = (await steps.enrol(juniors[-4])).json()["employee_id"]
    for person in (other, mentor):
        await send(service, steps, person, "GET", "me/delegate", 404)
        await send(service, steps, person, "POST", "me/delegate", 404, {"person": delegate})
    conflict = await send(service, steps, me, "POST", "me/delegate", 409, {"person": other})
    assert conflict["code"] == "named-already"


async def test_refusals_name_the_field(service, steps, executive):
    me = executive["employee_id"]
    for person, code in ((me, "delegate-of-oneself"), ("nobody@example.com", "person-unknown")):
        problem = await send(service, steps, me, "POST", "me/delegate", 422, {"person": person})
        assert [(each["field"], each["code"]) for each in problem["errors"]] == [("person", code)]
