"""Certificates: who gets one, who sees which, and what a stranger learns from a code."""

from datetime import timedelta
from itertools import count

import pytest

from shared.contracts.enrollment import CertificateIssued
from shared.contracts.matching import PairingEndReason
from shared.contracts.scheduling import SeriesEnded
from shared.testing.harness import TEST_NOW

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"
NUMBERS = count(40)
UNKNOWN = "7KQM-X2ND-94TB-HC0W-ZR5V-8AEJ-P1GF"


@pytest.fixture
async def two(steps, juniors, executives):
    """A mentor and a mentee."""
    number = next(NUMBERS)
    return await steps.make_ready(juniors[number]), await steps.make_ready(executives[number - 38], "mentee")


def series_ended(mentor, mentee, pairing_id, held=3, reason=PairingEndReason.COMPLETED):
    return SeriesEnded(
        pairing_id=pairing_id,
        mentor_id=mentor["participant_id"],
        mentee_id=mentee["participant_id"],
        reason=reason,
        held=held,
        first_held_at=TEST_NOW if held else None,
        last_held_at=TEST_NOW + timedelta(days=60) if held else None,
    )


async def own(service, participant):
    headers = service.token("participant", employee_id=participant["employee_id"])
    answer = await service.http.get(f"{BASE}/me/certificates", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def check(service, code, tenant=""):
    named = {"tenant": tenant or service.scope.tenant, "code": code}
    return await service.http.post("/certificate-checks", json=named)


async def test_both_of_a_completed_pairing_get_one_each_once(service, two, export):
    mentor, mentee = two
    await service.given(series_ended(mentor, mentee, "c-1"), series_ended(mentor, mentee, "c-1"))
    mine, theirs = await own(service, mentor), await own(service, mentee)
    names = {row["employee_id"]: row["name"] for row in export}
    assert mine["name"] == names[mentor["employee_id"]]
    assert mine["programme"] == "Reverse mentoring 2026"
    (certificate,) = mine["items"]
    assert (certificate["role"], certificate["sessions"], certificate["pairing_id"]) == ("mentor", 3, "c-1")
    assert theirs["items"][0]["code"] != certificate["code"]
    issued = [event.data for event in await service.published(CertificateIssued)]
    ids = {certificate["certificate_id"], theirs["items"][0]["certificate_id"]}
    assert {fact.certificate_id for fact in issued} >= ids
    assert all(certificate["code"] not in fact.model_dump_json() for fact in issued)


@pytest.mark.parametrize(
    ("reason", "held"), [(PairingEndReason.COMPLETED, 0), (PairingEndReason.NO_FAULT_EXIT, 3)]
)
async def test_no_meeting_or_another_end_brings_none(service, two, reason, held):
    mentor, mentee = two
    await service.given(series_ended(mentor, mentee, f"c-{reason}", held=held, reason=reason))
    assert (await own(service, mentor))["items"] == (await own(service, mentee))["items"] == []


async def test_somebody_who_has_left_the_programme_gets_none(service, steps, two):
    mentor, mentee = two
    assert (await steps.post(mentor, "withdrawal", {})).is_success
    await service.given(series_ended(mentor, mentee, "c-left"))
    assert (await own(service, mentor))["items"] == []
    assert len((await own(service, mentee))["items"]) == 1


async def test_a_stranger_with_the_code_learns_what_stands_on_it_but_no_name(service, two):
    mentor, mentee = two
    await service.given(series_ended(mentor, mentee, "c-2"))
    mine = await own(service, mentor)
    certificate = mine["items"][0]
    answer = await check(service, certificate["code"].lower().replace("-", " "))
    verified = answer.json()
    assert set(verified) == {"initials", "programme", "role", "sessions", "first_on", "last_on"}
    assert verified["sessions"] == 3
    assert mine["name"].split()[0] not in answer.text
    assert verified["initials"].startswith(mine["name"][0])


async def test_every_code_that_verifies_nothing_gets_the_same_answer(service, two):
    mentor, mentee = two
    await service.given(series_ended(mentor, mentee, "c-3"))
    code = (await own(service, mentor))["items"][0]["code"]
    collection = service.app.state.database["employees"]
    key = {"tenant": service.scope.tenant, "id": mentor["employee_id"]}
    erased = await collection.find_one_and_delete(key)  # as the erasure of a person does
    answers = [
        await check(service, code),
        await check(service, UNKNOWN),
        await check(service, "nonsense"),
        await check(service, ""),
        await check(service, code, tenant="other"),
    ]
    await collection.insert_one(erased)
    assert {answer.status_code for answer in answers} == {404}
    details = [{k: v for k, v in answer.json().items() if "id" not in k} for answer in answers]
    assert all(each == details[0] for each in details), details
    assert (await check(service, code)).is_success


async def test_coordinators_see_who_has_one_and_never_a_code(service, two):
    mentor, mentee = two
    await service.given(series_ended(mentor, mentee, "c-4"))
    code = (await own(service, mentor))["items"][0]["code"]
    answer = await service.http.get(
        f"{BASE}/certificates", params={"limit": 500}, headers=service.token("coordinator")
    )
    listed = {item["participant_id"] for item in answer.json()["items"]}
    assert {mentor["participant_id"], mentee["participant_id"]} <= listed
    assert code not in answer.text
    elsewhere = service.token("coordinator", tenant="other")
    assert (await service.http.get(f"{BASE}/certificates", headers=elsewhere)).status_code == 404
