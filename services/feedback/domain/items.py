"""Questions whose answers are released: how each is answered and counted, and its name."""

from enum import StrEnum
from typing import Annotated, ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.feedback import Question, Questionnaire
from shared.contracts.vocabulary import Code, Role
from shared.schema.visibility import Visibility

QuestionName: TypeAlias = Annotated[Question | Code, Field(union_mode="left_to_right")]
"""The code of a question that everybody is asked, or the id of one of the programme's own."""


class Scale(StrEnum):
    """How a question is answered."""

    LEVELS = "levels"
    """A level from 1 (not at all) to 5 (fully)."""
    RECOMMENDATION = "recommendation"
    """A number from 0 to 10, counted as detractor (up to 6), passive (7 or 8) or promoter."""
    OWN = "own"
    """A number on a scale of the programme's own, or the place of an answer to choose."""


class Attitude(StrEnum):
    """The matter that a question is about; questions about one share the bound on what figures explain."""

    SATISFACTION = "satisfaction"
    SAFETY = "safety"
    CHANGE = "change"
    SKILL = "skill"


class OwnItem(BaseModel):
    """How a question of the programme's own is answered and counted.

    Its matter is not known: it may be any, so that its figures count in the bound of each.

    Attributes:
        role: who is asked.
        low: the lowest answer; of a choice 1.
        high: the highest answer; of a choice the number of answers to choose from.
        options: the ids of the answers to choose from; none of a scale.
    """

    shown_to: ClassVar = Visibility.ORGANISATION

    model_config = ConfigDict(frozen=True)

    role: Role
    low: int
    high: int
    options: tuple[Code, ...] = ()

    @property
    def scale(self) -> Scale:
        """The kind of figure."""
        return Scale.OWN

    @property
    def attitudes(self) -> tuple[Attitude, ...]:
        """The matters that the question may be about."""
        return tuple(Attitude)

    @property
    def levels(self) -> int:
        """The number of levels by which answers are counted."""
        return self.high - self.low + 1

    @property
    def bounds(self) -> tuple[int, int]:
        """The lowest and the highest answer."""
        return self.low, self.high

    @property
    def has_mean(self) -> bool:
        """Whether several answers of one person have a mean; of a choice the latest counts."""
        return not self.options

    def level(self, answer: int) -> int:
        """Return the level as which an answer counts, from 1."""
        return answer - self.low + 1


class AskedQuestion(BaseModel):
    """A question of a version of a questionnaire: answers to one of these are counted together.

    Attributes:
        own: of a question of the programme's own, how it is answered.
    """

    shown_to: ClassVar = Visibility.ORGANISATION

    model_config = ConfigDict(frozen=True)

    questionnaire: Questionnaire
    questionnaire_version: int
    question: QuestionName
    own: OwnItem | None = None

    @property
    def key(self) -> tuple[str | int, ...]:
        """The parts that tell it from every other question of a programme."""
        named = (self.questionnaire, self.questionnaire_version, self.question)
        return (*named, self.own.role) if self.own else named


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
    def attitudes(self) -> tuple[Attitude, ...]:
        """The matter that it is about."""
        return (self.attitude,)

    @property
    def has_mean(self) -> bool:
        """Whether several answers of one person have a mean."""
        return True

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
