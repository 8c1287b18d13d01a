"""Both of a completed pairing say whether they stay in touch; the answer of one is shown to nobody."""

from datetime import timedelta

import pytest

from shared.contracts.enrollment import ContactAgreed
from shared.contracts.matching import PairingEnded, PairingEndReason
from shared.testing.harness import TEST_NOW
from tests.integration.enrollment.test_certificates import two  # noqa: F401 (a fixture)
from tests.integration.enrollment.test_partners import paired, partners_of

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"


async def complete(service, mentor, mentee, id_, reason=PairingEndReason.COMPLETED):
    ids = {"mentor_id": mentor["participant_id"], "mentee_id": mentee["participant_id"]}
    await service.given(paired(mentor, mentee, id_), PairingEnded(pairing_id=id_, **ids, reason=reason))


def own(service, participant):
    return service.token("participant", employee_id=participant["employee_id"])


async def farewells(service, participant):
    answer = await service.http.get(f"{BASE}/me/farewells", headers=own(service, participant))
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def say(service, participant, id_, wish, status=204):
    answer = await service.http.post(
        f"{BASE}/pairings/{id_}/contact", headers=own(service, participant), json={"stay_in_touch": wish}
    )
    assert answer.status_code == status, answer.text


async def agreed(service, id_):
    return [e for e in await service.published(ContactAgreed) if e.data.pairing_id == id_]


async def test_an_address_is_shown_only_once_both_have_said_yes(service, two, export):  # noqa: F811
    mentor, mentee = two
    await complete(service, mentor, mentee, "touch-1")
    before = await farewells(service, mentee)
    await say(service, mentor, "touch-1", wish=True)
    assert await farewells(service, mentee) == before  # the other can't tell that there is an answer
    assert [each["agrees"] for each in await farewells(service, mentor)] == [True]
    assert (await agreed(service, "touch-1"), (await partners_of(service, mentor))["items"]) == ([], [])
    await say(service, mentee, "touch-1", wish=True)
    rows = {row["employee_id"]: row for row in export}
    (shown,) = await farewells(service, mentor)
    assert (shown["in_touch"], shown["email"]) == (True, rows[mentee["employee_id"]]["email"])
    assert [each["email"] for each in (await partners_of(service, mentor))["items"]] == [shown["email"]]
    assert len(await agreed(service, "touch-1")) == 1
    await say(service, mentee, "touch-1", wish=False)
    assert (await partners_of(service, mentor))["items"] == []
    assert [each["email"] for each in await farewells(service, mentor)] == [None]


async def test_one_yes_and_one_no_tell_nothing_and_time_ends_the_question(service, two):  # noqa: F811
    mentor, mentee = two
    await complete(service, mentor, mentee, "touch-2")
    await say(service, mentor, "touch-2", wish=True)
    before = await farewells(service, mentor)
    await say(service, mentee, "touch-2", wish=False)
    assert await farewells(service, mentor) == before
    assert await agreed(service, "touch-2") == []
    service.clock.set(TEST_NOW + timedelta(days=31))
    try:
        assert await farewells(service, mentor) == []
        await say(service, mentee, "touch-2", wish=True, status=409)
    finally:
        service.clock.set(TEST_NOW)


async def test_others_and_other_ends_have_no_question(service, steps, two, juniors):  # noqa: F811
    mentor, mentee = two
    third = (await steps.enrol(juniors[0])).json()
    await complete(service, mentor, mentee, "touch-3", PairingEndReason.NO_FAULT_EXIT)
    assert await farewells(service, mentor) == []
    await say(service, mentor, "touch-3", wish=True, status=404)
    await complete(service, mentor, mentee, "touch-4")
    await say(service, third, "touch-4", wish=True, status=404)
    assert (await steps.post(mentee, "withdrawal", {})).is_success
    assert await farewells(service, mentor) == []
    await say(service, mentor, "touch-4", wish=True, status=404)
