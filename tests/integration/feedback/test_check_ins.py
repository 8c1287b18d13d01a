"""From a held session to an answered check-in, and what may go wrong on the way."""

import asyncio
from datetime import timedelta

import pytest

from shared.contracts.feedback import CheckInLapsed, CheckInNudged, CheckInRequested, CheckInSubmitted
from shared.testing.harness import TEST_NOW

pytestmark = pytest.mark.integration

GOOD = {"rating": 4, "comment": "Zebra-striped thoughts of my own"}


async def test_a_held_session_is_asked_about_and_answered(programme) -> None:
    pair = await programme.met("a")
    asked = await programme.service.published(CheckInRequested)
    assert {(event.data.participant_id, event.data.due_at) for event in asked} == {
        (pair.mentor, TEST_NOW + timedelta(days=7)),
        (pair.mentee, TEST_NOW + timedelta(days=7)),
    }

    check_in = await programme.open_check_in(pair.mentor)
    answer = await programme.post(f"/check-ins/{check_in}/answer", programme.person(pair.mentor), GOOD)

    assert answer.status_code == 200
    assert answer.json()["state"] == "answered"
    assert answer.json()["comment"] == GOOD["comment"]
    await programme.service.settled()
    [submitted] = await programme.service.published(CheckInSubmitted)
    assert submitted.data.check_in_id == check_in
    own = await programme.get("/me/check-ins", programme.person(pair.mentor), state="answered")
    assert [(one["rating"], one["answered_at"]) for one in own["items"]] == [(4, "2026-01-05T09:00:00Z")]
    summary = await programme.get("/summary", programme.coordinator)
    assert summary["check_ins"] == {"open": 2, "closed": 0}


async def test_the_comment_reaches_nobody_but_its_author(programme) -> None:
    pair = await programme.met("a")
    check_in = await programme.open_check_in(pair.mentor)
    await programme.post(f"/check-ins/{check_in}/answer", programme.person(pair.mentor), GOOD)
    await programme.service.settled()

    own = await programme.get("/me/check-ins", programme.person(pair.mentor))
    assert own["items"][0]["comment"] == GOOD["comment"]
    partner = await programme.get("/me/check-ins", programme.person(pair.mentee))
    paths = ("/check-ins", "/pairings/health", "/summary", "/concerns")
    seen = [partner, *[await programme.get(path, programme.coordinator) for path in paths]]
    outbox = await programme.service.app.state.database["outbox"].find().to_list(None)
    assert len(outbox) >= 3
    assert "Zebra" not in f"{seen}{outbox}"
    facts = await programme.get("/check-ins", programme.coordinator)
    assert facts["total"] == 2
    assert facts["items"][0].keys().isdisjoint({"comment", "rating", "state", "answered_at"})


async def test_an_unanswered_check_in_lapses_when_its_time_is_over(programme) -> None:
    pair = await programme.met("a")
    late = await programme.open_check_in(pair.mentor)
    await programme.answers(pair.mentee, rating=5)

    for elapsed in (timedelta(days=3), timedelta(days=7, seconds=1)):
        programme.service.clock.set(TEST_NOW + elapsed)
        await programme.service.settled()

    [lapsed] = await programme.service.published(CheckInLapsed)
    assert lapsed.data.participant_id == pair.mentor
    nudges = await programme.service.published(CheckInNudged)
    assert {event.data.participant_id for event in nudges} == {pair.mentor}
    too_late = await programme.post(f"/check-ins/{late}/answer", programme.person(pair.mentor), GOOD)
    assert too_late.status_code == 409
    summary = await programme.get("/summary", programme.coordinator)
    assert summary["check_ins"] == {"open": 0, "closed": 2}
    closed = await programme.get("/check-ins", programme.coordinator, window="closed")
    assert {one["participant_id"] for one in closed["items"]} == {pair.mentor, pair.mentee}
    assert (await programme.get("/check-ins", programme.coordinator, window="open"))["total"] == 0


