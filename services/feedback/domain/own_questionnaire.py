"""The programme's own questions in check-ins, pulse surveys and the closing survey, by role and in versions.

They are answered by a number on a scale or by one of a few answers, as only these can be released by the rule
for all figures. Words would name their author, so that none are asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field

from services.feedback.domain.items import AskedQuestion, OwnItem
from shared.contracts.feedback import Question, Questionnaire
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, RuleBroken, Scope
from shared.own_questions import Option, OptionsQuestion, QuestionsVersion, QuestionVersions, SpanQuestion
from shared.schema.visibility import Visibility

MOST_QUESTIONS: Final = 2
"""A closing takes one question from a role of a small programme: with more, others would hardly come."""
MOST_LEVELS: Final = 7
"""The blur adds to every level, so that many levels leave little of a small group."""


class Occasion(StrEnum):
    """When own questions are asked."""

    CHECK_IN = "check-in"
    PULSE = "pulse"
    CLOSING = "closing"


_QUESTIONNAIRES: Final = {
    Occasion.CHECK_IN: Questionnaire.OWN_CHECK_IN,
    Occasion.PULSE: Questionnaire.OWN_PULSE,
    Occasion.CLOSING: Questionnaire.OWN_CLOSING,
}
_OCCASIONS: Final = {questionnaire: occasion for occasion, questionnaire in _QUESTIONNAIRES.items()}


class OwnChoice(OptionsQuestion):
    """One of a few answers."""

    kind: Literal["choice"]
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=MOST_LEVELS)]


class OwnScale(SpanQuestion):
    """A number on a scale."""

    kind: Literal["scale"]
    low: Annotated[int, Field(ge=0, le=10)]
    high: Annotated[int, Field(ge=0, le=10)]


OwnQuestion: TypeAlias = Annotated[OwnChoice | OwnScale, Discriminator("kind")]
OwnVersion: TypeAlias = QuestionsVersion[OwnQuestion]


class OwnQuestionnaire(QuestionVersions[OwnQuestion]):
    """All versions of what a programme itself asks a role on an occasion."""

    occasion: Occasion
    role: Role

    @property
    def asked(self) -> tuple[AskedQuestion, ...]:
        """The questions of the latest version."""
        return self.asked_in(self.latest) if self.latest else ()

    def asked_in(self, version: OwnVersion) -> tuple[AskedQuestion, ...]:
        """Return the questions of a version."""
        return tuple(
            AskedQuestion(
                questionnaire=_QUESTIONNAIRES[self.occasion],
                questionnaire_version=version.number,
                question=each.id,
                own=_item(each, self.role),
            )
            for each in version.questions
        )


class FirstQuestions(BaseModel):
    """The questions to a role on an occasion from the beginning."""

    shown_to: ClassVar = Visibility.ORGANISATION

    model_config = ConfigDict(frozen=True)

    occasion: Occasion
    role: Role
    version: OwnVersion

    def begin(self, scope: Scope) -> OwnQuestionnaire:
        """Return the questionnaire of a programme that begins with these questions."""
        return OwnQuestionnaire(
            id=questionnaire_id(self.occasion, self.role),
            tenant=scope.tenant,
            programme=scope.programme,
            occasion=self.occasion,
            role=self.role,
            versions=(self.version.model_copy(update={"number": 1}),),
        )


class TemplateQuestionnaires(Aggregate):
    """The questions that a template of the organisation asks; the id is the template's."""

    shown_to: ClassVar = Visibility.ORGANISATION

    asked: tuple[FirstQuestions, ...]


def first_questions(known: Iterable[OwnQuestionnaire]) -> tuple[FirstQuestions, ...]:
    """Return what a programme asks now, for others to begin with."""
    return tuple(
        FirstQuestions(occasion=each.occasion, role=each.role, version=each.latest)
        for each in known
        if each.latest
    )


def questionnaire_id(occasion: Occasion, role: Role) -> str:
    """Return the id of what a role is asked on an occasion."""
    return f"{occasion}-{role}"


def id_of(asked: AskedQuestion) -> str:
    """Return the id of the questionnaire that an own question is in.

    Raises:
        KeyError: it is no own question.
    """
    if asked.own is None:
        raise KeyError(asked)
    return questionnaire_id(_OCCASIONS[asked.questionnaire], asked.own.role)


def check_countable(questions: Sequence[OwnChoice | OwnScale]) -> None:
    """Check that answers can be counted, each under a name of its own.

    Raises:
        RuleBroken: a scale has too many steps, or a question has the name of one that everybody is asked.
    """
    for n, each in enumerate(questions):
        if each.id in set(Question):
            raise RuleBroken(
                "another question has this id: {id}",
                code="question-taken",
                id=each.id,
                field=f"questions[{n}].id",
            )
        if isinstance(each, OwnScale) and each.high - each.low >= MOST_LEVELS:
            raise RuleBroken(
                "a scale has {most} numbers at most",
                code="scale-too-long",
                most=MOST_LEVELS,
                field=f"questions[{n}].high",
            )


def check_own_answers(asked: Iterable[AskedQuestion], answers: Mapping[str, int]) -> None:
    """Check answers to own questions; each may be left out.

    Raises:
        RuleBroken: one was not asked, or its answer is not on its scale.
    """
    items = {each.question: each.own for each in asked}
    for question, answer in answers.items():
        item = items.get(question)
        if item is None:
            raise not_asked(question, "own_answers")
        check_bounds(question, answer, item.bounds, "own_answers")


def not_asked(question: str, within: str = "answers") -> RuleBroken:
    """Return the refusal of an answer, in a field, to a question that was not asked."""
    return RuleBroken(
        "does not ask {question}",
        code="question-not-asked",
        field=f"{within}.{question}",
        question=question,
    )


def check_bounds(question: str, answer: int, bounds: tuple[int, int], within: str = "answers") -> None:
    """Check that an answer is on its scale.

    Raises:
        RuleBroken: it is not.
    """
    low, high = bounds
    if not low <= answer <= high:
        raise RuleBroken(
            "must be from {low} to {high}",
            code="answer-off-scale",
            field=f"{within}.{question}",
            low=low,
            high=high,
        )


def _item(question: OwnChoice | OwnScale, role: Role) -> OwnItem:
    if isinstance(question, OwnScale):
        return OwnItem(role=role, low=question.low, high=question.high)
    options = tuple(option.id for option in question.options)
    return OwnItem(role=role, low=1, high=len(options), options=options)
