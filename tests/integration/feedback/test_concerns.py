"""Concerns reach coordinators and nobody in the pairing."""

import pytest

from shared.contracts.enrollment import ParticipantEnrolled
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_SCOPE
from tests.integration.feedback.feedback_programme import Pair, opened, ready, withdrawn

pytestmark = pytest.mark.integration

WORDS = "Our sessions turn into reviews of my work, says the quokka."


async def test_a_concern_reaches_the_coordinator_and_not_the_executive(programme) -> None:
    pair = await programme.paired("a")
    mentor, mentee = programme.person(pair.mentor), programme.person(pair.mentee)
    body = {"about": WORDS, "pairing_id": pair.pairing_id}
    reported = await programme.post("/concerns", mentor, body)
    again = await programme.post("/concerns", mentor, body)
    assert reported.status_code == again.status_code == 201
    assert reported.json() == again.json()

    assert (await programme.get("/concerns", programme.coordinator))["items"][0]["about"] == WORDS
    assert (await programme.get("/me/concerns", mentor))["total"] == 1
    assert (await programme.get("/me/concerns", mentee))["total"] == 0
    assert (
        await programme.service.http.get("/programmes/rm-2026/concerns", headers=mentee)
    ).status_code == 403
    assert (await programme.get("/summary", programme.coordinator))["concerns"] == 1
    await programme.service.settled()
    outbox = await programme.service.app.state.database["outbox"].find().to_list(None)
    assert "quokka" not in str(outbox)


async def confided(programme, pair: Pair) -> str:
    """The mentor confides something, and the executive's managers are known."""
    await programme.service.given(ready(pair.mentee, Role.MENTEE, "e-boss"))
    answer = await programme.post("/concerns", programme.person(pair.mentor), {"about": WORDS})
    assert answer.status_code == 201
    return f"/concerns/{answer.json()['concern_id']}/acknowledgement"


async def sees(programme, path: str, caller: dict[str, str]) -> bool:
    """Whether a coordinator reads the concern: in the list, in the count, and by acknowledging it."""
    listed = await programme.get("/concerns", caller)
    counted = (await programme.get("/summary", caller))["concerns"]
    acknowledged = await programme.post(path, caller)
    assert len(listed["items"]) == listed["total"] == counted
    assert acknowledged.status_code == (200 if listed["total"] else 404)
    return bool(listed["total"])


async def test_nobody_near_the_executive_sees_it(programme) -> None:
    pair = await programme.paired("a")
    path = await confided(programme, pair)
    await programme.service.given(
        ready("below", Role.MENTOR, f"e-{pair.mentee}", "e-boss"), ready("apart", Role.MENTEE, "e-head")
    )

    def coordinator(employee_id: str) -> dict[str, str]:
        return programme.service.token("coordinator", employee_id=employee_id)

    near = (f"e-{pair.mentee}", f"E-{pair.mentee.upper()}", f"e-{pair.mentor}", "e-boss", "e-below")
    assert [who for who in near if await sees(programme, path, coordinator(who))] == []
    for who in ("e-apart", "e-hr"):
        assert await sees(programme, path, coordinator(who)), who
    assert await sees(programme, path, programme.coordinator)
    for headers, status in (
        (programme.service.token("coordinator", programmes=["another"]), 404),
        (programme.service.token("coordinator", tenant="globex"), 404),
        (programme.service.token("coordinator", no_employee=False), 403),
    ):
        for answer in (
            await programme.post(path, headers),
            await programme.service.http.get("/programmes/rm-2026/concerns", headers=headers),
        ):
            assert answer.status_code == status
    own = await programme.get("/me/concerns", programme.person(pair.mentor))
    assert own["items"][0]["acknowledged_at"] is not None


