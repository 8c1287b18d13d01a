"""Own questions: what a coordinator asks the people of a role in a programme, in numbered versions.

A version never changes; the latest is asked. Earlier ones stay beside it, with the answers to them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints

from shared.contracts.enrollment import FeatureDefinition, FeatureKind
from shared.contracts.vocabulary import Code, Role
from shared.kernel import Aggregate, Conflict, RuleBroken

MOST_VERSIONS: Final = 50
MOST_QUESTIONS: Final = 30
_VISIBLE: Final = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=_VISIBLE)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^(en|de|fr|es)$"), Field(examples=["en"])]
Texts = Annotated[
    dict[LanguageCode, Text],
    Field(min_length=1, max_length=4, json_schema_extra={"additionalProperties": False}),
]
"""A text by language; readers of another language read the English one, else the first."""
Bound = Annotated[int, Field(ge=-1000, le=1000)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Part):
    """One answer to choose."""

    id: Code
    texts: Texts


class _Question(_Part):
    """A question.

    Attributes:
        id: its name, under which answers are kept; of a question that matching may compare, the feature's.
        texts: the question itself.
        required: whether people are ready only once they have answered it.
    """

    id: Code
    texts: Texts
    required: bool = True


class ChoiceQuestion(_Question):
    """One of several answers, or any number of them; ``matching``: whether matching may compare them."""

    kind: Literal["choice", "choices"]
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=30)]
    matching: bool = False


class RangeQuestion(_Question):
    """A whole number from ``low`` to ``high``, on a scale or typed."""

    kind: Literal["scale", "number"]
    low: Bound
    high: Bound
    matching: bool = False


class TopicsQuestion(_Question):
    """Some of the organisation's topics."""

    kind: Literal["topics"]
    matching: bool = False


class PlainQuestion(_Question):
    """A day, or a text in the person's own words; neither is ever compared."""

    kind: Literal["date", "text"]


Question: TypeAlias = Annotated[
    ChoiceQuestion | RangeQuestion | TopicsQuestion | PlainQuestion, Discriminator("kind")
]
Questions = Annotated[tuple[Question, ...], Field(max_length=MOST_QUESTIONS)]


class QuestionsVersion(BaseModel):
    """One version: its number, from 1, the questions, and who published it."""

    model_config = ConfigDict(frozen=True)

    number: int
    questions: tuple[Question, ...]
    published_at: datetime
    published_by: str


QuestionsByRole: TypeAlias = Mapping[Role, QuestionsVersion]
"""The questions to each role that is asked any."""


class OwnQuestions(Aggregate):
    """All versions of what a programme asks a role; the id is the role."""

    versions: tuple[QuestionsVersion, ...] = ()

    @property
    def role(self) -> Role:
        """The role that is asked."""
        return Role(self.id)

    @property
    def latest(self) -> QuestionsVersion | None:
        """The version that is asked; None before there is one, or once nothing is asked any more."""
        return self.versions[-1] if self.versions and self.versions[-1].questions else None

    @property
    def number(self) -> int:
        """The number of the latest version; 0 before there is one."""
        return self.versions[-1].number if self.versions else 0

    @property
    def requires_answers(self) -> bool:
        """Whether people have to answer something before they are ready."""
        return self.latest is not None and any(question.required for question in self.latest.questions)

    def publish(self, questions: tuple[Question, ...], based_on: int, by: str, now: datetime) -> Self:
        """Publish the next version; the same questions again change nothing.

        Raises:
            Conflict: somebody has published another version since, or there are as many as there may be.
            RuleBroken: something is listed twice, or a scale has no length.
        """
        if self.versions and questions == self.versions[-1].questions:
            return self
        if based_on != self.number:
            raise Conflict(
                "the questions are at version {version} by now; look at it first",
                code="questions-changed",
                version=self.number,
                field="based_on",
            )
        if len(self.versions) >= MOST_VERSIONS:
            raise Conflict("there are {most} versions already", code="too-many-versions", most=MOST_VERSIONS)
        _check(questions)
        version = QuestionsVersion(
            number=self.number + 1, questions=questions, published_at=now, published_by=by
        )
        return self.changed(versions=(*self.versions, version))

    def features(self) -> tuple[FeatureDefinition, ...]:
        """The features that the latest version lets matching compare."""
        questions = self.latest.questions if self.latest else ()
        return tuple(found for each in questions if (found := _feature(each, self.role)))


class TemplateQuestions(Aggregate):
    """The questions that a template of the organisation asks; the id is the template's."""

    questions: dict[Role, QuestionsVersion]


def _check(questions: tuple[Question, ...]) -> None:
    _once((each.id for each in questions), "questions")
    for n, each in enumerate(questions):
        if isinstance(each, ChoiceQuestion):
            _once((option.id for option in each.options), f"questions[{n}].options")
        if isinstance(each, RangeQuestion) and each.low >= each.high:
            raise RuleBroken(
                "must be above the lowest", code="scale-without-length", field=f"questions[{n}].high"
            )


def _once(names: Iterable[str], field: str) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise RuleBroken("listed twice: {names}", code="listed-twice", names=", ".join(twice), field=field)


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
