"""Texts that a coordinator writes in several languages, as the fields of a form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from services.console.clients.own_questions import in_language
from shared.locale import LANGUAGES, SOURCE_LANGUAGE

Fields = Mapping[str, Sequence[str]]

_LONGEST_SLUG: Final = 32


@dataclass(frozen=True)
class Written:
    """A text by language; the id is that of what it names, and empty of something new."""

    id: str = ""
    texts: Mapping[str, str] | None = None

    @classmethod
    def at(cls, fields: Fields, path: str) -> Self:
        """Return the text that a browser sent at a path."""
        return cls(one(fields, f"{path}.id"), texts_at(fields, path))

    def text(self, language: str) -> str:
        """Return the text in a language."""
        return (self.texts or {}).get(language, "")


UNWRITTEN: Final = Written()


def one(fields: Fields, name: str) -> str:
    """Return the first value of a field; nothing where the browser sent none."""
    return next(iter(fields.get(name, ())), "").strip()


def version_in(fields: Fields) -> int:
    """Return the number of the version that a form was edited from."""
    based_on = one(fields, "based_on")
    return int(based_on) if based_on.isdecimal() and len(based_on) < 4 else 0


def texts_at(fields: Fields, path: str) -> dict[str, str]:
    """Return what was written at a path, by language."""
    typed = {language: one(fields, f"{path}.texts.{language}") for language in LANGUAGES}
    return {language: text for language, text in typed.items() if text}


def paths_of(fields: Fields, pattern: str) -> list[str]:
    """Return the paths of the rows that the browser sent, in their order; the pattern has their number."""
    numbers = {match[0]: int(match[1]) for name in fields if (match := re.match(pattern, name))}
    return sorted(numbers, key=numbers.__getitem__)


def slug_of(texts: Mapping[str, str] | None, taken: set[str], otherwise: str) -> str:
    """Make an id of the first words of a text; note it as taken."""
    words = re.findall(r"[a-z0-9]+", in_language(texts or {}, SOURCE_LANGUAGE).lower())
    slug = "-".join(words)[:_LONGEST_SLUG].strip("-") or otherwise
    name = next(each for each in (slug, *(f"{slug}-{n}" for n in range(2, 100))) if each not in taken)
    taken.add(name)
    return name


def whole(text: str) -> int | str:
    """Return a whole number, or the text as it is, which the owner refuses."""
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else text
