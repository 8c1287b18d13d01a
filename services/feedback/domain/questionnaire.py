"""The questionnaires whose answers are released, as versioned data.

A version never changes once somebody was asked: other questions are a version of their own, and answers to
different versions are never counted together. The console has the words of each code.
"""

from enum import StrEnum
from typing import ClassVar, Final

from pydantic import BaseModel, ConfigDict

from shared.contracts.feedback import Question, Questionnaire
from shared.contracts.vocabulary import Role
from shared.schema.visibility import Visibility


class Scale(StrEnum):
    """How a question is answered."""

    LEVELS = "levels"
    """A level from 1 (not at all) to 5 (fully)."""
    RECOMMENDATION = "recommendation"
    """A number from 0 to 10, counted as detractor (up to 6), passive (7 or 8) or promoter."""


class Attitude(StrEnum):
    """The matter that a question is about; questions about one share the bound on what figures explain."""

    SATISFACTION = "satisfaction"
    SAFETY = "safety"
    CHANGE = "change"
    SKILL = "skill"


class AskedQuestion(BaseModel):
    """A question of a version of a questionnaire: answers to one of these are counted together."""

    shown_to: ClassVar = Visibility.ORGANISATION

    model_config = ConfigDict(frozen=True)

    questionnaire: Questionnaire
    questionnaire_version: int
    question: Question


class Item(BaseModel):
    """A question, and how it is answered and counted.

    Attributes:
        roles: who is asked this question, if not everybody whom the questionnaire is for.
    """

    model_config = ConfigDict(frozen=True)

    question: Question
    attitude: Attitude
    scale: Scale = Scale.LEVELS
    roles: tuple[Role, ...] | None = None

    @property
    def levels(self) -> int:
        """The number of levels by which answers are counted."""
        return 5 if self.scale is Scale.LEVELS else 3

    @property
    def bounds(self) -> tuple[int, int]:
        """The lowest and the highest answer."""
        return (1, 5) if self.scale is Scale.LEVELS else (0, 10)

    def level(self, answer: int) -> int:
        """Return the level as which an answer counts, from 1."""
        return answer if self.scale is Scale.LEVELS else 1 + (answer > 6) + (answer > 8)


class QuestionnaireVersion(BaseModel):
    """A version of a questionnaire.

    Attributes:
        roles: who is asked.
        items: the questions, the most important first. A small programme asks few of them.
    """

    model_config = ConfigDict(frozen=True)

    questionnaire: Questionnaire
    version: int
    roles: tuple[Role, ...]
    items: tuple[Item, ...]

    def asked(self, question: Question) -> AskedQuestion:
        """Return the name of a question of this version."""
        return AskedQuestion(
            questionnaire=self.questionnaire, questionnaire_version=self.version, question=question
        )

    def questions_for(self, role: Role) -> tuple[Question, ...]:
        """Return the questions that this role is asked."""
        return tuple(item.question for item in self.items if role in (item.roles or self.roles))

    def item(self, question: Question) -> Item:
        """Return one of the questions."""
        return next(each for each in self.items if each.question is question)


_SKILLS: Final = (
    Item(question=Question.UNDERSTANDS, attitude=Attitude.SKILL),
    Item(question=Question.DIGITAL, attitude=Attitude.SKILL, roles=(Role.MENTEE,)),
    Item(question=Question.CONFIDENT, attitude=Attitude.SKILL, roles=(Role.MENTOR,)),
)
"""Skills, which are asked about before and after."""
ALL: Final = (
    QuestionnaireVersion(
        questionnaire=Questionnaire.CHECK_IN,
        version=1,
        roles=tuple(Role),
        items=(Item(question=Question.USEFULNESS, attitude=Attitude.SATISFACTION),),
    ),
    QuestionnaireVersion(
        questionnaire=Questionnaire.MENTOR_PULSE,
        version=1,
        roles=(Role.MENTOR,),
        items=(
            Item(question=Question.HEARD, attitude=Attitude.SAFETY),
            Item(question=Question.OPEN, attitude=Attitude.SAFETY),
            Item(question=Question.SAFE, attitude=Attitude.SAFETY),
        ),
    ),
    QuestionnaireVersion(
        questionnaire=Questionnaire.MENTEE_PULSE,
        version=1,
        roles=(Role.MENTEE,),
        items=(
            Item(question=Question.DIFFERENT, attitude=Attitude.CHANGE),
            Item(question=Question.ASKS, attitude=Attitude.CHANGE),
            Item(question=Question.PASSES_ON, attitude=Attitude.CHANGE),
        ),
    ),
    QuestionnaireVersion(
        questionnaire=Questionnaire.RECOMMENDATION,
        version=1,
        roles=tuple(Role),
        items=(
            Item(question=Question.RECOMMEND, attitude=Attitude.SATISFACTION, scale=Scale.RECOMMENDATION),
        ),
    ),
    QuestionnaireVersion(
        questionnaire=Questionnaire.START,
        version=1,
        roles=tuple(Role),
        items=_SKILLS,
    ),
    QuestionnaireVersion(
        questionnaire=Questionnaire.CLOSING,
        version=1,
        roles=tuple(Role),
        items=(
            Item(question=Question.RECOMMEND, attitude=Attitude.SATISFACTION, scale=Scale.RECOMMENDATION),
            Item(question=Question.CHANGED, attitude=Attitude.CHANGE),
            Item(question=Question.AGAIN, attitude=Attitude.SATISFACTION),
            *_SKILLS,
        ),
    ),
)
"""Every version that was ever asked; the latest of each is the last."""

_BY_NAME: Final = {version.asked(item.question): (version, item) for version in ALL for item in version.items}
CHECK_IN_USEFULNESS: Final = ALL[0].asked(Question.USEFULNESS)


def item_of(asked: AskedQuestion) -> Item:
    """Return how a question is answered and counted."""
    return _BY_NAME[asked][1]


def questions_about(attitude: Attitude) -> tuple[AskedQuestion, ...]:
    """Return all questions about an attitude."""
    return tuple(asked for asked, (_, item) in _BY_NAME.items() if item.attitude is attitude)


def every_question() -> tuple[AskedQuestion, ...]:
    """Return all questions that were ever asked."""
    return tuple(_BY_NAME)


def roles_of(asked: AskedQuestion) -> tuple[Role, ...]:
    """Return who is asked a question."""
    version, item = _BY_NAME[asked]
    return item.roles or version.roles


def place_of(asked: AskedQuestion) -> int:
    """Return the place of a question among all, in the order in which figures are shown."""
    return list(_BY_NAME).index(asked)


def version_of(questionnaire: Questionnaire, version: int) -> QuestionnaireVersion:
    """Return a version of a questionnaire."""
    return next(each for each in ALL if (each.questionnaire, each.version) == (questionnaire, version))


def latest(questionnaire: Questionnaire) -> QuestionnaireVersion:
    """Return the version that is asked now."""
    return [each for each in ALL if each.questionnaire is questionnaire][-1]
