"""A message to one person, from the plan to its end."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field

from services.notification.domain.kinds import Kind
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Conflict, EmployeeId, Identifier, stable_id

MOST_ATTEMPTS: Final = 12
"""With the pauses below, over a day."""
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=4)


class DeliveryState(StrEnum):
    """The state of a delivery."""

    PLANNED = "planned"
    FAILED = "failed"
    """Refused for now, and tried again."""
    SENT = "sent"
    GIVEN_UP = "given-up"
    SUPPRESSED = "suppressed"
    """No longer of use, or not wanted."""
    BOUNCED = "bounced"
    """Sent, and came back."""
    GATHERED = "gathered"
    """Part of a digest, and sent with it."""


SENDABLE: Final = frozenset({DeliveryState.PLANNED, DeliveryState.FAILED})
"""The states of what is sent by itself when it is due."""


class Reader(StrEnum):
    """The reader of a message: one of the two, the coordinators' mailbox, or one employee."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    COORDINATORS = "coordinators"
    EMPLOYEE = "employee"
    """A handler of concerns, a sponsor or a delegate, who need not take part."""
    OPERATORS = "operators"
    """The mailbox of the platform's operators."""


class Reason(StrEnum):
    """Why a delivery did not reach anybody."""

    SETTLED = "settled"
    """The task it asked for is done, or no longer needed."""
    LATE = "late"
    """Its subject is over."""
    UNSUBSCRIBED = "unsubscribed"
    NO_ADDRESS = "no-address"
    DEAD_ADDRESS = "dead-address"
    """An earlier message to the address came back."""
    REFUSED = "refused"
    """The mail server refused it for good."""
    DEFERRED = "deferred"
    """The mail server refused it for now."""
    ERROR = "error"
    """The message could not be made."""


class SessionTime(BaseModel):
    """A session as a calendar shows it; a later ``sequence`` replaces an earlier one."""

    model_config = ConfigDict(frozen=True)

    session_id: Identifier
    number: int
    starts_at: datetime
    ends_at: datetime
    sequence: int


class FailedEvents(BaseModel):
    """Events that failed in a service; without any of their data.

    Attributes:
        service: where.
        event_type: of the events; None for records that are no events.
        cause: the kind of the error.
    """

    model_config = ConfigDict(frozen=True)

    service: Annotated[str, Field(max_length=40)]
    event_type: Annotated[str, Field(max_length=200)] | None
    cause: Annotated[str, Field(max_length=80)]


