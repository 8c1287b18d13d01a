"""Questions in numbered versions: one never changes, the latest is asked, earlier ones stay beside it."""

from datetime import datetime
from typing import ClassVar, Final, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict

from shared.kernel import Aggregate, Conflict
from shared.own_questions.questions import OwnQuestion, check_questions
from shared.schema.visibility import Visibility

MOST_VERSIONS: Final = 50
Q = TypeVar("Q", bound=OwnQuestion)


class QuestionsVersion(BaseModel, Generic[Q]):
    """One version: its number, from 1, the questions, and who published it."""

    shown_to: ClassVar = Visibility.ORGANISATION

    model_config = ConfigDict(frozen=True)

    number: int
    questions: tuple[Q, ...]
    published_at: datetime
    published_by: str


class QuestionVersions(Aggregate, Generic[Q]):
    """All versions of some questions; the id says whom they are for."""

    shown_to: ClassVar = Visibility.ORGANISATION

    versions: tuple[QuestionsVersion[Q], ...] = ()

    @property
    def latest(self) -> QuestionsVersion[Q] | None:
        """The version that is asked; None before there is one, or once nothing is asked any more."""
        return self.versions[-1] if self.versions and self.versions[-1].questions else None

    @property
    def number(self) -> int:
        """The number of the latest version; 0 before there is one."""
        return self.versions[-1].number if self.versions else 0

    def find(self, number: int) -> QuestionsVersion[Q] | None:
        """Return the version with a number; None if there is none."""
        return next((each for each in self.versions if each.number == number), None)

    def publish(self, questions: tuple[Q, ...], based_on: int, by: str, now: datetime) -> Self:
        """Publish the next version; the same questions again change nothing.

        Raises:
            Conflict: somebody has published another version since, or there are as many as there may be.
            RuleBroken: something is listed twice, or a scale has no length.
        """
        if self.versions and questions == self.versions[-1].questions:
            return self
        if based_on != self.number:
            raise Conflict(
                "the questions are at version {version} now: read it before you change it",
                code="questions-changed",
                version=self.number,
                field="based_on",
            )
        if len(self.versions) >= MOST_VERSIONS:
            raise Conflict("there are {most} versions already", code="too-many-versions", most=MOST_VERSIONS)
        check_questions(questions)
        version = {
            "number": self.number + 1,
            "questions": questions,
            "published_at": now,
            "published_by": by,
        }
        return self.changed(versions=(*self.versions, version))