async def test_the_same_answer_again_is_fine_and_another_is_a_conflict(programme) -> None:
    pair = await programme.met("a")
    path = f"/check-ins/{await programme.open_check_in(pair.mentor)}/answer"
    first = await programme.post(path, programme.person(pair.mentor), GOOD)

    again = await programme.post(path, programme.person(pair.mentor), GOOD)
    other = await programme.post(path, programme.person(pair.mentor), {**GOOD, "rating": 1})

    assert (again.status_code, again.json()) == (200, first.json())
    assert other.status_code == 409
    await programme.service.settled()
    assert len(await programme.service.published(CheckInSubmitted)) == 1


async def test_bad_input_is_refused_by_its_field_and_changes_nothing(programme) -> None:
    pair = await programme.met("a")
    check_in = await programme.open_check_in(pair.mentor)
    for field, value in [
        ("rating", 0),
        ("rating", 6),
        ("comment", "x" * 4001),
        ("outlook", "perhaps"),
        ("mood", "sunny"),
    ]:
        answer = await programme.post(
            f"/check-ins/{check_in}/answer", programme.person(pair.mentor), {**GOOD, field: value}
        )
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert await programme.open_check_in(pair.mentor) == check_in
    assert await programme.service.published(CheckInSubmitted) == []


async def test_two_who_answer_at_once_are_both_heard(programme) -> None:
    pair = await programme.met("a")
    await asyncio.gather(programme.answers(pair.mentor, rating=1), programme.answers(pair.mentee, rating=2))
    await programme.service.settled()
    submitted = await programme.service.published(CheckInSubmitted)
    assert {event.data.participant_id for event in submitted} == {pair.mentor, pair.mentee}


async def test_nobody_answers_for_another(programme, elsewhere) -> None:
    pair = await programme.met("a")
    path = f"/check-ins/{await programme.open_check_in(pair.mentor)}/answer"
    token = programme.service.token
    others = {
        404: [
            programme.person(pair.mentee),
            token("participant", tenant=elsewhere.tenant, employee_id=f"e-{pair.mentor}"),
            token("participant", employee_id=f"e-{pair.mentor}", programmes=["another"]),
        ],
        403: [programme.coordinator, token("participant")],
        401: [{}, {"Authorization": "Bearer forged"}],
    }
    for status, callers in others.items():
        for headers in callers:
            assert (await programme.post(path, headers, GOOD)).status_code == status
    unknown = await programme.post("/check-ins/nowhere/answer", programme.person(pair.mentor), GOOD)
    assert unknown.status_code == 404


async def test_lists_stay_inside_the_tenant(programme) -> None:
    await programme.met("a")
    stranger = programme.service.token("coordinator", tenant="globex")
    for path in ("/check-ins", "/pairings/health", "/summary", "/concerns"):
        answer = await programme.service.http.get(f"/programmes/rm-2026{path}", headers=stranger)
        assert answer.status_code == 404
    for path in ("/check-ins", "/pairings/health", "/summary"):
        participant = await programme.service.http.get(
            f"/programmes/rm-2026{path}", headers=programme.person("mentor-a")
        )
        assert participant.status_code == 403
    own = await programme.service.http.get(
        "/programmes/rm-2026/concerns", headers=programme.person("mentor-a")
    )
    assert (own.status_code, own.json()["items"]) == (200, []), "nothing that is not assigned to them"


async def test_lists_come_in_pages(programme) -> None:
    await programme.met("a")
    await programme.met("b")
    whole = await programme.get("/check-ins", programme.coordinator)
    first = await programme.get("/check-ins", programme.coordinator, limit=3)
    rest = await programme.get("/check-ins", programme.coordinator, limit=3, offset=3)
    assert first["total"] == rest["total"] == whole["total"] == 4
    assert first["items"] + rest["items"] == whole["items"]
