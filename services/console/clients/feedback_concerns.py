"""Responses of feedback about concerns: for their reporters, and for those who handle them."""

from datetime import datetime

from services.console.clients.response import ListResponse, Response


class ConcernHandler(Response):
    """A handler of concerns, under the name they have given themselves."""

    handler_id: str
    name: str


class Handling(Response):
    """The name under which the caller handles concerns; None for one who handles none."""

    name: str | None


class ConcernReaders(Response):
    """The handlers of whom one would read a concern of the caller; without any, a sponsor or others would."""

    handlers: list[ConcernHandler]
    acknowledged_within_days: int


class ConcernMessage(Response):
    """A message between reporter and handler; its text is None once the reporter has erased it."""

    author: str
    text: str | None
    sent_at: datetime


class OwnConcern(Response):
    """A concern of the caller; its text is None once they have erased it."""

    concern_id: str
    about: str | None
    state: str
    named: bool
    reported_at: datetime
    acknowledge_by: datetime | None
    acknowledged_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    handler: ConcernHandler | None
    handled_as: str | None
    messages: list[ConcernMessage]


class OwnConcerns(Response):
    """A page of the caller's concerns, the latest first."""

    items: list[OwnConcern]


class ConcernRow(Response):
    """A concern in a handler's list."""

    concern_id: str
    pseudonym: str
    state: str
    reported_at: datetime
    acknowledge_by: datetime | None
    assigned: bool
    waits: bool


class ConcernRows(ListResponse[ConcernRow]):
    """A page of a handler's concerns, the latest first."""


class OpenedConcern(ConcernRow):
    """A concern that a handler has opened."""

    named: bool
    about: str | None
    messages: list[ConcernMessage]
    participant_id: str | None
    pairing_id: str | None
    acknowledged_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
