"""The help channel over HTTP: asked, answered, published, taken back; nobody else reads it."""

import pytest

from shared.contracts.enrollment import HelpQuestionAnswered
from tests.integration.enrollment.test_partners import paired

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"
QUESTIONS = f"{BASE}/help-questions"


@pytest.fixture
def call(service):
    async def send(method, path, headers, status=200, **request):
        answer = await service.http.request(method, path, headers=headers, **request)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else {}

    return send


async def test_a_question_is_asked_answered_and_published_without_its_author(service, steps, call, juniors):
    mentor = (await steps.enrol(juniors[0])).json()
    other = (await steps.enrol(juniors[1])).json()
    me, coordinator = steps.me(mentor["employee_id"]), service.token("coordinator")
    asked = await call("POST", QUESTIONS, me, 201, json={"text": "  Can we meet by video?  "})
    assert (asked["text"], asked["state"], "participant_id" in asked) == (
        "Can we meet by video?",
        "open",
        False,
    )
    (waiting,) = (await call("GET", QUESTIONS, coordinator))["items"]
    assert (waiting["question_id"], waiting["participant_id"]) == (
        asked["question_id"],
        mentor["participant_id"],
    )
    body = {"answer": "Yes.", "published_question": "Must we meet in person?"}
    await call("POST", f"{QUESTIONS}/{asked['question_id']}/answer", coordinator, 204, json=body)
    refused = await call("POST", f"{QUESTIONS}/{asked['question_id']}/answer", coordinator, 409, json=body)
    assert refused["code"] == "question-answered"
    (own,) = (await call("GET", f"{BASE}/me/help-questions", me))["items"]
    assert (own["answer"], own["published"], own["state"]) == ("Yes.", True, "answered")
    (shown,) = (await call("GET", f"{BASE}/published-answers", steps.me(other["employee_id"])))["items"]
    assert shown.keys() == {"answer_id", "question", "answer", "published_at"}
    assert (shown["question"], shown["answer"]) == ("Must we meet in person?", "Yes.")
    facts = [event.data for event in await service.published(HelpQuestionAnswered)]
    assert [fact.participant_id for fact in facts] == [mentor["participant_id"]]
    answer_id = shown["answer_id"]
    await call("DELETE", f"{BASE}/published-answers/{answer_id}", coordinator, 204)
    assert (await call("GET", f"{BASE}/published-answers", coordinator))["items"] == []
    await call("DELETE", f"{BASE}/me/help-questions/{asked['question_id']}", me, 204)
    assert (await call("GET", f"{BASE}/me/help-questions", me))["items"] == []


async def test_nobody_else_reads_or_deletes_it(service, steps, call, juniors, executives):
    mentor = (await steps.enrol(juniors[2])).json()
    mentee = (await steps.enrol(executives[0], "mentee")).json()
    await service.given(paired(mentor, mentee, "asks-about-her"))
    asked = await call("POST", QUESTIONS, steps.me(mentor["employee_id"]), 201, json={"text": "She cancels."})
    one = f"{QUESTIONS}/{asked['question_id']}"
    partner = service.token("coordinator", employee_id=mentee["employee_id"], no_employee=False)
    assert asked["question_id"] not in str(await call("GET", QUESTIONS, partner))
    await call("GET", one, partner, 404)
    await call("POST", f"{one}/answer", partner, 404, json={"answer": "Wait."})
    await call("GET", one, service.token("coordinator", tenant="globex"), 404)
    stranger = steps.me(juniors[3])
    await call("DELETE", f"{BASE}/me/help-questions/{asked['question_id']}", stranger, 404)
    await call("GET", f"{BASE}/published-answers", stranger, 404)
    await call("POST", QUESTIONS, stranger, 404, json={"text": "Hello?"})
    assert (await call("GET", one, service.token("coordinator")))["text"] == "She cancels."


async def test_texts_have_bounds_and_open_questions_too(service, steps, call, juniors):
    mentor = (await steps.enrol(juniors[4])).json()
    me = steps.me(mentor["employee_id"])
    for text in ("", "   ", "x" * 2001):
        problem = await call("POST", QUESTIONS, me, 422, json={"text": text})
        assert [each["field"] for each in problem["errors"]] == ["text"]
    for number in range(5):
        await call("POST", QUESTIONS, me, 201, json={"text": f"Question {number}"})
    assert (await call("POST", QUESTIONS, me, 409, json={"text": "More"}))["code"] == "too-many-questions"
    listed = await call("GET", QUESTIONS, service.token("coordinator"), params={"limit": 1, "offset": 0})
    assert listed["total"] >= 5
    await call("GET", QUESTIONS, service.token("coordinator"), 422, params={"state": "deleted"})