class Delivery(Aggregate):
    """One message to one reader.

    Attributes:
        kind: what it is about.
        reader: who gets it.
        participant_id: the reader; None for others than participants.
        employee_id: the reader, where that is a handler of concerns, a sponsor or a delegate.
        partner_id: the other of the two, where there is one.
        delegate_id: who did what the message is about for the executive, where their delegate did.
        subject_id: the aggregate it is about.
        due_at: not sent before, on the domain's clock.
        expires_at: of no use from then on, on the domain's clock.
        deadline: until when the reader is to act.
        sessions: what a session's message is about.
        counts: what the coordinators' digest counts, by fact.
        failed: what a message to the operators is about.
        items: the deliveries that a person's digest gathers.
        wait_until: not tried before, on the machine's clock: claimed by a worker, or refused for now.
        attempts: how often the mail server refused it.
        reason: why it was refused or came to nothing.
        sent_at: when the mail server took it, on the domain's clock.
        template: the version of the words it was sent with.
        address_key: a keyed digest of the address that it was sent to.
    """

    kind: Kind
    reader: Reader
    participant_id: Identifier | None = None
    employee_id: EmployeeId | None = None
    partner_id: Identifier | None = None
    delegate_id: EmployeeId | None = None
    subject_id: Identifier
    due_at: datetime
    expires_at: datetime | None = None
    deadline: datetime | None = None
    sessions: tuple[SessionTime, ...] = ()
    counts: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    failed: FailedEvents | None = None
    items: tuple[Identifier, ...] = ()
    state: DeliveryState = DeliveryState.PLANNED
    wait_until: datetime | None = None
    attempts: int = 0
    reason: Reason | None = None
    sent_at: datetime | None = None
    template: int | None = None
    address_key: Annotated[str, Field(max_length=64)] = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be sent, by itself or in a digest."""
        return self.state in SENDABLE or self.state is DeliveryState.GATHERED

    @property
    def useful_until(self) -> datetime | None:
        """The end of the time in which its reader can use it; None if there is none."""
        return min((end for end in (self.deadline, self.expires_at) if end), default=None)

    def is_due(self, now: datetime, machine_now: datetime) -> bool:
        """Return whether a worker may take it."""
        waits = self.wait_until is not None and self.wait_until > machine_now
        return self.state in SENDABLE and self.due_at <= now and not waits

    def claim(self, until: datetime) -> Self:
        """Hold it for one worker; another takes it after that."""
        return self.changed(wait_until=until)

    def release(self, until: datetime) -> Self:
        """Wait for a mail server that is unavailable; that is no failure of the delivery."""
        return self.changed(wait_until=until) if self.is_open else self

    def put_off(self, until: datetime) -> Self:
        """Wait until another time, on the domain's clock, for the reader's sake."""
        return self.changed(due_at=until, wait_until=None) if self.is_open else self

    def gather(self) -> Self:
        """Let a digest send it."""
        return self.changed(state=DeliveryState.GATHERED, wait_until=None) if self.is_open else self

    def takes_items(self, now: datetime) -> bool:
        """Return whether a digest can gather more: no worker has it, or has had it."""
        return self.state is DeliveryState.PLANNED and self.wait_until is None and self.due_at > now

    def with_item(self, item: "Delivery") -> Self:
        """Let a digest gather one more; it does not wait beyond the use of any."""
        ends = [end for end in (self.deadline, item.useful_until) if end]
        return self.changed(items=(*self.items, item.id), deadline=min(ends, default=None))

    def sent(self, now: datetime, template: int, address_key: str = "") -> Self:
        """Note that the mail server took it."""
        done = {
            "state": DeliveryState.SENT,
            "sent_at": now,
            "template": template,
            "address_key": address_key,
        }
        return self.changed(**done, wait_until=None, reason=None)

    @property
    def can_bounce(self) -> bool:
        """Whether it may still turn out not to have reached its address."""
        return self.state is DeliveryState.SENT

    def bounced(self) -> Self:
        """Note that it came back for good."""
        return self.changed(state=DeliveryState.BOUNCED, reason=Reason.DEAD_ADDRESS)

    def suppress(self, reason: Reason) -> Self:
        """Do not send it; changes nothing once it was sent or given up."""
        if not self.is_open:
            return self
        return self.changed(state=DeliveryState.SUPPRESSED, reason=reason, wait_until=None)

    def refused(self, reason: Reason, machine_now: datetime, *, for_good: bool = False) -> Self:
        """Note that it was refused: try again after a pause that doubles, or give it up."""
        if not self.is_open:
            return self
        attempts = self.attempts + 1
        if for_good or attempts >= MOST_ATTEMPTS:
            ended = {"state": DeliveryState.GIVEN_UP, "wait_until": None}
        else:
            pause = min(_FIRST_PAUSE * 2 ** (attempts - 1), _LONGEST_PAUSE)
            ended = {"state": DeliveryState.FAILED, "wait_until": machine_now + pause}
        return self.changed(**ended, attempts=attempts, reason=reason)

    def try_again(self) -> Self:
        """Send a delivery that was given up after all.

        Raises:
            Conflict: it was not given up.
        """
        if self.state is not DeliveryState.GIVEN_UP:
            raise Conflict("the delivery is {state}", code="delivery-state", state=self.state)
        return self.changed(state=DeliveryState.PLANNED, attempts=0, reason=None)

    def with_session(self, session: SessionTime) -> Self:
        """Let a message about sessions name one more, or its newer time; in order of time."""
        others = [other for other in self.sessions if other.session_id != session.session_id]
        sessions = sorted([*others, session], key=lambda each: (each.starts_at, each.session_id))
        return self.changed(sessions=tuple(sessions), expires_at=max(each.starts_at for each in sessions))

    def counting(self, fact: str, number: int = 1) -> Self:
        """Let a digest count one more."""
        return self.changed(counts={**self.counts, fact: self.counts.get(fact, 0) + number})


def delivery_id(kind: Kind, fact_id: str, reader: Reader) -> str:
    """Return the id of the message that a fact makes for a reader: one fact never makes two.

    Args:
        kind: what the message is about.
        fact_id: the event's, or that of an aggregate which has such a fact once.
        reader: which of the two of the fact, or the coordinators.
    """
    return stable_id("delivery", kind.value, fact_id, reader.value)


def reader_of(role: Role) -> Reader:
    """Return the reader in a role."""
    return Reader(role.value)


def remind_at(now: datetime, deadline: datetime) -> datetime:
    """Return when to remind of a deadline: a day before, or at half of a shorter time."""
    return max(deadline - timedelta(days=1), now + (deadline - now) / 2)
