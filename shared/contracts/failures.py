"""Events of operations: failures in a service, published by that service."""

from typing import Annotated, Final

from pydantic import Field, StringConstraints

from shared.contracts.base import PlatformEvent
from shared.contracts.vocabulary import Identifier

EventType = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$", max_length=200),
    Field(examples=["mentoring.matching.pairing-activated.v1"]),
]
Cause = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z]+$", max_length=80), Field(examples=["ValueError"])
]


class Failure(PlatformEvent):
    """The base of these events.

    Attributes:
        failure_id: the same for the same type and cause in an hour.
        event_type: the type of the event that failed; None for a record that is no event.
        cause: the kind of the last error; never its text, which may be about a person.
    """

    failure_id: Identifier
    event_type: EventType | None
    cause: Cause


class EnrollmentEventFailed(
    Failure, owner="enrollment", fact="event-failed", aggregate="failure", key="failure_id"
):
    """Events became dead letters in enrollment; once for each type, cause and hour."""


class MatchingEventFailed(
    Failure, owner="matching", fact="event-failed", aggregate="failure", key="failure_id"
):
    """Events became dead letters in matching; once for each type, cause and hour."""


class SchedulingEventFailed(
    Failure, owner="scheduling", fact="event-failed", aggregate="failure", key="failure_id"
):
    """Events became dead letters in scheduling; once for each type, cause and hour."""


class FeedbackEventFailed(
    Failure, owner="feedback", fact="event-failed", aggregate="failure", key="failure_id"
):
    """Events became dead letters in feedback; once for each type, cause and hour."""


class ConsoleEventFailed(
    Failure, owner="console", fact="event-failed", aggregate="failure", key="failure_id"
):
    """Events became dead letters in console; once for each type, cause and hour."""


class NotificationEventFailed(
    Failure, owner="notification", fact="event-failed", aggregate="failure", key="failure_id"
):
    """Events became dead letters in notification; once for each type, cause and hour."""


FAILURES: Final[dict[str, type[Failure]]] = {
    data.owner: data
    for data in (
        EnrollmentEventFailed,
        MatchingEventFailed,
        SchedulingEventFailed,
        FeedbackEventFailed,
        ConsoleEventFailed,
        NotificationEventFailed,
    )
}
"""The event of each service."""
