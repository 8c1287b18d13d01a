"""Facts for the tests of feedback's domain."""

from datetime import UTC, date, datetime, timedelta

from services.feedback.domain.check_in import Answer, CheckIn, CheckInState, request
from services.feedback.domain.health_record import HealthRecord, SessionState, start
from services.feedback.domain.upstream import Participant, Programme, Standing
from shared.contracts.enrollment import Objective, ProgrammeRules
from shared.contracts.matching import PairingActivated
from shared.contracts.scheduling import SessionHeld
from shared.contracts.vocabulary import Role
from shared.kernel import Scope

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SCOPE = Scope(tenant="acme", programme="rm-2026", region="emea")
RULES = ProgrammeRules()


def participant(name: str = "mentor", role: Role = Role.MENTOR, region: str = "emea") -> Participant:
    return Participant(
        id=name,
        tenant="acme",
        programme="rm-2026",
        region=region,
        employee_id=f"e-{name}",
        role=role,
        standing=Standing.READY,
    )


def programme(*objectives: Objective) -> Programme:
    return Programme(
        id="rm-2026",
        tenant="acme",
        programme="rm-2026",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
        rules=RULES,
        objectives=objectives,
    )


def session(number: int = 1, *, ends_at: datetime | None = None, pairing: str = "p") -> SessionHeld:
    ends = ends_at or NOW - timedelta(days=30) + timedelta(days=number)
    return SessionHeld(
        session_id=f"{pairing}-{number}",
        pairing_id=pairing,
        mentor_id="mentor",
        mentee_id="mentee",
        number=number,
        starts_at=ends - timedelta(hours=1),
        ends_at=ends,
    )


def activated(at: datetime) -> PairingActivated:
    return PairingActivated(
        pairing_id="p",
        proposal_id="proposal",
        mentor_id="mentor",
        mentee_id="mentee",
        mentor_employee_id="e-mentor",
        mentee_employee_id="e-mentee",
        score=1,
        mentor_ready_at=at,
        mentee_ready_at=at,
        activated_at=at,
    )


def asked(number: int = 1, who: Participant | None = None) -> CheckIn:
    check_in, _ = request(session(number), who or participant(), days=7, now=NOW)
    return check_in


def answered(number: int, rating: int, who: Participant | None = None) -> CheckIn:
    check_in = asked(number, who)
    done, _ = check_in.submit(Answer(rating=rating), now=NOW)
    assert done.state is CheckInState.ANSWERED
    return done


def record_of(*sessions: SessionHeld) -> HealthRecord:
    """An active pairing that met in these sessions."""
    record = start(SCOPE, "p", "mentor", "mentee").changed(activated_at=NOW - timedelta(days=1))
    for held in sessions:
        record = record.record_session(held, SessionState.HELD)
    return record
