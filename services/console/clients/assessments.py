"""Questionnaires as enrollment returns them."""

from services.console.clients.response import Response


class Option(Response):
    """One answer to an item."""

    id: str
    text: str


class Item(Response):
    """A situation and its answers."""

    id: str
    situation: str
    options: list[Option]


class StyleScale(Response):
    """A trait of communication from 1 to 5, with the words at both ends."""

    id: str
    question: str
    low: str
    high: str


class Questionnaire(Response):
    """The questionnaire of a role, in one language."""

    version: int
    title: str
    introduction: str
    items: list[Item]
    style: list[StyleScale]


class Result(Response):
    """The result of a questionnaire; texts by language."""

    title: dict[str, str]
    about_you: dict[str, str]
    for_your_partner: dict[str, str]
