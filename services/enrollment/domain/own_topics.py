"""The topics of an organisation: those that are shipped, and those that it added itself."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Self

from pydantic import BaseModel, ConfigDict

from shared import topics as shipped
from shared.contracts.vocabulary import Topic, TopicLevel
from shared.kernel import Aggregate, Conflict, Identifier, RuleBroken, stable_id
from shared.topics import KnownTopic, plain

OWN_TOPICS_ID: Final = "topics"
"""The id of an organisation's only list."""
MOST_OWN: Final = 200
"""The most topics that an organisation may add."""
_LONGEST_ID: Final = 40


class OwnTopic(BaseModel):
    """A topic that the organisation added, named in one language, and the account that added it."""

    model_config = ConfigDict(frozen=True)

    id: Topic
    name: str
    group: Identifier
    synonyms: tuple[str, ...] = ()
    added_by: str
    added_at: datetime

    @property
    def known(self) -> KnownTopic:
        """The topic, as the shipped ones are."""
        return KnownTopic(self.id, self.group, {"": self.name}, self.synonyms)


class OwnTopics(Aggregate):
    """All topics that an organisation added."""

    added: tuple[OwnTopic, ...] = ()

    @property
    def known(self) -> Mapping[str, KnownTopic]:
        """Every topic by id: the shipped ones, then the organisation's own."""
        return {**shipped.topics(), **{topic.id: topic.known for topic in self.added}}

    def find(self, text: str) -> str | None:
        """Return the id of the topic that has this id, name or synonym."""
        word = plain(text)
        own = (topic.id for topic in self.added if word in topic.known.words)
        return shipped.find(text) or next(own, None)

    def resolve(self, topics: tuple[TopicLevel, ...]) -> tuple[TopicLevel, ...]:
        """Return chosen topics by their ids, whichever of their names they came with.

        Raises:
            RuleBroken: there is no such topic.
        """
        return tuple(
            topic.model_copy(update={"topic": self._require(topic.topic, f"topics.{at}.topic")})
            for at, topic in enumerate(topics)
        )

    def add(
        self, name: str, group: str, synonyms: tuple[str, ...], *, added_by: str, now: datetime
    ) -> tuple[Self, OwnTopic]:
        """Add a topic.

        Raises:
            Conflict: there is one of that name, or as many as there may be.
            RuleBroken: there is no such group, the name has no letter, or a synonym means another topic.
        """
        if group not in shipped.groups():
            raise RuleBroken("no such group", code="unknown-topic-group", field="group")
        if not plain(name):
            raise RuleBroken("must have a letter", code="topic-without-letters", field="name")
        if len(self.added) >= MOST_OWN:
            raise Conflict("there are {most} own topics already", code="too-many-topics", most=MOST_OWN)
        for at, text in enumerate((name, *synonyms)):
            if same := self.find(text):
                field = f"synonyms.{at - 1}" if at else "name"
                raise Conflict("this is {topic} already", code="topic-known", topic=same, field=field)
        topic = OwnTopic(
            id=_id_of(name), name=name, group=group, synonyms=synonyms, added_by=added_by, added_at=now
        )
        if topic.id in self.known:
            raise Conflict("this is {topic} already", code="topic-known", topic=topic.id, field="name")
        return self.changed(added=(*self.added, topic)), topic

    def _require(self, text: str, field: str) -> str:
        topic = self.find(text)
        if topic is None:
            raise RuleBroken("no such topic", code="unknown-topic", field=field)
        return topic


def without_repetition(topics: tuple[TopicLevel, ...]) -> tuple[TopicLevel, ...]:
    """Return skills that HR knows of by the ids of shipped topics; the highest level of each counts.

    A word of HR's own stays as it is.
    """
    levels: dict[str, int] = {}
    for each in topics:
        id_ = shipped.find(each.topic) or each.topic
        levels[id_] = max(each.level, levels.get(id_, 0))
    return tuple(TopicLevel(topic=id_, level=level) for id_, level in levels.items())


def _id_of(name: str) -> str:
    """Make an id of a name: its Latin letters and digits, or a short one of its own without any."""
    latin = unicodedata.normalize("NFKD", plain(name)).encode("ascii", "ignore").decode()
    return "-".join(latin.split())[:_LONGEST_ID].strip("-") or f"own-{stable_id('topic', plain(name))[:12]}"
