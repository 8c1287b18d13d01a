"""The health record of a pairing: the facts its health follows from.

Facts come on several topics, in any order across them, so a health record is a set of facts kept in a
canonical order: whatever the order of arrival, the same facts make the same health record.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.feedback.domain import pauses
from services.feedback.domain.pauses import PausedTime
from shared.contracts.feedback import Health, IdleStep
from shared.contracts.matching import PairingActivated, PairingEnded, PairingEndReason
from shared.contracts.scheduling import SessionFact
from shared.kernel import Aggregate, EmployeeId, Identifier, Scope
from shared.schema.visibility import Visibility


class SessionState(StrEnum):
    """The outcome of a session as far as health depends on it."""

    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"
    DROPPED = "dropped"
    """Cancelled because the pairing ended; it does not count against the pair."""


class SessionRecord(BaseModel):
    """A session as the health record knows it."""

    shown_to: ClassVar = Visibility.ORGANISATION

    model_config = ConfigDict(frozen=True)

    session_id: Identifier
    ends_at: AwareDatetime
    state: SessionState


class HealthRecord(Aggregate):
    """All facts about a pairing's sessions, and its health when last assessed; the id is the pairing's.

    Attributes:
        mentor_employee_id: the mentor; None until the activation has arrived.
        mentee_employee_id: the mentee, likewise.
        contacted_at: when the executive first got in touch.
        idle_since: since when the two had not met when the steps below were taken; they count no longer
            once they have met.
        idle_steps: what was done about it.
        idle_step_at: when the last of these was.
        look_at: the time of the next assessment.
        pauses: when the pairing was paused; that time counts for nothing.
    """

    shown_to: ClassVar = Visibility.ORGANISATION

    mentor_id: Identifier
    mentee_id: Identifier
    mentor_employee_id: EmployeeId | None = None
    mentee_employee_id: EmployeeId | None = None
    activated_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    completed: bool = False
    alarmed_at: AwareDatetime | None = None
    sessions: tuple[SessionRecord, ...] = ()
    health: Health = Health.TOO_EARLY
    contacted_at: AwareDatetime | None = None
    idle_since: AwareDatetime | None = None
    idle_steps: tuple[IdleStep, ...] = ()
    idle_step_at: AwareDatetime | None = None
    look_at: AwareDatetime | None = None
    pauses: tuple[PausedTime, ...] = ()

    def takes_place(self, session_id: str, ends_at: datetime) -> bool:
        """Return whether a session was neither called off nor moved to another time."""
        off = (SessionState.CANCELLED, SessionState.DROPPED)
        return any(
            each.session_id == session_id and each.ends_at == ends_at and each.state not in off
            for each in self.sessions
        )

    @property
    def is_paused(self) -> bool:
        """Whether the two rest."""
        return pauses.is_paused(self.pauses)

    def elapsed(self, since: datetime, until: datetime) -> timedelta:
        """Return the time between two instants without the pauses."""
        return pauses.elapsed(self.pauses, since, until)

    def due_after(self, since: datetime, days: int) -> datetime:
        """Return when some days have passed without the pauses that have ended."""
        return pauses.due_after(self.pauses, since, timedelta(days=days))

    @property
    def held(self) -> list[SessionRecord]:
        """The sessions that took place, earliest first."""
        return [session for session in self.sessions if session.state is SessionState.HELD]

    @property
    def last_held_at(self) -> datetime | None:
        """When the two last met."""
        return max((session.ends_at for session in self.held), default=None)

    @property
    def have_met(self) -> bool:
        """Whether a session took place."""
        return bool(self.held)

    def activate(self, pairing: PairingActivated) -> Self:
        """Record the start of the pairing and its two employees."""
        return self.changed(
            activated_at=pairing.activated_at,
            mentor_employee_id=pairing.mentor_employee_id,
            mentee_employee_id=pairing.mentee_employee_id,
        )

    def end(self, fact: PairingEnded, *, at: datetime) -> Self:
        """Record the end of the pairing."""
        return self.changed(ended_at=at, completed=fact.reason == PairingEndReason.COMPLETED)

    def pause(self, *, at: datetime) -> Self:
        """Record that the two rest; another length of the pause changes nothing."""
        return self.changed(pauses=pauses.begin(self.pauses, at))

    def resume(self, *, at: datetime) -> Self:
        """Record that the two meet again."""
        return self.changed(pauses=pauses.finish(self.pauses, at))

    @property
    def is_active(self) -> bool:
        """Whether the pairing has begun and has not ended."""
        return self.activated_at is not None and self.ended_at is None

    @property
    def takes_part(self) -> bool:
        """Whether the two count as people who take part: their pairing is active, or was completed."""
        return self.activated_at is not None and (self.ended_at is None or self.completed)

    @property
    def not_met_since(self) -> datetime | None:
        """When the two last met; before their first session, when their pairing began."""
        return self.last_held_at or self.activated_at

    def contact(self, *, at: datetime) -> Self:
        """Record the first contact; the first time counts."""
        return self.changed(contacted_at=self.contacted_at or at)

    def record_session(self, session: SessionFact, state: SessionState) -> Self:
        """Record the outcome of a session, in place of an earlier one."""
        changed = SessionRecord(session_id=session.session_id, ends_at=session.ends_at, state=state)
        others = (one for one in self.sessions if one.session_id != changed.session_id)
        return self.changed(sessions=_in_order([*others, changed]))

    def raise_alarm(self, *, at: datetime) -> Self:
        """Record the number of cancellations in a row; the latest alarm counts."""
        return self.changed(alarmed_at=max(at, self.alarmed_at or at))


def start(scope: Scope, pairing_id: str, mentor_id: str, mentee_id: str) -> HealthRecord:
    """Return a health record without facts.

    It belongs to no region, as the two may live in different ones.
    """
    return HealthRecord(
        id=pairing_id,
        tenant=scope.tenant,
        programme=scope.programme,
        mentor_id=mentor_id,
        mentee_id=mentee_id,
    )


def _in_order(records: Iterable[SessionRecord]) -> tuple[SessionRecord, ...]:
    return tuple(sorted(records, key=lambda one: (one.ends_at, one.session_id)))
