"""A participant's answers to the programme's own questions: checked, and what matching may know of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from pydantic import BaseModel, ConfigDict

from services.enrollment.domain.own_questions import (
    ChoiceQuestion,
    Question,
    RangeQuestion,
    TopicsQuestion,
    Version,
)
from shared.contracts.enrollment import Features, FeatureValue
from shared.encryption import SealedText, text_owner
from shared.kernel import Conflict, RuleBroken, Scope

LONGEST_TEXT: Final = 2000
MOST_TOPICS: Final = 25
Value: TypeAlias = int | str | tuple[str, ...]
Given: TypeAlias = int | str | Sequence[str]
FindTopic: TypeAlias = Callable[[str], str | None]


class OwnAnswers(BaseModel):
    """The answers of a participant to one version; they never leave this service.

    Attributes:
        version: which they answer.
        values: by question; texts are not among them.
        texts: what the person wrote, encrypted for that person alone.
        features: what matching may know.
    """

    model_config = ConfigDict(frozen=True)

    version: int
    values: dict[str, Value]
    texts: dict[str, SealedText] = {}
    features: Features = {}


@dataclass
class Checked:
    """Answers that fit their questions: values, texts to be encrypted, and features."""

    values: dict[str, Value] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    features: dict[str, FeatureValue] = field(default_factory=dict)


def check_answers(
    asked: Version | None, version: int, given: Mapping[str, Given], find_topic: FindTopic
) -> Checked:
    """Check the answers to every question; one that need not be answered may be missing.

    Raises:
        Conflict: they answer another version than the one that is asked.
        RuleBroken: an answer is missing, unknown, or of another kind than its question.
    """
    if asked is None or version != asked.number:
        raise Conflict(
            "version {version} is in use now; please answer that one",
            code="questionnaire-changed",
            version=asked.number if asked else 0,
            field="version",
        )
    known = {question.id for question in asked.questions}
    if unknown := sorted(given.keys() - known):
        raise RuleBroken("no such item", code="unknown-item", field=f"answers.{unknown[0][:40]}")
    checked = Checked()
    for question in asked.questions:
        answer = given.get(question.id)
        if answer is None or answer in ("", [], ()):
            if question.required:
                raise RuleBroken(
                    "an answer is missing", code="answer-missing", field=f"answers.{question.id}"
                )
            continue
        if question.kind == "text":
            checked.texts[question.id] = _text(question, answer)
            continue
        value = _value(question, answer, find_topic)
        checked.values[question.id] = value
        if getattr(question, "matching", False):
            checked.features[question.id] = _feature(question, value)
    return checked


def _value(question: Question, answer: Given, find_topic: FindTopic) -> Value:
    if isinstance(question, RangeQuestion):
        return _number(question, answer)
    if isinstance(question, TopicsQuestion):
        return _topics(question, answer, find_topic)
    if isinstance(question, ChoiceQuestion):
        return _choice(question, answer)
    return _date(question, answer)


def _feature(question: Question, value: Value) -> FeatureValue:
    if isinstance(question, RangeQuestion) and isinstance(value, int):
        return (value - question.low) / (question.high - question.low)
    return value if isinstance(value, tuple) else str(value)


def _number(question: RangeQuestion, answer: Given) -> int:
    if not isinstance(answer, int):
        raise _other_kind(question)
    if not question.low <= answer <= question.high:
        raise RuleBroken(
            "must be from {low} to {high}",
            code="answer-out-of-range",
            low=question.low,
            high=question.high,
            field=f"answers.{question.id}",
        )
    return answer


def _choice(question: ChoiceQuestion, answer: Given) -> Value:
    ids = [option.id for option in question.options]
    several = question.kind == "choices"
    if isinstance(answer, int) or several is isinstance(answer, str):
        raise _other_kind(question)
    chosen = (answer,) if isinstance(answer, str) else tuple(dict.fromkeys(answer))
    if not set(chosen) <= set(ids):
        raise RuleBroken(
            "must be one of {options}",
            code="not-an-answer",
            options=", ".join(ids),
            field=f"answers.{question.id}",
        )
    return tuple(id_ for id_ in ids if id_ in chosen) if several else chosen[0]


def _topics(question: TopicsQuestion, answer: Given, find_topic: FindTopic) -> tuple[str, ...]:
    if isinstance(answer, int | str) or len(answer) > MOST_TOPICS:
        raise _other_kind(question)
    topics = [find_topic(text) for text in answer]
    if None in topics:
        raise RuleBroken("no such topic", code="unknown-topic", field=f"answers.{question.id}")
    return tuple(dict.fromkeys(topic for topic in topics if topic))


def _date(question: Question, answer: Given) -> str:
    try:
        return date.fromisoformat(answer if isinstance(answer, str) else "").isoformat()
    except ValueError as error:
        raise _other_kind(question) from error


def _text(question: Question, answer: Given) -> str:
    text = answer.strip() if isinstance(answer, str) else ""
    if not text or len(text) > LONGEST_TEXT:
        raise _other_kind(question)
    return text


def _other_kind(question: Question) -> RuleBroken:
    return RuleBroken(
        "an answer of the kind {kind} is needed",
        code="answer-of-other-kind",
        kind=question.kind,
        field=f"answers.{question.id}",
    )


def answer_owner(scope: Scope, participant_id: str, question: str) -> str:
    """Return the owner to which a text of a participant is bound."""
    return text_owner(scope, "own-answer", f"{participant_id}/{question}")
