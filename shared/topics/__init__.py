"""The topics that people teach and learn, as data: in groups, with their names in each language.

`find` knows a topic by its id, a name or a synonym, however it is written, so that ``ai-prompting`` and
"Prompting" meet. Topics that an organisation adds are enrollment's.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from json import loads
from types import MappingProxyType
from typing import Any, Final

_LANGUAGES: Final = ("en", "de", "fr", "es")
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class KnownTopic:
    """A topic.

    Attributes:
        id: its name in events.
        group: the id of its group.
        names: by language.
        synonyms: other words for it, in any language.
    """

    id: str
    group: str
    names: Mapping[str, str]
    synonyms: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Return its name in a language, or in the only one it has."""
        return self.names.get(language) or next(iter(self.names.values()))

    @property
    def words(self) -> frozenset[str]:
        """All that it is called, as it is compared."""
        return frozenset(plain(text) for text in (self.id, *self.names.values(), *self.synonyms))


@dataclass(frozen=True)
class Group:
    """Topics of one subject."""

    id: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class _Taxonomy:
    groups: Mapping[str, Group]
    topics: Mapping[str, KnownTopic]
    by_word: Mapping[str, str]


def plain(text: str) -> str:
    """Return a text as it is compared: without case, accents and signs between words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _BETWEEN_WORDS.sub(" ", bare).strip()


def groups() -> Mapping[str, Group]:
    """Return the groups by id, in their order."""
    return _taxonomy().groups


def topics() -> Mapping[str, KnownTopic]:
    """Return the topics by id, in their order."""
    return _taxonomy().topics


def find(text: str) -> str | None:
    """Return the id of the topic that has this id, name or synonym."""
    return _taxonomy().by_word.get(plain(text))


@cache
def _taxonomy() -> _Taxonomy:
    data = loads(files(__package__).joinpath("topics.json").read_text("utf-8"))
    known = {topic.id: topic for topic in _topics(data)}
    return _Taxonomy(
        groups=MappingProxyType({one["id"]: Group(one["id"], _names(one)) for one in data["groups"]}),
        topics=MappingProxyType(known),
        by_word=MappingProxyType({word: topic.id for topic in known.values() for word in topic.words}),
    )


def _topics(data: dict[str, Any]) -> Iterator[KnownTopic]:
    for group in data["groups"]:
        for topic in group["topics"]:
            yield KnownTopic(topic["id"], group["id"], _names(topic), tuple(topic["synonyms"]))


def _names(entry: dict[str, Any]) -> Mapping[str, str]:
    return MappingProxyType({language: entry[language] for language in _LANGUAGES})
