"""Sponsors of pairings: named by coordinators, accepted by the person, shown to the mentor alone."""

from itertools import count

import pytest

from shared.contracts.enrollment import (
    AppointmentEnding,
    SponsorAccepted,
    SponsorLineChanged,
    SponsorNamed,
    SponsorshipEnded,
)
from shared.contracts.matching import PairingEnded, PairingEndReason
from tests.integration.enrollment.test_partners import paired, partners_of

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"
NUMBERS = count(1)


def above(rows, employee_id):
    line = []
    while employee_id := rows[employee_id]["manager_id"]:
        line.append(employee_id)
    return line


@pytest.fixture
async def pair(service, steps, export, juniors, executives):
    """A pairing of its own for each test, and employees who may be its sponsor."""
    number = next(NUMBERS)
    rows = {row["employee_id"]: row for row in export}
    mentor = (await steps.enrol(juniors[number])).json()
    led = [one for one in executives if rows[one]["manager_id"]]
    mentee = (await steps.enrol(led[-1], "mentee")).json()
    id_ = f"sponsored-{number}"
    await service.given(paired(mentor, mentee, id_))
    both = {mentor["employee_id"], mentee["employee_id"]}
    lines = {id_ for one in both for id_ in above(rows, one)}
    outside = [
        id_ for id_ in executives if id_ not in both | lines and mentee["employee_id"] not in above(rows, id_)
    ]
    return id_, mentor, mentee, outside, rows


async def name(service, id_, person, status=204, **claims):
    headers = service.token("coordinator", **claims)
    answer = await service.http.post(
        f"{BASE}/pairings/{id_}/sponsor", headers=headers, json={"person": person}
    )
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else {}


async def answer(service, id_, employee_id, accepts, status=204):
    said = await service.http.post(
        f"{BASE}/pairings/{id_}/sponsor/answer",
        headers=service.token("participant", employee_id=employee_id),
        json={"accepts": accepts},
    )
    assert said.status_code == status, said.text


async def own(service, employee_id):
    headers = service.token("participant", employee_id=employee_id)
    listed = await service.http.get(f"{BASE}/me/sponsorships", headers=headers)
    return listed.json()["items"]


