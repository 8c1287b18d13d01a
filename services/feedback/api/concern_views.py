"""The views of concerns: one for the reporter, one for lists of handlers, one for a handler who opens one."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Final, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from services.feedback.domain.concern import Concern, ConcernOutcome, ConcernState, Handled
from services.feedback.domain.concern_message import Author, Words
from services.feedback.domain.handler import Handler
from services.feedback.queries.concerns import ReadConcern, ReadMessage
from shared.kernel import Identifier
from shared.schema.visibility import Visibility

_HANDLER: Final[dict[str, JsonValue]] = {
    "handler_id": "f00d9d7c5b3a41f08e6d4c2b1a0f9e8d",
    "name": "Sarah Bell, Human Resources",
}
_MESSAGE: Final[dict[str, JsonValue]] = {
    "author": "handler",
    "text": "Thank you for writing. Would you like to talk?",
    "sent_at": "2026-02-05T09:12:00Z",
}
_FACTS: Final[dict[str, JsonValue]] = {
    "concern_id": "e4d3c2b1a0f94e8d87c6b5a493827160",
    "state": "acknowledged",
    "named": False,
    "reported_at": "2026-02-04T08:45:00Z",
    "acknowledge_by": None,
    "acknowledged_at": "2026-02-05T09:10:00Z",
    "ended_at": None,
    "outcome": None,
    "handled_as": "coordinator",
}
_PAIRING: Final = "77aa1c3e5b7d4f90a1b2c3d4e5f60718"
_TEXTS: Final[dict[str, JsonValue]] = {
    "about": "Our sessions turn into reviews of my work.",
    "messages": [_MESSAGE],
}
_ROW: Final[dict[str, JsonValue]] = {**_FACTS, "pseudonym": "4821", "assigned": True, "waits": False}

Text = Annotated[str | None, Field(description="None once its author has erased it")]


class ConcernReport(BaseModel):
    """A concern; only its reporter and one handler can read it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"about": _TEXTS["about"], "pairing_id": _PAIRING, "named": False}]}
    )

    about: Words
    pairing_id: Annotated[Identifier | None, Field(description="The pairing it is about, if any")] = None
    named: Annotated[bool, Field(description="Whether later handlers learn who reports, too")] = True
    handler_id: Annotated[Identifier | None, Field(description="The handler; by default any")] = None


class MessageText(BaseModel):
    """A message to the other side."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": _MESSAGE["text"]}]})

    text: Words


class ConcernClosing(BaseModel):
    """The outcome of a concern."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"outcome": "settled"}]})

    outcome: ConcernOutcome


class Handling(BaseModel):
    """The name under which a handler is shown to reporters."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": _HANDLER["name"]}]})

    name: Annotated[Words, Field(max_length=80)]


class HandlingView(BaseModel):
    """The caller's present state as a handler."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": _HANDLER["name"]}]})

    name: Annotated[str | None, Field(description="None while the caller handles no concerns")]


class HandlerView(BaseModel):
    """A handler as reporters see them."""

    model_config = ConfigDict(json_schema_extra={"examples": [_HANDLER]})

    handler_id: Identifier
    name: str

    @classmethod
    def of(cls, handler: Handler) -> Self:
        """Return the view of a handler."""
        return cls(handler_id=handler.id, name=handler.name)


class ReadersView(BaseModel):
    """The handlers of whom one would read a concern; without any, a sponsor or other coordinators would.

    If it is not acknowledged in time it goes to a sponsor who is far from the partner, then to another one.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"handlers": [_HANDLER], "acknowledged_within_days": 3}]}
    )

    handlers: list[HandlerView]
    acknowledged_within_days: int


class MessageView(BaseModel):
    """A message between reporter and handler."""

    model_config = ConfigDict(json_schema_extra={"examples": [_MESSAGE]})

    author: Author
    text: Text
    sent_at: datetime

    @classmethod
    def of(cls, message: ReadMessage) -> Self:
        """Return the view of a message."""
        return cls(author=message.author, text=message.text, sent_at=message.sent_at)


class ConcernFacts(BaseModel):
    """The facts of a concern that its reporter and its handler see."""

    shown_to: ClassVar = Visibility.SPONSOR_ALERT

    concern_id: Identifier
    state: ConcernState
    named: bool
    reported_at: datetime
    acknowledge_by: datetime | None
    acknowledged_at: datetime | None
    ended_at: datetime | None
    outcome: ConcernOutcome | None
    handled_as: Annotated[
        Handled | None, Field(description="As whom somebody handles it; None if nobody does")
    ]


class OwnConcernView(ConcernFacts):
    """A concern for its reporter."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**_FACTS, **_TEXTS, "pairing_id": _PAIRING, "handler": _HANDLER}]}
    )

    pairing_id: Identifier | None
    about: Text
    handler: HandlerView | None
    messages: list[MessageView]

    @classmethod
    def of(cls, read: ReadConcern) -> Self:
        """Return the view of a concern for its reporter."""
        return cls(
            **_facts(read.concern),
            pairing_id=read.concern.pairing_id,
            about=read.about,
            handler=HandlerView.of(read.handler) if read.handler else None,
            messages=[MessageView.of(message) for message in read.messages],
        )


class ConcernRowView(ConcernFacts):
    """A concern in a handler's list: without text, and without a name."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ROW]})

    pseudonym: Annotated[str, Field(description="The number by which handlers know the reporter")]
    assigned: Annotated[bool, Field(description="To the caller; else the caller may take it")]
    waits: Annotated[bool, Field(description="For the handler, not for the reporter")]

    @classmethod
    def of(cls, concern: Concern) -> Self:
        """Return the view of a concern in a list."""
        return cls(**_row(concern))


class OpenedConcernView(ConcernRowView):
    """A concern that a handler has opened."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**_ROW, **_TEXTS, "participant_id": None, "pairing_id": None}]}
    )

    about: Text
    messages: list[MessageView]
    participant_id: Annotated[
        Identifier | None, Field(description="The reporter; none where the caller does not learn it")
    ]
    pairing_id: Identifier | None

    @classmethod
    def of_read(cls, read: ReadConcern) -> Self:
        """Return the view of a concern that was opened."""
        concern, known = read.concern, read.concern.names_reporter_to(read.concern.handler_id or "")
        return cls(
            **_row(concern),
            about=read.about,
            messages=[MessageView.of(message) for message in read.messages],
            participant_id=concern.participant_id if known else None,
            pairing_id=concern.pairing_id if known else None,
        )


def _facts(concern: Concern) -> dict[str, Any]:
    plain = concern.model_dump(include=ConcernFacts.model_fields.keys() - {"concern_id", "state"})
    return {"concern_id": concern.id, "state": concern.concern_state, **plain}


def _row(concern: Concern) -> dict[str, Any]:
    return {
        **_facts(concern),
        "pseudonym": concern.pseudonym,
        "assigned": concern.handler_id is not None,
        "waits": concern.waits_for_handler,
    }
