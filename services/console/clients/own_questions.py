"""A programme's own questions, and a participant's answers, as enrollment and feedback return them."""

from collections.abc import Mapping
from typing import Any

from services.console.clients.response import Response


class OwnOption(Response):
    """One answer to choose; texts by language."""

    id: str
    texts: dict[str, str]


class OwnQuestion(Response):
    """A question; which other fields it has depends on its kind."""

    id: str
    kind: str
    texts: dict[str, str]
    options: tuple[OwnOption, ...] = ()
    low: int | None = None
    high: int | None = None


class JoiningQuestion(OwnQuestion):
    """A question to people who join: whether they must answer it, and whether matching compares answers."""

    required: bool
    matching: bool = False


class OwnQuestions(Response):
    """The questions to a role, in one version."""

    number: int
    questions: list[JoiningQuestion]


class SurveyQuestions(Response):
    """The programme's own questions to a role on an occasion, in one version."""

    occasion: str
    role: str
    number: int
    questions: list[OwnQuestion]


class AllSurveyQuestions(Response):
    """All of them, in all versions."""

    items: list[SurveyQuestions]


class OwnAnswers(Response):
    """The caller's own answers, by question; version 0 before there are any."""

    version: int
    answers: dict[str, Any]


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Return a text in a language, else in English, else in the first there is."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
