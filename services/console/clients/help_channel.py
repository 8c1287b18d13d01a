"""Responses of enrollment about questions to the coordinators."""

from datetime import datetime

from services.console.clients.response import ListResponse, Response


class OwnHelpQuestion(Response):
    """A question of the caller; its texts are None once they have erased them."""

    question_id: str
    text: str | None
    asked_at: datetime
    state: str
    answer: str | None
    replied_at: datetime | None
    published: bool


class OwnHelpQuestions(ListResponse[OwnHelpQuestion]):
    """A page of the caller's questions, the latest first."""


class HelpQuestion(OwnHelpQuestion):
    """A question as coordinators see it."""

    participant_id: str


class HelpQuestions(ListResponse[HelpQuestion]):
    """A page of questions."""


class PublishedAnswer(Response):
    """A question and an answer for everybody in the programme."""

    answer_id: str
    question: str
    answer: str
    published_at: datetime


class PublishedAnswers(ListResponse[PublishedAnswer]):
    """A page of published answers, the latest first."""
