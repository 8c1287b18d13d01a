"""Two learn each other's name while a proposal is open or a pairing active, and nobody else does."""

from datetime import timedelta
from itertools import count

import pytest

from shared.contracts.matching import (
    DeclineReason,
    PairingActivated,
    PairingEnded,
    PairingEndReason,
    ProposalApproved,
    ProposalDeclined,
    ProposalShown,
    ProposalWithdrawn,
)
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"
NUMBERS = count(1)


@pytest.fixture
async def two(steps, juniors, executives):
    """A mentor and a mentee who have no partners yet."""
    number = next(NUMBERS)
    mentor = await steps.make_ready(juniors[number])
    return mentor, await steps.make_ready(executives[number], "mentee")


@pytest.fixture
def hr(export, two):
    """The facts of HR about the two."""
    rows = {row["employee_id"]: row for row in export}
    return [rows[participant["employee_id"]] for participant in two]


async def partners_of(service, participant):
    own = service.token("participant", employee_id=participant["employee_id"])
    answer = await service.http.get(f"{BASE}/me/partners", headers=own)
    assert answer.status_code == 200, answer.text
    return answer.json()


def proposed(mentor, mentee, id_):
    return ProposalApproved(
        proposal_id=id_,
        mentor_id=mentor["participant_id"],
        mentee_id=mentee["participant_id"],
        expires_at=TEST_NOW + timedelta(days=3),
    )


def on_list(mentor, mentee, id_):
    return ProposalShown(
        proposal_id=id_,
        shortlist_id=f"list-of-{id_}",
        round_id=None,
        chooser=Role.MENTEE,
        mentor_id=mentor["participant_id"],
        mentee_id=mentee["participant_id"],
        score=5000,
        explanation=(),
        expires_at=TEST_NOW + timedelta(days=2),
    )


def paired(mentor, mentee, id_):
    return PairingActivated(
        pairing_id=id_,
        proposal_id=f"proposal-of-{id_}",
        mentor_id=mentor["participant_id"],
        mentee_id=mentee["participant_id"],
        mentor_employee_id=mentor["employee_id"],
        mentee_employee_id=mentee["employee_id"],
        score=5000,
        mentor_ready_at=TEST_NOW,
        mentee_ready_at=TEST_NOW,
        activated_at=TEST_NOW,
    )


async def test_a_proposal_shows_a_name_but_no_address(service, two, hr):
    mentor, mentee = two
    assert (await partners_of(service, mentor))["items"] == []
    await service.given(proposed(mentor, mentee, "p-1"))
    (seen,) = (await partners_of(service, mentor))["items"]
    assert seen["name"] == hr[1]["name"]
    assert (seen["participant_id"], seen["email"]) == (mentee["participant_id"], None)
    assert seen["how_they_work"]
    assert (await partners_of(service, mentee))["items"][0]["name"] == hr[0]["name"]
    no = ProposalDeclined(
        proposal_id="p-1",
        mentor_id=mentor["participant_id"],
        mentee_id=mentee["participant_id"],
        by=Role.MENTEE,
        reason=DeclineReason.PRIVATE,
    )
    await service.given(no)
    assert (await partners_of(service, mentor))["items"] == []
    await service.given(proposed(mentor, mentee, "p-1"))  # an ended proposal never opens again
    assert (await partners_of(service, mentor))["items"] == []


async def test_a_proposal_that_has_expired_shows_nothing_even_before_the_event(service, two):
    mentor, mentee = two
    await service.given(proposed(mentor, mentee, "p-2"))
    before = service.clock.now()
    service.clock.set(TEST_NOW + timedelta(days=4))
    assert (await partners_of(service, mentor))["items"] == []
    service.clock.set(before)


async def test_a_shortlist_shows_those_on_it_to_its_chooser_alone_until_it_ends(service, two, hr):
    mentor, mentee = two
    await service.given(on_list(mentor, mentee, "p-3"))
    (seen,) = (await partners_of(service, mentee))["items"]
    assert (seen["name"], seen["email"]) == (hr[0]["name"], None)
    assert seen["offers"]
    assert seen["how_they_work"]
    assert (await partners_of(service, mentor))["items"] == []
    gone = {"mentor_id": mentor["participant_id"], "mentee_id": mentee["participant_id"]}
    await service.given(ProposalWithdrawn(proposal_id="p-3", **gone))
    assert (await partners_of(service, mentee))["items"] == []
    await service.given(proposed(mentor, mentee, "p-3"))
    assert (await partners_of(service, mentor))["items"] == []


async def test_a_list_that_is_over_shows_nothing_even_before_the_event(service, two):
    mentor, mentee = two
    await service.given(on_list(mentor, mentee, "p-4"))
    before = service.clock.now()
    service.clock.set(TEST_NOW + timedelta(days=3))
    assert (await partners_of(service, mentee))["items"] == []
    service.clock.set(before)


async def test_who_is_chosen_learns_of_the_chooser_for_as_long_as_both_are_asked(service, two, hr):
    mentor, mentee = two
    await service.given(on_list(mentor, mentee, "p-5"), proposed(mentor, mentee, "p-5"))
    (seen,) = (await partners_of(service, mentor))["items"]
    assert (seen["name"], seen["offers"]) == (hr[1]["name"], [])
    assert (await partners_of(service, mentee))["items"][0]["name"] == hr[0]["name"]
    before = service.clock.now()
    service.clock.set(TEST_NOW + timedelta(days=2, hours=12))  # the list would be over
    assert (await partners_of(service, mentee))["total"] == 1
    service.clock.set(before)


async def test_two_who_are_paired_see_the_address_until_the_pairing_ends(service, two, hr):
    mentor, mentee = two
    proposal = proposed(mentor, mentee, "proposal-of-pairing-1")
    await service.given(proposal, paired(mentor, mentee, "pairing-1"))
    seen = await partners_of(service, mentee)
    assert seen["total"] == 1
    assert seen["items"][0]["email"] == hr[0]["email"]
    assert seen["time_zone"] == hr[1]["time_zone"]
    assert set(seen["items"][0]) == {
        "participant_id",
        "name",
        "department",
        "time_zone",
        "email",
        "offers",
        "how_they_work",
        "sponsor",
    }
    ended = PairingEnded(
        pairing_id="pairing-1",
        mentor_id=mentor["participant_id"],
        mentee_id=mentee["participant_id"],
        reason=PairingEndReason.COMPLETED,
    )
    await service.given(ended)
    assert (await partners_of(service, mentee))["items"] == []


async def test_a_third_person_another_programme_and_another_tenant_see_nobody(service, steps, two, juniors):
    mentor, mentee = two
    await service.given(paired(mentor, mentee, "pairing-2"))
    third = (await steps.enrol(juniors[0])).json()
    assert (await partners_of(service, third))["items"] == []
    own = {"employee_id": mentor["employee_id"]}
    elsewhere = service.token("participant", tenant="other", **own)
    assert (await service.http.get(f"{BASE}/me/partners", headers=elsewhere)).status_code == 404
    headers = service.token("participant", **own)
    unknown = await service.http.get("/programmes/unknown/me/partners", headers=headers)
    assert unknown.status_code == 404
    coordinator = service.token("coordinator")
    assert (await service.http.get(f"{BASE}/me/partners", headers=coordinator)).status_code == 403
