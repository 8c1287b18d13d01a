"""Own questions: what a coordinator asks the people of a role in a programme, in numbered versions."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, Discriminator, Field

from shared.contracts.enrollment import FeatureDefinition, FeatureKind
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, RuleBroken
from shared.own_questions import (
    MOST_QUESTIONS,
    OptionsQuestion,
    OwnQuestion,
    QuestionsVersion,
    QuestionVersions,
    SpanQuestion,
)


class _Asked(BaseModel):
    """A question; the id of one that matching may compare is the feature's.

    Attributes:
        required: whether people are ready only once they have answered it.
    """

    required: bool = True


class ChoiceQuestion(_Asked, OptionsQuestion):
    """One of several answers, or any number of them; ``matching``: whether matching may compare them."""

    kind: Literal["choice", "choices"]
    matching: bool = False


class RangeQuestion(_Asked, SpanQuestion):
    """A whole number from ``low`` to ``high``, on a scale or typed."""

    kind: Literal["scale", "number"]
    matching: bool = False


class TopicsQuestion(_Asked, OwnQuestion):
    """Some of the organisation's topics."""

    kind: Literal["topics"]
    matching: bool = False


class PlainQuestion(_Asked, OwnQuestion):
    """A day, or a text in the person's own words; neither is ever compared."""

    kind: Literal["date", "text"]


Question: TypeAlias = Annotated[
    ChoiceQuestion | RangeQuestion | TopicsQuestion | PlainQuestion, Discriminator("kind")
]
Questions = Annotated[tuple[Question, ...], Field(max_length=MOST_QUESTIONS)]
Version: TypeAlias = QuestionsVersion[Question]
QuestionsByRole: TypeAlias = Mapping[Role, Version]
"""The questions to each role that is asked any."""


class OwnQuestions(QuestionVersions[Question]):
    """All versions of what a programme asks a role; the id is the role."""

    @property
    def role(self) -> Role:
        """The role that is asked."""
        return Role(self.id)

    @property
    def requires_answers(self) -> bool:
        """Whether people have to answer something before they are ready."""
        return self.latest is not None and any(question.required for question in self.latest.questions)

    def features(self) -> tuple[FeatureDefinition, ...]:
        """Return the features that the latest version lets matching compare."""
        questions = self.latest.questions if self.latest else ()
        return tuple(feature for each in questions if (feature := _feature(each, self.role)))


class TemplateQuestions(Aggregate):
    """The questions that a template of the organisation asks; the id is the template's."""

    questions: dict[Role, Version]


def _feature(question: Question, role: Role) -> FeatureDefinition | None:
    if isinstance(question, PlainQuestion) or not question.matching:
        return None
    if isinstance(question, RangeQuestion):
        low, high = question.low, question.high
        return FeatureDefinition(
            feature=question.id, kind=FeatureKind.NUMBER, roles=(role,), low=low, high=high
        )
    kind = FeatureKind.CATEGORY if question.kind == "choice" else FeatureKind.IDS
    return FeatureDefinition(feature=question.id, kind=kind, roles=(role,))


def joined_features(
    own: tuple[FeatureDefinition, ...], others: tuple[FeatureDefinition, ...]
) -> tuple[FeatureDefinition, ...]:
    """Join what two roles are asked; a feature of both is one, so that matching can compare the two.

    Raises:
        RuleBroken: both define a feature of one id otherwise, or an id is that of a fact that matching has.
    """
    by_id = {each.feature: each for each in others}
    for each in own:
        other = by_id.get(each.feature)
        if each.feature in RESERVED or (other and _without_roles(other) != _without_roles(each)):
            raise RuleBroken(
                "another feature has this id: {id}", code="feature-taken", id=each.feature, field="questions"
            )
        roles = tuple(sorted({*each.roles, *(other.roles if other else ())}))
        by_id[each.feature] = each.model_copy(update={"roles": roles})
    return tuple(by_id[id_] for id_ in sorted(by_id))


def _without_roles(definition: FeatureDefinition) -> FeatureDefinition:
    return definition.model_copy(update={"roles": ()})


RESERVED: Final = frozenset(
    {
        "department", "directness", "formality", "generation", "grade", "kind", "languages", "manager",
        "pace", "region", "team", "tenure", "time-zone", "topics", "working-hours",
    }
)  # fmt: skip
"""The features that matching has of everybody; a test compares them with its own list."""
