"""A concern: a confidential report of a participant, handled by one person; `relations` says who may."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from services.feedback.domain.upstream import Participant
from shared.encryption import SealedText, text_owner
from shared.kernel import Aggregate, Conflict, EmployeeId, Identifier, Scope
from shared.schema.visibility import Visibility

REMINDED_BEFORE: Final = timedelta(days=1)
"""The handler is reminded this long before a concern goes to somebody else, or after half of a short time."""
COORDINATORS_REMINDED_EVERY: Final = timedelta(days=2)
"""Where there is no handler, the coordinators are reminded again and again."""
MOST_MESSAGES: Final = 100
MOST_HANDLERS: Final = 20
"""The most handlers of one programme."""
_LENGTH: Final = 4000
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LENGTH, pattern=r"\S")
]


class ConcernState(StrEnum):
    """The state of a concern."""

    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN: Final = frozenset({ConcernState.REPORTED, ConcernState.ACKNOWLEDGED})


class ConcernOutcome(StrEnum):
    """The outcome of a concern."""

    SETTLED = "settled"
    """The matter was settled in talks."""
    PAIRING_ENDED = "pairing-ended"
    PASSED_ON = "passed-on"
    """Another body of the organisation deals with it, as the reporter wishes."""
    NO_ACTION = "no-action"
    """Nothing was done, as the reporter wished."""


class Handled(StrEnum):
    """The capacity in which somebody handles a concern: coordinator or sponsor."""

    COORDINATOR = "coordinator"
    SPONSOR = "sponsor"
    """The sponsor of a pairing of the reporter."""
    OTHER_SPONSOR = "other-sponsor"
    """A sponsor of another pairing."""


class Author(StrEnum):
    """The author of a message."""

    REPORTER = "reporter"
    HANDLER = "handler"


class Message(BaseModel):
    """A message between the reporter and the handler; both are written with the reporter's key."""

    shown_to: ClassVar = Visibility.SPONSOR_ALERT

    model_config = ConfigDict(frozen=True)

    author: Author
    text: SealedText
    sent_at: AwareDatetime


class Handler(Aggregate):
    """Somebody who handles concerns of a programme, by their own wish.

    Attributes:
        employee_id: None for one who is no employee.
        name: the name under which reporters see them.
        since: they are asked in this order.
    """

    shown_to: ClassVar = Visibility.ORGANISATION

    employee_id: EmployeeId | None
    name: Annotated[str, StringConstraints(max_length=80)]
    since: AwareDatetime


class Concern(Aggregate):
    """A confidential report; only the reporter and its handler can read it, in this service.

    Attributes:
        about: the text, encrypted.
        named: whether each handler learns who reports; otherwise only the one in `named_to` does.
        named_to: the handler to whom it was assigned first; None if there was none.
        handled_as: as whom, if somebody does.
        sponsors: how many sponsors it has gone to.
        handler_id: who handles it; None while the coordinators of the whole organisation may take it.
        passed: handlers it is not assigned to again.
        acknowledge_by: then it goes to another handler; None where there is no other.
        remind_at: then the handler is reminded, or the coordinators where there is none.
    """

    shown_to: ClassVar = Visibility.SPONSOR_ALERT

    participant_id: Identifier
    employee_id: EmployeeId
    pairing_id: Identifier | None = None
    about: SealedText
    named: bool = True
    named_to: Identifier | None = None
    handler_id: Identifier | None = None
    handled_as: Handled | None = None
    sponsors: int = 0
    passed: Annotated[tuple[Identifier, ...], Field(max_length=MOST_HANDLERS)] = ()
    concern_state: ConcernState = ConcernState.REPORTED
    reported_at: AwareDatetime
    acknowledge_by: AwareDatetime | None = None
    remind_at: AwareDatetime | None = None
    acknowledged_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    outcome: ConcernOutcome | None = None
    messages: Annotated[tuple[Message, ...], Field(max_length=MOST_MESSAGES)] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody is to handle it."""
        return self.concern_state in OPEN

    @property
    def waits_for_handler(self) -> bool:
        """Whether the next word is the handler's."""
        answered = bool(self.messages) and self.messages[-1].author is Author.HANDLER
        return self.is_open and not answered and (bool(self.messages) or not self.acknowledged_at)

    def is_overdue(self, now: datetime) -> bool:
        """Return whether it should have been acknowledged by now."""
        if self.acknowledge_by is None or self.concern_state is not ConcernState.REPORTED:
            return False
        return self.acknowledge_by <= now

    def needs_reminder(self, now: datetime) -> bool:
        """Return whether it was not acknowledged, and the time of a reminder has come."""
        if self.remind_at is None or self.concern_state is not ConcernState.REPORTED:
            return False
        return self.remind_at <= now

    @property
    def pseudonym(self) -> str:
        """The number by which handlers know the reporter."""
        return str(1000 + int(self.id[:8], 16) % 9000)

    def names_reporter_to(self, handler_id: str) -> bool:
        """Return whether a handler learns who reports."""
        return self.named or handler_id == self.named_to


