"""The series of a pairing's sessions, and the alarm after cancellations in a row."""

from collections.abc import Sequence
from datetime import date, datetime

from services.scheduling.domain.planning import Plan
from services.scheduling.domain.sessions import Session, SessionState, Side
from services.scheduling.domain.upstream import Participant, Programme
from shared.contracts.matching import PairingActivated, PairingEndReason
from shared.contracts.scheduling import CancellationAlarmRaised, SeriesEnded, SeriesPlanned
from shared.contracts.vocabulary import Identifier, Moment
from shared.kernel import GLOBAL, Aggregate, Conflict, EmployeeId, Scope, stable_id


class Series(Aggregate):
    """All sessions of one pairing; its id is the pairing's.

    ``unplaced_from`` has the first day of each period in which no time was found. ``in_a_row`` counts the
    sessions cancelled or missed since the last one held; ``alarmed``: the alarm was raised for this streak.
    ``paused``: the two do not meet before ``paused_until``, or before the pause is ended where that is None.
    ``began_on`` is the day on which the pairing began, ``began_with_weeks`` its length by the rules of that
    day; ``end_reason`` says why it ended; ``concluded``: the end was published with what was held.
    """

    mentor_id: Identifier
    mentee_id: Identifier
    mentor_employee_id: EmployeeId
    mentee_employee_id: EmployeeId
    session_ids: tuple[Identifier, ...]
    unplaced: int
    unplaced_from: tuple[date, ...] = ()
    in_a_row: int = 0
    alarmed: bool = False
    alarms: int = 0
    paused: bool = False
    paused_until: Moment | None = None
    ended: bool = False
    end_reason: PairingEndReason | str | None = None
    concluded: bool = False
    began_on: date | None = None
    began_with_weeks: int | None = None

    def last_day(self, programme: Programme) -> date:
        """Return the last day on which the two meet."""
        return programme.last_day_of(self.began_on, self.began_with_weeks)

    def planned(self) -> SeriesPlanned:
        """Return the event that the series is planned."""
        return SeriesPlanned(
            pairing_id=self.id,
            mentor_id=self.mentor_id,
            mentee_id=self.mentee_id,
            sessions=len(self.session_ids),
            unplaced=self.unplaced,
            unplaced_from=self.unplaced_from,
        )

    def pause(self, until: datetime | None) -> "Series":
        """Record that the two rest until then, or until the pause is ended."""
        return self.changed(paused=True, paused_until=until)

    def rests_at(self, instant: datetime) -> bool:
        """Return whether a time is in the pause."""
        return self.paused and (self.paused_until is None or instant < self.paused_until)

    def check_time(self, starts_at: datetime) -> None:
        """See that a session may be at a time.

        Raises:
            Conflict: the two rest then.
        """
        if self.rests_at(starts_at):
            raise Conflict("the pairing is paused at that time", code="paused-then", field="starts_at")

    def resume(self, sessions: Sequence[Session], unplaced: Sequence[date]) -> "Series":
        """Record that the two meet again, and the sessions planned for the time up to the next one."""
        return self.changed(
            paused=False,
            paused_until=None,
            session_ids=(*self.session_ids, *(session.id for session in sessions)),
            unplaced=self.unplaced + len(unplaced),
            unplaced_from=(*self.unplaced_from, *unplaced),
        )

    def end(self, reason: PairingEndReason | str) -> "Series":
        """Record the end of the pairing."""
        return self.changed(ended=True, end_reason=reason, paused=False, paused_until=None)

    def conclude(self, sessions: Sequence[Session]) -> tuple["Series", Sequence[SeriesEnded]]:
        """State what was held, once; not before the pairing has ended and no session is open.

        Args:
            sessions: all sessions of the series.
        """
        is_open = any(session.state is SessionState.PLANNED for session in sessions)
        if self.end_reason is None or self.concluded or is_open:
            return self, []
        held = sorted(each.starts_at for each in sessions if each.state is SessionState.HELD)
        ended = SeriesEnded(
            pairing_id=self.id,
            mentor_id=self.mentor_id,
            mentee_id=self.mentee_id,
            reason=self.end_reason,
            held=len(held),
            first_held_at=held[0] if held else None,
            last_held_at=held[-1] if held else None,
        )
        return self.changed(concluded=True), [ended]

    def session_held(self) -> "Series":
        """Record that a session took place; that ends a streak."""
        return self.changed(in_a_row=0, alarmed=False)

    def session_lost(self, *, alarm_at: int) -> tuple["Series", Sequence[CancellationAlarmRaised]]:
        """Record a cancelled or missed session; the alarm is raised once per streak."""
        in_a_row = self.in_a_row + 1
        if self.alarmed or in_a_row < alarm_at:
            return self.changed(in_a_row=in_a_row), []
        alarm = CancellationAlarmRaised(
            pairing_id=self.id, mentor_id=self.mentor_id, mentee_id=self.mentee_id, in_a_row=in_a_row
        )
        return self.changed(in_a_row=in_a_row, alarmed=True, alarms=self.alarms + 1), [alarm]


def open_series(
    pairing: PairingActivated,
    scope: Scope,
    people: tuple[Participant, Participant],
    programme: Programme,
    plan: Plan,
) -> tuple[Series, list[Session]]:
    """Make the series and its sessions from a plan; the same pairing gives the same ids."""
    mentor, mentee = people
    sessions = make_sessions(pairing.pairing_id, scope, people, programme, plan)
    series = Series(
        id=pairing.pairing_id,
        tenant=scope.tenant,
        programme=scope.programme,
        region=_region_of(people),
        mentor_id=mentor.id,
        mentee_id=mentee.id,
        mentor_employee_id=mentor.employee_id,
        mentee_employee_id=mentee.employee_id,
        session_ids=tuple(session.id for session in sessions),
        unplaced=len(plan.unplaced),
        unplaced_from=tuple(plan.unplaced),
        began_on=pairing.activated_at.date(),
        began_with_weeks=programme.rules.pairing_weeks,
    )
    return series, sessions


def make_sessions(
    pairing_id: str,
    scope: Scope,
    people: tuple[Participant, Participant],
    programme: Programme,
    plan: Plan,
    *,
    after: int = 0,
) -> list[Session]:
    """Make the sessions of a plan, numbered on from the ones before."""
    mentor, mentee = people
    return [
        Session(
            tenant=scope.tenant,
            programme=scope.programme,
            region=_region_of(people),
            id=stable_id("session", pairing_id, number),
            pairing_id=pairing_id,
            number=number,
            mentor=side_of(mentor),
            mentee=side_of(mentee),
            reminder_hours=programme.rules.reminder_hours,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
        for number, slot in enumerate(plan.slots, start=after + 1)
    ]


def _region_of(people: tuple[Participant, Participant]) -> str:
    mentor, mentee = people
    return mentor.region if mentor.region == mentee.region else GLOBAL


def side_of(person: Participant) -> Side:
    """Return a participant as one side of a session."""
    return Side(
        participant_id=person.id,
        employee_id=person.employee_id,
        region=person.region,
        time_zone=person.working_hours.time_zone,
    )
