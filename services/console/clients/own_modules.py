"""Modules of the training that the organisation wrote itself, as enrollment returns them."""

from collections.abc import Mapping
from datetime import datetime

from services.console.clients.response import Response
from shared.contracts.vocabulary import Role
from shared.locale import SOURCE_LANGUAGE


class Heading(Response):
    """The part of a module that lists show."""

    title: str
    aim: str


class OwnModuleListed(Response):
    """A module in its latest version; ``written_here`` by the coordinators of this programme."""

    module: str
    version: int
    roles: list[Role]
    minutes: int
    valid_months: int | None
    headings: dict[str, Heading]
    written_here: bool
    retired_at: datetime | None

    def title(self, language: str) -> str:
        """Return its title in a language, else in English, else in the first there is."""
        there_is = next(each for each in (language, SOURCE_LANGUAGE, *self.headings) if each in self.headings)
        return self.headings[there_is].title


class OwnModules(Response):
    """The modules that the organisation wrote, retired ones too."""

    items: list[OwnModuleListed]

    def titles(self, language: str, *, retired: bool = False) -> Mapping[str, str]:
        """Return the titles by id, of retired ones too if ``retired`` says so."""
        shown = [each for each in self.items if retired or each.retired_at is None]
        return {each.module: each.title(language) for each in shown}


class WrittenQuestion(Response):
    """A question of the check in one language."""

    text: str
    options: list[str]
    explanation: str


class WrittenText(Response):
    """A module in one language."""

    title: str
    aim: str
    text: str
    questions: list[WrittenQuestion]


class WrittenModule(OwnModuleListed):
    """A module with its texts and right answers."""

    right: list[int]
    texts: dict[str, WrittenText]