async def test_what_is_confided_in_another_programme_is_hidden_from_the_partner_too(programme) -> None:
    pair = await programme.paired("a")
    elsewhere = TEST_SCOPE.model_copy(update={"programme": "rm-2027"})
    await programme.service.given(
        ready(pair.mentee, Role.MENTEE, "e-boss"),
    )
    await programme.service.given(
        opened().model_copy(update={"programme_id": "rm-2027"}),
        ParticipantEnrolled(participant_id="there", employee_id=f"e-{pair.mentor}", role=Role.MENTOR),
        scope=elsewhere,
    )
    http, path = programme.service.http, "/programmes/rm-2027/concerns"
    body = {"about": WORDS}
    assert (await http.post(path, headers=programme.person(pair.mentor), json=body)).status_code == 201
    totals = {}
    for who in (f"e-{pair.mentee}", "e-boss", "e-hr"):
        headers = programme.service.token("coordinator", employee_id=who)
        totals[who] = (await http.get(path, headers=headers)).json()["total"]
    assert totals == {f"e-{pair.mentee}": 0, "e-boss": 0, "e-hr": 1}


async def test_while_relations_are_unknown_no_employee_sees_it(programme) -> None:
    pair = await programme.paired("a")
    answer = await programme.post("/concerns", programme.person(pair.mentor), {"about": WORDS})
    path = f"/concerns/{answer.json()['concern_id']}/acknowledgement"
    hr = programme.service.token("coordinator", employee_id="e-hr")
    assert not await sees(programme, path, hr)  # the executive's managers are not known yet
    assert await sees(programme, path, programme.coordinator)
    await programme.service.given(ready(pair.mentee, Role.MENTEE, "e-boss"))
    assert await sees(programme, path, hr)
    early = Pair("early")
    await programme.service.given(*early.enrolled())
    unpaired = await programme.post("/concerns", programme.person(early.mentor), {"about": WORDS})
    path = f"/concerns/{unpaired.json()['concern_id']}/acknowledgement"
    takes_part = programme.service.token("coordinator", employee_id=f"e-{early.mentee}")
    assert (await programme.post(path, takes_part)).status_code == 404  # their pairing may be on its way
    assert (await programme.post(path, hr)).status_code == 200


async def test_who_has_left_reads_their_own_words_and_does_nothing_more(programme) -> None:
    pair = await programme.met("a")
    await confided(programme, pair)
    check_in = await programme.open_check_in(pair.mentor)
    await programme.service.given(withdrawn(pair.mentor, Role.MENTOR), withdrawn(pair.mentee, Role.MENTEE))
    answer = {"rating": 4}
    mentor, mentee = programme.person(pair.mentor), programme.person(pair.mentee)
    for attempt in (
        programme.post("/concerns", mentor, {"about": "Another"}),
        programme.post(f"/check-ins/{check_in}/answer", mentor, answer),
        programme.post(f"/pairings/{pair.pairing_id}/first-contact", mentee),
    ):
        refused = await attempt
        assert (refused.status_code, refused.json()["detail"]) == (409, "you have left this programme")
    assert (await programme.get("/me/concerns", mentor))["total"] == 1
    assert (await programme.get("/me/check-ins", mentor))["total"] == 1
    executive = programme.service.token("coordinator", employee_id=f"e-{pair.mentee}")
    assert (await programme.get("/concerns", executive))["total"] == 0


async def test_bad_concerns_are_refused(programme) -> None:
    pair = await programme.paired("a")
    other = await programme.paired("b")
    mentor = programme.person(pair.mentor)
    for body, field in [
        ({"about": "  "}, "about"),
        ({"about": "x" * 4001}, "about"),
        ({}, "about"),
        ({"about": WORDS, "pairing_id": other.pairing_id}, "pairing_id"),
        ({"about": WORDS, "pairing_id": "nowhere"}, "pairing_id"),
        ({"about": WORDS, "pairing_id": "no way"}, "pairing_id"),
    ]:
        answer = await programme.post("/concerns", mentor, body)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (
        await programme.post("/concerns", programme.person("stranger"), {"about": WORDS})
    ).status_code == 404
    assert (await programme.get("/concerns", programme.coordinator))["total"] == 0
