"""Questions of participants to the coordinators, and the answers that a programme publishes."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, StringConstraints

from services.enrollment.domain.participant import Participant
from shared.contracts.enrollment import EnrollmentEvent, HelpQuestionAnswered, HelpQuestionAsked
from shared.contracts.vocabulary import Role
from shared.encryption import SealedText, text_owner
from shared.kernel import Aggregate, Conflict, EmployeeId, Identifier, Scope

MOST_OPEN: Final = 5
"""The most questions of one participant that wait for an answer."""
MOST_PUBLISHED: Final = 500
"""The most published answers of one programme."""
_LENGTH: Final = 2000
HelpText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LENGTH, pattern=r"\S")
]


class HelpState(StrEnum):
    """Whether a question waits for an answer."""

    OPEN = "open"
    ANSWERED = "answered"
    DELETED = "deleted"
    """By its author; the texts are gone."""


class HelpQuestion(Aggregate):
    """A question of a participant; coordinators can read it, but those who are partners of its author.

    Attributes:
        text: the question; it and the answer are encrypted under the author's key. None once deleted.
        published: whether the answer was published, too.
    """

    participant_id: Identifier
    employee_id: EmployeeId
    role: Role
    text: SealedText | None
    asked_at: AwareDatetime
    state: HelpState = HelpState.OPEN
    answer: SealedText | None = None
    replied_at: AwareDatetime | None = None
    published: bool = False

    def give_answer(
        self, answer: SealedText, *, published: bool, now: datetime
    ) -> tuple["HelpQuestion", list[EnrollmentEvent]]:
        """Answer the question.

        Raises:
            Conflict: it is answered already.
        """
        if self.state is HelpState.ANSWERED:
            raise Conflict("this question is answered already", code="question-answered")
        answered = self.changed(state=HelpState.ANSWERED, answer=answer, replied_at=now, published=published)
        fact = HelpQuestionAnswered(question_id=self.id, participant_id=self.participant_id, role=self.role)
        return answered, [fact]

    def without_texts(self) -> "HelpQuestion":
        """Delete the question and its answer."""
        return self.changed(state=HelpState.DELETED, text=None, answer=None)


class PublishedAnswer(Aggregate):
    """A question as a coordinator has worded it, and its answer; nothing leads to the person who asked.

    Attributes:
        question: for everybody who takes part.
        answer: for everybody who takes part.
    """

    question: HelpText
    answer: HelpText
    published_at: AwareDatetime


def ask_question(
    author: Participant,
    question_id: str,
    text: SealedText,
    deleted: HelpQuestion | None,
    *,
    waiting: int,
    now: datetime,
) -> tuple[HelpQuestion, list[EnrollmentEvent]]:
    """Ask the coordinators.

    Args:
        author: who asks.
        question_id: of the new question.
        text: the question, encrypted.
        deleted: the same question if the author has asked it before, and deleted it.
        waiting: how many questions of the author wait for an answer.
        now: the time.

    Raises:
        Conflict: as many wait as may.
    """
    if waiting >= MOST_OPEN:
        raise Conflict(
            "{most} of your questions wait for an answer already", code="too-many-questions", most=MOST_OPEN
        )
    question = HelpQuestion(
        id=question_id,
        **author.scope.model_dump(),
        version=deleted.version if deleted else 0,
        saved_at=deleted.saved_at if deleted else None,
        participant_id=author.id,
        employee_id=author.employee_id,
        role=author.role,
        text=text,
        asked_at=now,
    )
    return question, [HelpQuestionAsked(question_id=question_id)]


def question_owner(scope: Scope, question_id: str) -> str:
    """Return the owner to which the text of a question is bound."""
    return text_owner(scope, "help-question", question_id)


def answer_owner(scope: Scope, question_id: str) -> str:
    """Return the owner to which the answer to a question is bound."""
    return text_owner(scope, "help-answer", question_id)
