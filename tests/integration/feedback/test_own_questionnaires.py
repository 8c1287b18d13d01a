"""The programme's own questions in the running service: published, answered, released in groups of eight."""

from datetime import UTC, datetime

import pytest

from shared.contracts.feedback import FiguresReleased

pytestmark = pytest.mark.integration

FIRST_CLOSING = datetime(2026, 2, 2, tzinfo=UTC)
PLACE = {
    "id": "place",
    "kind": "choice",
    "texts": {"en": "Where did you meet?", "de": "Wo haben Sie sich getroffen?"},
    "options": [{"id": id_, "texts": {"en": id_}} for id_ in ("office", "online")],
}
EASE = {"id": "ease", "kind": "scale", "texts": {"en": "How easy was it?"}, "low": 1, "high": 5}


async def publish(programme, role, questions, based_on=0, status=200):
    answer = await programme.service.http.put(
        f"/programmes/rm-2026/own-questionnaires/check-in/{role}",
        json={"questions": questions, "based_on": based_on},
        headers=programme.coordinator,
    )
    assert answer.status_code == status, answer.text
    return answer.json()


async def own_check_in(programme, participant):
    page = await programme.get("/me/check-ins", programme.person(participant))
    return page["items"][0]


async def test_eight_answers_to_an_own_question_become_a_figure_and_no_single_one_leaves(programme) -> None:
    assert (await publish(programme, "mentor", [PLACE]))["number"] == 1
    pairs = [await programme.met(name) for name in "abcdefgh"]
    asked = await own_check_in(programme, pairs[0].mentor)
    assert [(each["question"], each["texts"], each["highest"]) for each in asked["own_questions"]] == [
        ("place", PLACE["texts"], 2)
    ]
    assert [option["id"] for option in asked["own_questions"][0]["options"]] == ["office", "online"]
    assert (await own_check_in(programme, pairs[0].mentee))["own_questions"] == []
    # People who were asked before a new version answer the one that they got.
    assert (await publish(programme, "mentor", [PLACE, EASE], 1))["number"] == 2
    refused = await programme.post(
        f"/check-ins/{asked['check_in_id']}/answer",
        programme.person(pairs[0].mentor),
        {"rating": 4, "own_answers": {"ease": 4}},
    )
    fault = refused.json()["errors"][0]
    assert (refused.status_code, fault["field"], fault["code"]) == (
        422,
        "own_answers.ease",
        "question-not-asked",
    )
    for pair in pairs:
        mine = await own_check_in(programme, pair.mentor)
        sent = await programme.post(
            f"/check-ins/{mine['check_in_id']}/answer",
            programme.person(pair.mentor),
            {"rating": 4, "own_answers": {"place": 1}},
        )
        assert (sent.status_code, sent.json()["own_answers"]) == (200, {"place": 1})
    programme.service.clock.set(FIRST_CLOSING)
    await programme.service.settled()
    released = (await programme.get("/summary", programme.coordinator))["released"]
    [figure] = released["own"]
    assert (figure["question"], figure["questionnaire_version"], figure["votes"]) == ("place", 1, 8)
    assert (figure["options"], figure["mean"]) == (["office", "online"], None)
    [event] = await programme.service.published(FiguresReleased)
    assert event.data.model_dump(mode="json")["own"] == [figure]
    listed = await programme.get("/own-questionnaires", programme.coordinator)
    assert [(each["role"], each["number"]) for each in listed["items"]] == [("mentor", 1), ("mentor", 2)]


async def test_questions_that_can_not_be_released_are_refused_by_field(programme) -> None:
    text = {"id": "hope", "kind": "text", "texts": {"en": "What do you hope for?"}}
    refused = await publish(programme, "mentee", [text], status=422)
    assert refused["errors"][0]["field"].startswith("questions")
    long = await publish(programme, "mentee", [{**EASE, "low": 0, "high": 10}], status=422)
    assert (long["errors"][0]["field"], long["errors"][0]["code"]) == ("questions[0].high", "scale-too-long")
    await publish(programme, "mentee", [EASE])
    stale = await publish(programme, "mentee", [PLACE], status=409)
    assert stale["errors"][0]["code"] == "questions-changed"
