"""The names of topics."""

from collections.abc import Mapping, Sequence

from services.console.wording.names import plain_code
from shared import topics
from shared.locale import Voice


def topic_name(voice: Voice, id_: str) -> str:
    """Return a topic by its id; one that the organisation added is called by the words of its id."""
    known = topics.topics().get(id_)
    return known.name(voice.language) if known else plain_code(id_)


def topic_names(voice: Voice, ids: Sequence[str]) -> str:
    """Several topics, as a list."""
    return ", ".join(topic_name(voice, id_) for id_ in ids)


def topic_label(voice: Voice, names: Mapping[str, str], name: str) -> str:
    """Return a topic as enrollment names it: in the reader's language, or in the only one it has."""
    return names.get(voice.language, name)


def topic_groups(voice: Voice) -> Mapping[str, str]:
    """Return the names of the groups of topics by their ids, in their order."""
    return {group.id: group.names[voice.language] for group in topics.groups().values()}
