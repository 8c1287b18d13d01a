"""Responses of enrollment about training completed in a learning system."""

from services.console.clients.response import Response


class CompletionFault(Response):
    """A row that was not taken, and why."""

    line: int
    field: str
    code: str


class Completions(Response):
    """The outcome of a file; ``faults`` has the first thousand of the rejected rows."""

    recorded: int
    unchanged: int
    rejected: int
    faults: list[CompletionFault]


class Activity(Response):
    """An activity of the learning system, and the module that it is taken for."""

    activity: str
    module: str


class Activities(Response):
    """The activities that are modules; ``number`` counts the changes."""

    number: int
    activities: list[Activity]
