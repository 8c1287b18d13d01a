"""A concern: a confidential report of a participant, handled by one person; `relations` says who may."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Final, Self

from pydantic import AwareDatetime, Field

from services.feedback.domain.concern_message import Author, Message
from services.feedback.domain.handler import MOST_HANDLERS
from services.feedback.domain.upstream import Participant
from shared.encryption import SealedText
from shared.kernel import Aggregate, Conflict, EmployeeId, Identifier
from shared.schema.visibility import Visibility

REMINDED_BEFORE: Final = timedelta(days=1)
"""The handler is reminded this long before a concern goes to somebody else, or after half of a short time."""
COORDINATORS_REMINDED_EVERY: Final = timedelta(days=2)
"""Where there is no handler, the coordinators are reminded again and again."""
MOST_MESSAGES: Final = 100


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

    def assign(
        self,
        handler_id: str | None,
        handled_as: Handled = Handled.COORDINATOR,
        *,
        within: timedelta,
        now: datetime,
    ) -> Self:
        """Assign a concern to another handler, who has to acknowledge it; None: to nobody in particular.

        Args:
            handler_id: the handler.
            handled_as: as whom they handle it.
            within: the time to acknowledge it.
            now: the instant.
        """
        passed = (*self.passed, self.handler_id) if self.handler_id else self.passed
        by_sponsor = handler_id is not None and handled_as is not Handled.COORDINATOR
        remind_after = (
            within - min(REMINDED_BEFORE, within / 2) if handler_id else COORDINATORS_REMINDED_EVERY
        )
        return self.changed(
            handler_id=handler_id,
            handled_as=handled_as if handler_id else None,
            sponsors=self.sponsors + by_sponsor,
            named_to=self.named_to if self.passed or self.handler_id else handler_id,
            passed=passed[-MOST_HANDLERS:],
            concern_state=ConcernState.REPORTED,
            acknowledge_by=now + within if handler_id else None,
            remind_at=now + remind_after,
            acknowledged_at=None,
        )

    def note_reminder(self, *, now: datetime) -> Self:
        """Note that a reminder went out: a handler gets one, the coordinators the next in due time."""
        return self.changed(remind_at=None if self.handler_id else now + COORDINATORS_REMINDED_EVERY)

    def acknowledge(self, *, now: datetime) -> Self:
        """Take the concern on; a repetition changes nothing.

        Raises:
            Conflict: it is closed or withdrawn.
        """
        self._require_open()
        if self.acknowledged_at:
            return self
        return self.changed(
            concern_state=ConcernState.ACKNOWLEDGED, acknowledged_at=now, acknowledge_by=None, remind_at=None
        )

    def add_message(self, author: Author, text: SealedText, *, now: datetime) -> Self:
        """Add a message of one of the two; an answer of the handler acknowledges the concern.

        Raises:
            Conflict: the concern is closed or withdrawn, or has as many messages as it may have.
        """
        self._require_open()
        if len(self.messages) >= MOST_MESSAGES:
            raise Conflict(
                "a concern has {most} messages at most", code="too-many-messages", most=MOST_MESSAGES
            )
        answered = self.acknowledge(now=now) if author is Author.HANDLER else self
        message = Message(author=author, text=text, sent_at=now)
        return answered.changed(messages=(*answered.messages, message))

    def close(self, outcome: ConcernOutcome, *, now: datetime) -> Self:
        """Close a concern with its outcome; the same again changes nothing.

        Raises:
            Conflict: it was withdrawn, or closed with another outcome.
        """
        if self.concern_state is ConcernState.CLOSED and self.outcome is outcome:
            return self
        self._require_open()
        return self.changed(
            concern_state=ConcernState.CLOSED,
            outcome=outcome,
            ended_at=now,
            acknowledge_by=None,
            remind_at=None,
        )

    def withdraw(self, *, now: datetime) -> Self:
        """Withdraw a concern; a repetition changes nothing.

        Raises:
            Conflict: it is closed.
        """
        if self.concern_state is ConcernState.WITHDRAWN:
            return self
        self._require_open()
        return self.changed(
            concern_state=ConcernState.WITHDRAWN, ended_at=now, acknowledge_by=None, remind_at=None
        )

    def _require_open(self) -> None:
        if not self.is_open:
            raise Conflict("the concern is {state}", code="concern-state", state=self.concern_state)


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