async def shown(service, id_, status=200, **claims):
    headers = service.token("coordinator", **claims)
    answer = await service.http.get(f"{BASE}/pairings/{id_}/sponsor", headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


async def facts(service, kind, id_):
    await service.settled()
    return [event.data for event in await service.published(kind) if event.data.pairing_id == id_]


async def test_the_mentor_learns_of_a_sponsor_who_accepted_and_the_mentee_does_not(service, pair):
    id_, mentor, mentee, outside, rows = pair
    sponsor = rows[outside[0]]
    await name(service, id_, sponsor["email"].upper())
    await name(service, id_, sponsor["employee_id"])  # the same again changes nothing
    assert [fact.employee_id for fact in await facts(service, SponsorNamed, id_)] == [outside[0]]
    (asked,) = await own(service, outside[0])
    assert asked.keys() == {"pairing_id", "state", "asked_at", "expires_at", "mentor", "mentee"}
    assert (asked["mentor"], asked["state"]) == (rows[mentor["employee_id"]]["name"], "asked")
    assert [one["sponsor"] for one in (await partners_of(service, mentor))["items"]] == [None]
    await answer(service, id_, outside[0], accepts=True)
    seen = {"name": sponsor["name"], "email": sponsor["email"]}
    assert [one["sponsor"] for one in (await partners_of(service, mentor))["items"]] == [seen]
    assert [one for one in (await partners_of(service, mentee))["items"] if one["sponsor"]] == []
    assert len(await facts(service, SponsorAccepted, id_)) == 1
    await answer(service, id_, outside[0], accepts=False)
    assert (await own(service, outside[0]), (await shown(service, id_))["ending"]) == ([], "stepped-down")
    assert [one["sponsor"] for one in (await partners_of(service, mentor))["items"]] == [None]


async def test_nobody_else_answers_reads_or_names(service, pair):
    id_, mentor, mentee, outside, _ = pair
    await name(service, id_, outside[0])
    for other in (mentor["employee_id"], mentee["employee_id"], outside[1]):
        await answer(service, id_, other, accepts=True, status=404)
        assert await own(service, other) == []
    for involved in (mentor, mentee):
        await shown(service, id_, 404, employee_id=involved["employee_id"], no_employee=False)
        claims = {"employee_id": involved["employee_id"], "no_employee": False}
        await name(service, id_, outside[1], 404, **claims)
    await shown(service, id_, 404, tenant="globex")
    assert (await name(service, id_, outside[1], 409))["code"] == "named-already"
    assert (await shown(service, id_))["state"] == "asked"


async def test_a_partner_of_one_of_the_two_does_not_coordinate_their_sponsor(service, pair, steps, juniors):
    id_, _, mentee, outside, _ = pair
    partner = (await steps.enrol(juniors[-1])).json()
    await service.given(paired(partner, mentee, "another-of-hers"))
    claims = {"employee_id": partner["employee_id"], "no_employee": False}
    await name(service, id_, outside[0], 404, **claims)
    await shown(service, id_, 404, **claims)


async def test_lines_rank_and_unknown_people_are_refused(service, pair, juniors):
    id_, mentor, mentee, _, rows = pair
    refused = {
        mentee["employee_id"]: "sponsor-of-own-pairing",
        above(rows, mentor["employee_id"])[0]: "sponsor-in-line",
        "nobody@example.com": "person-unknown",
        juniors[-2]: "sponsor-not-senior",
    }
    for person, code in refused.items():
        problem = await name(service, id_, person, 422)
        assert [(each["field"], each["code"]) for each in problem["errors"]] == [("person", code)], person
    await name(service, "no-such-pairing", mentee["employee_id"], 404)


async def test_a_pairing_that_ends_and_a_coordinator_end_it(service, pair):
    id_, mentor, mentee, outside, _ = pair
    url = f"{BASE}/pairings/{id_}/sponsor"
    await name(service, id_, outside[0])
    assert (await service.http.delete(url, headers=service.token("coordinator"))).status_code == 204
    assert (await service.http.delete(url, headers=service.token("coordinator"))).status_code == 204
    await answer(service, id_, outside[0], accepts=True, status=409)
    await name(service, id_, outside[1])
    await answer(service, id_, outside[1], accepts=True)
    ids = {"mentor_id": mentor["participant_id"], "mentee_id": mentee["participant_id"]}
    await service.given(PairingEnded(pairing_id=id_, **ids, reason=PairingEndReason.NO_FAULT_EXIT))
    endings = [(e.ending, e.accepted, e.number) for e in await facts(service, SponsorshipEnded, id_)]
    assert endings == [(AppointmentEnding.REVOKED, False, 1), (AppointmentEnding.OVER, True, 2)]
    assert await own(service, outside[1]) == []
    await shown(service, id_, 404)


async def test_a_sponsor_who_gets_into_a_line_is_none_any_more_and_the_others_stay(
    service, pair, steps, export
):
    id_, mentor, _, outside, _ = pair
    managers = {row["manager_id"] for row in export}
    sponsor = next(one for one in outside if one not in managers)
    await name(service, id_, sponsor)
    await answer(service, id_, sponsor, accepts=True)
    unchanged = [row for row in export if row["employee_id"] not in {sponsor, mentor["employee_id"]}]
    assert (await steps.send(unchanged)).is_success
    assert (await shown(service, id_))["state"] == "accepted"
    own = next(row for row in export if row["employee_id"] == mentor["employee_id"])
    assert (await steps.send([{**own, "manager_id": sponsor}])).is_success
    assert (await shown(service, id_))["ending"] == "unsuitable"
    assert [e.ending for e in await facts(service, SponsorshipEnded, id_)] == [AppointmentEnding.UNSUITABLE]
    assert [one["sponsor"] for one in (await partners_of(service, mentor))["items"]] == [None]
    assert (await steps.send([own])).is_success  # as before, for the other tests
    assert (await shown(service, id_))["ending"] == "unsuitable"


async def test_the_line_of_a_sponsor_is_published_when_it_has_changed_and_only_then(
    service, pair, steps, export
):
    id_, _, _, outside, rows = pair
    managers = {row["manager_id"] for row in export}
    sponsor, other = sorted(outside, key=managers.__contains__)[:2]
    row = rows[sponsor]
    await name(service, id_, sponsor)
    await answer(service, id_, sponsor, accepts=True)
    assert (await steps.send(export)).is_success
    assert await facts(service, SponsorLineChanged, id_) == []
    moved = {**row, "manager_id": other}
    assert (await steps.send([moved])).is_success
    assert (await steps.send([moved])).is_success
    assert (await shown(service, id_))["state"] == "accepted"
    expected = (other, *above(rows, other))
    assert [each.line for each in await facts(service, SponsorLineChanged, id_)] == [expected]
    assert (await steps.send([row])).is_success  # as before, for the other tests
    assert len(await facts(service, SponsorLineChanged, id_)) == 2


async def test_a_sponsor_who_leaves_the_organisation_is_none_any_more(service, pair, steps, export):
    id_, mentor, _, outside, _ = pair
    sponsor = next(one for one in outside if one not in {row["manager_id"] for row in export})
    await name(service, id_, sponsor)
    await answer(service, id_, sponsor, accepts=True)
    left = [row for row in export if row["employee_id"] != sponsor]
    assert (await steps.send(left, mode="full")).is_success
    assert [e.ending for e in await facts(service, SponsorshipEnded, id_)] == [AppointmentEnding.LEFT]
    assert (await shown(service, id_))["ending"] == "left"
    assert [one["sponsor"] for one in (await partners_of(service, mentor))["items"]] == [None]
