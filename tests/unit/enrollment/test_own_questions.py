"""Own questions: versions that never change, typed answers, and what matching may know of them."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter

from services.enrollment.domain.own_answers import MOST_TOPICS, check_answers
from services.enrollment.domain.own_questions import (
    RESERVED,
    OwnQuestions,
    Questions,
    joined_features,
)
from services.matching.domain.features import FEATURES
from shared.contracts.vocabulary import Role
from shared.kernel import MOST_VERSIONS, Conflict, RuleBroken

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
TEXTS = {"en": "What is it?", "de": "Was ist es?"}
OPTIONS = [{"id": id_, "texts": {"en": id_}} for id_ in ("chat", "wiki", "video")]
ONE = {"id": "tool", "kind": "choice", "texts": TEXTS, "options": OPTIONS, "matching": True}
SEVERAL = {"id": "tools", "kind": "choices", "texts": TEXTS, "options": OPTIONS, "matching": True}
SCALE = {"id": "courage", "kind": "scale", "texts": TEXTS, "low": 1, "high": 5, "matching": True}
NUMBER = {"id": "years", "kind": "number", "texts": TEXTS, "low": 0, "high": 40}
TOPICS = {"id": "reads-about", "kind": "topics", "texts": TEXTS, "matching": True}
DAY = {"id": "since", "kind": "date", "texts": TEXTS, "required": False}
HOPE = {"id": "hope", "kind": "text", "texts": TEXTS, "required": False}
ALL = (ONE, SEVERAL, SCALE, NUMBER, TOPICS, DAY, HOPE)
GOOD = {
    "tool": "wiki", "tools": ["video", "chat", "chat"], "courage": 4, "years": 0,
    "reads-about": ["prompting"], "since": "2026-01-05", "hope": " New ideas. ",
}  # fmt: skip


def questions(*asked):
    return TypeAdapter(Questions).validate_python(asked)


def published(*asked, role=Role.MENTOR):
    return OwnQuestions(id=role.value, tenant="acme", programme="rm").publish(
        questions(*asked), 0, "carla", NOW
    )


def topic(text):
    return {"prompting": "ai-prompting", "ai-prompting": "ai-prompting"}.get(text)


def checked(given, *asked):
    return check_answers(published(*(asked or ALL)).latest, 1, given, topic)


def test_answers_of_every_kind_become_what_matching_may_know_but_no_text_does():
    answers = checked(GOOD)
    assert answers.values == {
        "tool": "wiki", "tools": ("chat", "video"), "courage": 4, "years": 0,
        "reads-about": ("ai-prompting",), "since": "2026-01-05",
    }  # fmt: skip
    assert answers.texts == {"hope": "New ideas."}
    assert answers.features == {
        "tool": "wiki", "tools": ("chat", "video"), "courage": 0.75, "reads-about": ("ai-prompting",),
    }  # fmt: skip


def test_what_need_not_be_answered_may_be_missing():
    assert checked({"hope": ""}, HOPE, DAY).values == {}


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"tool": None}, "tool", "answer-missing"),
        ({"tools": []}, "tools", "answer-missing"),
        ({"tool": "phone"}, "tool", "not-an-answer"),
        ({"tool": ["chat"]}, "tool", "answer-of-other-kind"),
        ({"tools": "chat"}, "tools", "answer-of-other-kind"),
        ({"tools": ["chat", "phone"]}, "tools", "not-an-answer"),
        ({"courage": 6}, "courage", "answer-out-of-range"),
        ({"courage": "4"}, "courage", "answer-of-other-kind"),
        ({"years": -1}, "years", "answer-out-of-range"),
        ({"reads-about": ["nothing"]}, "reads-about", "unknown-topic"),
        ({"reads-about": ["prompting"] * (MOST_TOPICS + 1)}, "reads-about", "answer-of-other-kind"),
        ({"since": "soon"}, "since", "answer-of-other-kind"),
        ({"hope": ["x"]}, "hope", "answer-of-other-kind"),
        ({"else": 1}, "else", "unknown-item"),
    ],
)
def test_an_answer_that_does_not_fit_is_named(given, field, code):
    with pytest.raises(RuleBroken) as refused:
        checked({**GOOD, **given})
    assert (refused.value.field, refused.value.code) == (f"answers.{field}", code)


def test_answers_to_another_version_are_refused():
    with pytest.raises(Conflict):
        check_answers(published(ONE).latest, 2, {"tool": "chat"}, topic)
    with pytest.raises(Conflict):
        check_answers(None, 1, {}, topic)


def test_versions_stay_as_they_are_and_the_latest_is_asked():
    first = published(ONE)
    second = first.publish(questions(SCALE), 1, "carla", NOW)
    assert second.versions[0] == first.versions[0]
    assert second.latest.number == 2
    assert second.publish(questions(SCALE), 1, "carla", NOW) == second, "sent twice"
    assert second.publish((), 2, "carla", NOW).latest is None
    with pytest.raises(Conflict):
        second.publish(questions(ONE), 1, "cleo", NOW)


def test_there_is_a_most_of_versions():
    known = published(ONE)
    for number in range(1, MOST_VERSIONS):
        known = known.publish(questions(ONE if number % 2 == 0 else SCALE), number, "carla", NOW)
    with pytest.raises(Conflict):
        known.publish((), MOST_VERSIONS, "carla", NOW)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ([ONE, ONE], "questions"),
        ([ONE | {"options": OPTIONS + OPTIONS[:1]}], "questions[0].options"),
        ([HOPE, SCALE | {"low": 5}], "questions[1].high"),
    ],
)
def test_questions_that_nobody_could_answer_are_refused(asked, field):
    with pytest.raises(RuleBroken) as refused:
        published(*asked)
    assert refused.value.field == field


def test_only_questions_that_have_to_be_answered_hold_people_up():
    assert published(HOPE, ONE).requires_answers
    assert not published(HOPE, DAY).requires_answers
    assert not published(ONE).publish((), 1, "carla", NOW).requires_answers


def test_a_question_to_both_roles_is_one_feature():
    mentors, mentees = published(ONE, SCALE), published(ONE, NUMBER, role=Role.MENTEE)
    features = joined_features(mentors.features(), mentees.features())
    assert {each.feature: (each.kind, each.roles) for each in features} == {
        "courage": ("number", (Role.MENTOR,)),
        "tool": ("category", (Role.MENTEE, Role.MENTOR)),
    }


@pytest.mark.parametrize(
    "other", [SEVERAL | {"id": "courage"}, SCALE | {"high": 10}, SCALE | {"id": "grade"}]
)
def test_one_id_is_one_feature(other):
    with pytest.raises(RuleBroken) as refused:
        joined_features(published(other).features(), published(SCALE, role=Role.MENTEE).features())
    assert refused.value.code == "feature-taken"


def test_ids_of_facts_that_matching_has_are_reserved():
    assert FEATURES.keys() == RESERVED
