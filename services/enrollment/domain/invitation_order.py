"""An invitation order: a coordinator invites up to 100,000 people in one act, checked before it is sent."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field

from services.enrollment.domain.invitation_list import Line
from services.enrollment.domain.skipping import Skip
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Conflict, Identifier

CHUNK: Final = 500
"""The people of one transaction."""
MOST_LINES: Final = 100_000
MOST_FAULTS: Final = 200
"""The lines that an order names as faulty; further ones are counted."""
KEPT_DAYS: Final = 30
"""A list that is not sent is kept for this long."""


class OrderState(StrEnum):
    """The state of an order."""

    RECEIVING = "receiving"
    CHECKING = "checking"
    CHECKED = "checked"
    """A coordinator has to confirm it."""
    SENDING = "sending"
    DONE = "done"
    STOPPED = "stopped"
    """The programme took no new participants any more, before everybody was invited."""
    DISCARDED = "discarded"


_IN_PROGRESS: Final = frozenset({OrderState.CHECKING, OrderState.SENDING})
_NOT_SENT: Final = frozenset({OrderState.RECEIVING, OrderState.CHECKING, OrderState.CHECKED})


class Group(BaseModel):
    """The employees to invite: those that fit all of it."""

    model_config = ConfigDict(frozen=True)

    regions: tuple[Identifier, ...] = ()
    """Empty for all regions of the programme."""
    grade_min: int
    grade_max: int
    department: str | None = None
    completed_in: Identifier | None = None
    """A programme: only those who have a certificate of it, in the role to which they are invited."""


class LineFault(BaseModel):
    """A line that names nobody who can be invited."""

    model_config = ConfigDict(frozen=True)

    line: int
    reason: Skip


class OrderLines(Aggregate):
    """Some lines of an order's list; gone once their people are invited."""

    lines: tuple[Line, ...]


class InvitationOrder(Aggregate):
    """One act of inviting many people to a role.

    Attributes:
        role: as mentor or mentee.
        days: the time to answer.
        ordered_by: the coordinator's account at the issuer.
        ordered_at: the time of the order.
        group: the people to invite; None for a list.
        by_name: whether lines may be names.
        state: how far it is.
        total: the number of people of the group, or of lines.
        position: how many of them were checked, or else sent.
        after: the last employee of the group that was dealt with.
        chunks: the number of chunks of the list.
        steps: counted up with each transaction.
        invited: the number of people who will be invited; once it is sent, of those who are.
        skipped: the number of those who are not, by reason.
        faults: the first lines that name nobody who can be invited.
        expires_at: the end of the time to answer, once it is sent.
        finished_at: the time of its end.
    """

    role: Role
    days: int
    ordered_by: str
    ordered_at: datetime
    group: Group | None = None
    by_name: bool = False
    state: OrderState = OrderState.RECEIVING
    total: Annotated[int, Field(ge=0)] = 0
    position: Annotated[int, Field(ge=0)] = 0
    after: str = ""
    chunks: Annotated[int, Field(ge=0)] = 0
    steps: Annotated[int, Field(ge=0)] = 0
    invited: Annotated[int, Field(ge=0)] = 0
    skipped: dict[Skip, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    faults: tuple[LineFault, ...] = ()
    expires_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def in_progress(self) -> bool:
        """Whether a step is to follow."""
        return self.state in _IN_PROGRESS

    def receive(self, lines: int) -> Self:
        """Note that one more chunk of the list has arrived."""
        return self.changed(total=self.total + lines, chunks=self.chunks + 1)

    def check(self, total: int) -> Self:
        """Begin to count who will be invited."""
        return self.changed(state=OrderState.CHECKING, total=total)

    def step(
        self, dealt_with: int, after: str, invited: int, faults: Iterable[LineFault], skips: Iterable[Skip]
    ) -> Self:
        """Note a chunk that was checked or sent.

        Args:
            dealt_with: the number of its people or lines.
            after: its last employee, of a group.
            invited: the number of people who are invited, or will be.
            faults: the lines that name nobody who can be invited.
            skips: why each other one is skipped, lines with faults included.
        """
        skipped = dict(self.skipped)
        for reason in skips:
            skipped[reason] = skipped.get(reason, 0) + 1
        return self.changed(
            position=self.position + dealt_with,
            after=after,
            steps=self.steps + 1,
            invited=self.invited + invited,
            skipped=skipped,
            faults=(*self.faults, *faults)[:MOST_FAULTS],
        )

    def checked(self) -> Self:
        """Wait for the coordinator to confirm it."""
        return self.changed(state=OrderState.CHECKED)

    def confirm(self, expires_at: datetime) -> Self:
        """Begin to invite; a second time changes nothing.

        Raises:
            Conflict: it is not checked yet, or was discarded.
        """
        if self.state in {OrderState.SENDING, OrderState.DONE}:
            return self
        if self.state is not OrderState.CHECKED:
            raise Conflict(
                "the order is {state}: it can't be sent", code="order-not-sendable", state=self.state
            )
        afresh = {"position": 0, "after": "", "invited": 0, "skipped": {}, "faults": ()}
        return self.changed(**afresh, state=OrderState.SENDING, expires_at=expires_at)

    def discard(self) -> Self:
        """Send nothing; a second time changes nothing.

        Raises:
            Conflict: it was sent.
        """
        if self.state not in _NOT_SENT | {OrderState.DISCARDED}:
            raise Conflict("the order is {state}: it can't be discarded", code="order-sent", state=self.state)
        return self.changed(state=OrderState.DISCARDED)

    def finish(self, now: datetime, *, stopped: bool = False) -> Self:
        """End it."""
        state = OrderState.STOPPED if stopped else OrderState.DONE
        return self.changed(state=state, finished_at=now)
