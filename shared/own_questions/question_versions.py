"""Questions in numbered versions; the latest is asked."""

from datetime import datetime
from typing import ClassVar, Generic, Self, TypeVar

from shared.kernel import Version, Versioned, check_next_version
from shared.own_questions.questions import OwnQuestion, check_questions
from shared.schema.visibility import Visibility

Q = TypeVar("Q", bound=OwnQuestion)


class QuestionsVersion(Version, Generic[Q]):
    """One version of some questions."""

    shown_to: ClassVar = Visibility.ORGANISATION

    questions: tuple[Q, ...]


class QuestionVersions(Versioned[QuestionsVersion[Q]], Generic[Q]):
    """All versions of some questions; the id says whom they are for."""

    shown_to: ClassVar = Visibility.ORGANISATION

    @property
    def latest(self) -> QuestionsVersion[Q] | None:
        """The version that is asked; None before there is one, or once nothing is asked any more."""
        return self.versions[-1] if self.versions and self.versions[-1].questions else None

    def publish(self, questions: tuple[Q, ...], based_on: int, by: str, now: datetime) -> Self:
        """Publish the next version; the same questions again change nothing.

        Raises:
            Conflict: somebody has published another version since, or there are as many as there may be.
            RuleBroken: something is listed twice, or a scale has no length.
        """
        if self.versions and questions == self.versions[-1].questions:
            return self
        check_next_version(based_on, self.number, code="questions-changed")
        check_questions(questions)
        version = {
            "number": self.number + 1,
            "questions": questions,
            "published_at": now,
            "published_by": by,
        }
        return self.changed(versions=(*self.versions, version))
