"""Topics as enrollment returns them."""

from services.console.clients.response import Response


class Topic(Response):
    """A topic; ``names`` by language, none for one that the organisation added."""

    id: str
    group: str
    name: str
    names: dict[str, str]
    synonyms: list[str]
    own: bool


class Topics(Response):
    """All topics, or those that a text may mean."""

    items: list[Topic]
