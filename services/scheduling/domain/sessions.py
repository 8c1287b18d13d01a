"""A session: planned, then held, missed or cancelled."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from services.scheduling.domain.hours import Slot
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.scheduling import (
    CancelReason,
    SessionCancelled,
    SessionHeld,
    SessionMissed,
    SessionMoved,
    SessionPlanned,
    SessionReminded,
)
from shared.contracts.vocabulary import Identifier, Moment, Role
from shared.kernel import Aggregate, Conflict, EmployeeId, NotFound, RuleBroken


class SessionState(StrEnum):
    """The state of a session."""

    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Side(BaseModel):
    """One of the two people of a session."""

    model_config = ConfigDict(frozen=True)

    participant_id: Identifier
    employee_id: EmployeeId
    region: Identifier
    time_zone: str


class Report(BaseModel):
    """The outcome as one of the two reported it; shown to nobody."""

    model_config = ConfigDict(frozen=True)

    by: Role
    held: bool


class Session(Aggregate):
    """A meeting of a pairing.

    ``number`` is 1 for the pairing's first; ``moves`` counts how often the time was changed, and tells the
    timers of each time apart; ``reminder_hours`` are those its timers were set for. ``moved_by`` is who moved
    it last, or for whom ``moved_by_delegate`` did.
    """

    pairing_id: Identifier
    number: int
    mentor: Side
    mentee: Side
    starts_at: Moment
    ends_at: Moment
    state: SessionState = SessionState.PLANNED
    moves: int = 0
    reminder_hours: tuple[int, ...] = ()
    reminded: tuple[int, ...] = ()
    moved_by: Role | None = None
    moved_by_delegate: EmployeeId | None = None
    absent: Role | None = None
    cancelled_by: Role | None = None
    cancel_reason: CancelReason | None = None
    reports: tuple[Report, ...] = ()

    @property
    def slot(self) -> Slot:
        """The time of the session."""
        return Slot(starts_at=self.starts_at, ends_at=self.ends_at)

    def side(self, role: Role) -> Side:
        """Return the person in this role."""
        return self.mentor if role is Role.MENTOR else self.mentee

    def role_of(self, employee_id: str | None) -> Role:
        """Return the role of an employee in the session.

        Raises:
            NotFound: the employee is not one of the two.
        """
        for role in Role:
            if employee_id and self.side(role).employee_id == employee_id:
                return role
        raise NotFound(f"no such session: {self.id}")

    def planned(self) -> SessionPlanned:
        """Return the event of its being planned."""
        return SessionPlanned(**self.fact())

    def move(
        self,
        slot: Slot,
        *,
        by: Role,
        now: datetime,
        rules: ProgrammeRules,
        delegate_id: EmployeeId | None = None,
    ) -> tuple["Session", SessionMoved]:
        """Move it to another time.

        Args:
            slot: the other time.
            by: who moves it, or for whom.
            now: the present instant.
            rules: of the programme.
            delegate_id: who does it, if it is the delegate.

        Raises:
            Conflict: it is no longer planned, or it starts too soon to be moved.
            RuleBroken: the new time is past.
        """
        self._require_planned()
        if now > self.starts_at - timedelta(hours=rules.notice_hours):
            raise Conflict(
                "a session can be moved up to {hours} h before it starts",
                code="notice-too-short",
                hours=rules.notice_hours,
            )
        if slot.starts_at <= now:
            raise RuleBroken("must be in the future", code="time-passed", field="starts_at")
        moved = self.changed(
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            moves=self.moves + 1,
            reminder_hours=rules.reminder_hours,
            reminded=(),
            moved_by=by,
            moved_by_delegate=delegate_id,
        )
        return moved, SessionMoved(**moved.fact(), by=by, delegate_id=delegate_id)

    def cancel(
        self, *, by: Role | None, reason: CancelReason, now: datetime
    ) -> tuple["Session", SessionCancelled]:
        """Cancel it.

        Raises:
            Conflict: it is no longer planned, or has started.
        """
        self._require_planned()
        if now >= self.starts_at:
            raise Conflict("the session has started; report its outcome instead", code="session-started")
        cancelled = self.changed(state=SessionState.CANCELLED, cancelled_by=by, cancel_reason=reason)
        return cancelled, SessionCancelled(**cancelled.fact(), by=by, reason=reason)

    def report(
        self, *, by: Role | None, held: bool, absent: Role | None, now: datetime
    ) -> tuple["Session", list[SessionHeld | SessionMissed]]:
        """Record what one of the two says about the outcome; the first report decides it.

        Args:
            by: the reporter; None once the time to report is over.
            held: whether they met.
            absent: the one who did not come, if known.
            now: the instant of the report.

        Raises:
            Conflict: it was cancelled, has not started, or the reporter has said otherwise before.
        """
        if self.state is SessionState.CANCELLED:
            raise Conflict("the session is cancelled", code="session-cancelled")
        if now < self.starts_at:
            raise Conflict("the session has not started", code="session-not-started")
        reported = self._with_report(by, held=held)
        if self.state is not SessionState.PLANNED:
            return reported, []
        if held:
            return reported.changed(state=SessionState.HELD), [SessionHeld(**self.fact())]
        missed = reported.changed(state=SessionState.MISSED, absent=absent)
        return missed, [SessionMissed(**self.fact(), absent=absent)]

    def _with_report(self, by: Role | None, *, held: bool) -> "Session":
        earlier = next((report for report in self.reports if report.by is by), None)
        if earlier and earlier.held is not held:
            raise Conflict("you have reported another outcome before", code="outcome-reported")
        if earlier or by is None:
            return self
        return self.changed(reports=(*self.reports, Report(by=by, held=held)))

    def remind(
        self, *, hours: int, starts_at: datetime, now: datetime
    ) -> tuple["Session", SessionReminded] | None:
        """Remind both, unless the reminder is obsolete: another time or state, begun, or reminded before."""
        if self.state is not SessionState.PLANNED or self.starts_at != starts_at:
            return None
        if now >= self.starts_at or hours in self.reminded:
            return None
        reminded = self.changed(reminded=(*self.reminded, hours))
        return reminded, SessionReminded(**self.fact(), hours_before=hours)

    def _require_planned(self) -> None:
        if self.state is not SessionState.PLANNED:
            raise Conflict("the session is {state}", code="session-state", state=self.state)

    def fact(self) -> dict[str, Any]:
        """Return the fields that every event of the session has."""
        return {
            "session_id": self.id,
            "pairing_id": self.pairing_id,
            "mentor_id": self.mentor.participant_id,
            "mentee_id": self.mentee.participant_id,
            "number": self.number,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
        }
