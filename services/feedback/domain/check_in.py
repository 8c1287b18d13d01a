"""A check-in: one participant answers once, in time, how one session went."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from services.feedback.domain.items import AskedQuestion
from services.feedback.domain.own_questionnaire import check_own_answers
from services.feedback.domain.upstream import Participant
from shared.contracts.feedback import (
    NUDGES,
    CheckInDue,
    CheckInLapsed,
    CheckInNudged,
    CheckInRequested,
    CheckInSubmitted,
)
from shared.contracts.scheduling import SessionHeld
from shared.contracts.vocabulary import Code, Role
from shared.encryption import SealedText, text_owner
from shared.kernel import Aggregate, Conflict, EmployeeId, Identifier, RuleBroken, Scope, stable_id
from shared.schema.visibility import ShownTo, Visibility

Comment = Annotated[str, StringConstraints(max_length=4000)]


class CheckInState(StrEnum):
    """The state of a check-in."""

    REQUESTED = "requested"
    ANSWERED = "answered"
    LAPSED = "lapsed"


class CheckInWindow(StrEnum):
    """Whether the check-in can still be answered; unlike the state, this does not reveal whether it was."""

    OPEN = "open"
    CLOSED = "closed"


class Outlook(StrEnum):
    """Whether a person wants to go on, asked after the first session."""

    GO_ON = "go-on"
    NOT_SURE = "not-sure"
    RATHER_NOT = "rather-not"


class Answer(BaseModel):
    """An answer to a check-in.

    Attributes:
        rating: how useful the session was, 1 (not at all) to 5 (very); None if it did not take place.
        outlook: after the first session; shown to its author alone, with the ways out, and never released.
        own_answers: to the programme's own questions, by question; one that is left out is not answered.
    """

    shown_to: ClassVar = Visibility.SELF

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"examples": [{"rating": 4}]},
    )

    rating: Annotated[int, Field(ge=1, le=5)] | None
    outlook: Outlook | None = None
    own_answers: Annotated[
        dict[Code, Annotated[int, Field(ge=0, le=10)]],
        Field(max_length=10, json_schema_extra={"additionalProperties": False}),
    ] = {}


class CheckIn(Aggregate):
    """The question to one participant about one session, and the answer.

    Attributes:
        own: the programme's own questions in it; each states its version.
        nudges: how often the person was asked again.
        nudge_at: when they are asked again; None if they are not.
        counted: whether it counts in the response rate; it does once its time is over.
        comment: a private note of the author, encrypted; nobody else can read it.
    """

    shown_to: ClassVar = Visibility.ORGANISATION

    session_id: Identifier
    pairing_id: Identifier
    participant_id: Identifier
    employee_id: EmployeeId
    role: Role
    session_number: Annotated[int, Field(ge=1)]
    session_ended_at: AwareDatetime
    requested_at: AwareDatetime
    due_at: AwareDatetime
    own: tuple[AskedQuestion, ...] = ()
    nudges: Annotated[int, ShownTo(Visibility.SELF)] = 0
    nudge_at: Annotated[AwareDatetime | None, ShownTo(Visibility.SELF)] = None
    counted: Annotated[bool, ShownTo(Visibility.SELF)] = False
    state: Annotated[CheckInState, ShownTo(Visibility.SELF)] = CheckInState.REQUESTED
    answer: Annotated[Answer | None, ShownTo(Visibility.SELF)] = None
    comment: Annotated[SealedText | None, ShownTo(Visibility.SELF)] = None
    answered_at: Annotated[AwareDatetime | None, ShownTo(Visibility.SELF)] = None

    @property
    def asks_outlook(self) -> bool:
        """Whether the person is asked if they want to go on."""
        return self.session_number == 1

    def window(self, now: datetime) -> CheckInWindow:
        """Return whether the check-in can still be answered."""
        return CheckInWindow.OPEN if now < self.due_at else CheckInWindow.CLOSED

    def nudge(self, *, now: datetime) -> tuple[Self, list[CheckInNudged]]:
        """Ask again if it is time: not after an answer, not more than twice, not once the time is over."""
        silent = self.state is CheckInState.REQUESTED
        if not (silent and self.nudge_at and self.nudge_at <= now < self.due_at):
            return self, []
        nudged = self.changed(nudges=self.nudges + 1)
        event = CheckInNudged(**_fact(nudged), number=nudged.nudges, due_at=nudged.due_at)
        return nudged.changed(nudge_at=_next_nudge(nudged, now=now)), [event]

    def submit(
        self, answer: Answer, comment: SealedText | None = None, *, now: datetime
    ) -> tuple[Self, list[CheckInSubmitted]]:
        """Answer a check-in; the same answer with the same comment again changes nothing.

        Raises:
            Conflict: it was answered differently before, or its time is over.
            RuleBroken: it says whether to go on or answers a question, and was not asked that.
        """
        if answer.outlook and (answer.rating is None or not self.asks_outlook):
            raise RuleBroken(
                "is asked after a first session that took place", code="outlook-not-asked", field="outlook"
            )
        check_own_answers(() if answer.rating is None else self.own, answer.own_answers)
        if self.state is CheckInState.ANSWERED:
            if (self.answer, self.comment) != (answer, comment):
                raise Conflict("this check-in has another answer already", code="check-in-answered")
            return self, []
        # The timer may be late; what counts is the deadline that people were given.
        if self.state is CheckInState.LAPSED or now >= self.due_at:
            raise Conflict(
                "this check-in could be answered until {due_at}",
                code="check-in-over",
                due_at=self.due_at.isoformat(),
            )
        changed = self.changed(
            state=CheckInState.ANSWERED, answer=answer, comment=comment, answered_at=now, nudge_at=None
        )
        return changed, [CheckInSubmitted(**_fact(self))]

    def lapse(self) -> tuple[Self, list[CheckInLapsed]]:
        """Close a check-in whose time is over, so that it counts; an unanswered one lapses."""
        closed = self.changed(counted=True, nudge_at=None)
        if self.state is not CheckInState.REQUESTED:
            return closed, []
        return closed.changed(state=CheckInState.LAPSED), [CheckInLapsed(**_fact(self))]


def request(
    session: SessionHeld | CheckInDue,
    participant: Participant,
    *,
    days: int,
    now: datetime,
    own: Sequence[AskedQuestion] = (),
) -> tuple[CheckIn, CheckInRequested]:
    """Ask a participant about a session, and the programme's own questions; ``days`` are left to answer."""
    check_in = CheckIn(
        id=make_check_in_id(participant.programme, session.session_id, participant.id),
        tenant=participant.tenant,
        programme=participant.programme,
        region=participant.region,
        session_id=session.session_id,
        pairing_id=session.pairing_id,
        participant_id=participant.id,
        employee_id=participant.employee_id,
        role=participant.role,
        session_number=session.number,
        session_ended_at=session.ends_at,
        requested_at=now,
        due_at=now + timedelta(days=days),
        own=tuple(own),
    )
    waiting = check_in.changed(nudge_at=_next_nudge(check_in, now=now))
    return waiting, CheckInRequested(**_fact(check_in), due_at=check_in.due_at)


def _next_nudge(check_in: CheckIn, *, now: datetime) -> datetime | None:
    """Return when to ask again: what is left of the time is cut into equal parts."""
    left = NUDGES - check_in.nudges
    at = now + (check_in.due_at - now) / (left + 1)
    return at if left and at < check_in.due_at else None


def make_check_in_id(programme: str, session_id: str, participant_id: str) -> str:
    """Return the id of a participant's check-in about a session."""
    return stable_id("check-in", programme, session_id, participant_id)


def comment_owner(scope: Scope, check_in_id: str) -> str:
    """Return the owner to which the comment of a check-in is bound."""
    return text_owner(scope, "check-in", check_in_id)


def _fact(check_in: CheckIn) -> dict[str, str]:
    return {
        "check_in_id": check_in.id,
        "session_id": check_in.session_id,
        "pairing_id": check_in.pairing_id,
        "participant_id": check_in.participant_id,
        "role": check_in.role,
    }