class Opening(Aggregate):
    """The record that a handler opened a concern."""

    shown_to: ClassVar = Visibility.SPONSOR_ALERT

    concern_id: Identifier
    handler_id: Identifier
    account: Annotated[str, StringConstraints(max_length=255)]
    opened_at: AwareDatetime


class Notice(Aggregate):
    """A notice that was posted; nothing in it leads to the concern."""

    shown_to: ClassVar = Visibility.SPONSOR_ALERT


def report(
    reporter: Participant,
    concern_id: str,
    about: SealedText,
    *,
    pairing_id: str | None,
    named: bool,
    now: datetime,
) -> Concern:
    """Create a concern, not yet assigned to anybody."""
    return Concern(
        id=concern_id,
        tenant=reporter.tenant,
        programme=reporter.programme,
        region=reporter.region,
        participant_id=reporter.id,
        employee_id=reporter.employee_id,
        pairing_id=pairing_id,
        about=about,
        named=named,
        reported_at=now,
    )


def assign(
    concern: Concern,
    handler_id: str | None,
    handled_as: Handled = Handled.COORDINATOR,
    *,
    within: timedelta,
    now: datetime,
) -> Concern:
    """Assign a concern to another handler, who has to acknowledge it; None: to nobody in particular.

    Args:
        concern: the concern.
        handler_id: the handler.
        handled_as: as whom they handle it.
        within: the time to acknowledge it.
        now: the instant.
    """
    passed = (*concern.passed, concern.handler_id) if concern.handler_id else concern.passed
    by_sponsor = handler_id is not None and handled_as is not Handled.COORDINATOR
    remind_after = within - min(REMINDED_BEFORE, within / 2) if handler_id else COORDINATORS_REMINDED_EVERY
    return concern.changed(
        handler_id=handler_id,
        handled_as=handled_as if handler_id else None,
        sponsors=concern.sponsors + by_sponsor,
        named_to=concern.named_to if concern.passed or concern.handler_id else handler_id,
        passed=passed[-MOST_HANDLERS:],
        concern_state=ConcernState.REPORTED,
        acknowledge_by=now + within if handler_id else None,
        remind_at=now + remind_after,
        acknowledged_at=None,
    )


def note_reminder(concern: Concern, *, now: datetime) -> Concern:
    """Note that a reminder went out: a handler gets one, the coordinators the next in due time."""
    return concern.changed(remind_at=None if concern.handler_id else now + COORDINATORS_REMINDED_EVERY)


def acknowledge(concern: Concern, *, now: datetime) -> Concern:
    """Take the concern on; a repetition changes nothing.

    Raises:
        Conflict: it is closed or withdrawn.
    """
    _require_open(concern)
    if concern.acknowledged_at:
        return concern
    return concern.changed(
        concern_state=ConcernState.ACKNOWLEDGED, acknowledged_at=now, acknowledge_by=None, remind_at=None
    )


def add_message(concern: Concern, author: Author, text: SealedText, *, now: datetime) -> Concern:
    """Add a message of one of the two; an answer of the handler acknowledges the concern.

    Raises:
        Conflict: the concern is closed or withdrawn, or has as many messages as it may have.
    """
    _require_open(concern)
    if len(concern.messages) >= MOST_MESSAGES:
        raise Conflict("a concern has {most} messages at most", code="too-many-messages", most=MOST_MESSAGES)
    answered = acknowledge(concern, now=now) if author is Author.HANDLER else concern
    message = Message(author=author, text=text, sent_at=now)
    return answered.changed(messages=(*answered.messages, message))


def close(concern: Concern, outcome: ConcernOutcome, *, now: datetime) -> Concern:
    """Close a concern with its outcome; the same again changes nothing.

    Raises:
        Conflict: it was withdrawn, or closed with another outcome.
    """
    if concern.concern_state is ConcernState.CLOSED and concern.outcome is outcome:
        return concern
    _require_open(concern)
    return concern.changed(
        concern_state=ConcernState.CLOSED,
        outcome=outcome,
        ended_at=now,
        acknowledge_by=None,
        remind_at=None,
    )


def withdraw(concern: Concern, *, now: datetime) -> Concern:
    """Withdraw a concern; a repetition changes nothing.

    Raises:
        Conflict: it is closed.
    """
    if concern.concern_state is ConcernState.WITHDRAWN:
        return concern
    _require_open(concern)
    return concern.changed(
        concern_state=ConcernState.WITHDRAWN, ended_at=now, acknowledge_by=None, remind_at=None
    )


def about_owner(scope: Scope, concern_id: str) -> str:
    """Return the owner to which the text of a concern is bound."""
    return text_owner(scope, "concern", concern_id)


def message_owner(scope: Scope, concern_id: str, number: int) -> str:
    """Return the owner to which a message of a concern is bound, by its number from 0 on."""
    return text_owner(scope, "message", f"{concern_id}/{number}")


def _require_open(concern: Concern) -> None:
    if not concern.is_open:
        raise Conflict("the concern is {state}", code="concern-state", state=concern.concern_state)
