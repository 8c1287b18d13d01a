"""Facts about a programme, its people and their sessions, as the owners would publish them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from shared.contracts.enrollment import (
    AssessmentCompleted,
    MatchingProfile,
    Objective,
    ParticipantEnrolled,
    ParticipantReady,
    ProgrammeOpened,
    ProgrammeRules,
    TrainingCompleted,
)
from shared.contracts.feedback import (
    Health,
    HealthReason,
    IdleStep,
    PairingFellIdle,
    PairingHealthChanged,
)
from shared.contracts.scheduling import SeriesPlanned, SessionHeld, SessionMissed, SessionPlanned
from shared.contracts.vocabulary import Language, Role, TopicLevel, WorkingHours
from shared.schema import EventData

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PROGRAMME = "rm-2026"


def opened(programme: str = PROGRAMME) -> ProgrammeOpened:
    objectives = (
        Objective(name="sessions-take-place", measure="sessions-held", baseline=50, target=90),
        Objective(name="people-are-content", measure="satisfaction", baseline=3, target=4.5),
        Objective(name="people-take-part", measure="participation", baseline=0, target=80),
    )
    return ProgrammeOpened(
        programme_id=programme,
        starts_on=date(2026, 1, 5),
        ends_on=date(2026, 7, 3),
        regions=("emea", "apac"),
        rules=ProgrammeRules(),
        objectives=objectives,
    )


def profile(number: int, role: Role) -> MatchingProfile:
    return MatchingProfile(
        employee_id=f"e-{role}-{number}",
        role=role,
        grade=3 if role is Role.MENTOR else 10,
        department=("Finance", "Sales", "Engineering")[number % 3],
        team=f"team-{number}",
        region="emea",
        tenure_years=3,
        working_hours=WorkingHours(time_zone="Europe/Berlin", starts="09:00", ends="17:00"),
        languages=(Language(code="en", level=4),),
        line=(),
        topics=(TopicLevel(topic="ai-prompting", level=2),),
        features={"kind": "translator" if role is Role.MENTOR else "show-me"},
    )


def enrolled(number: int, role: Role) -> ParticipantEnrolled:
    return ParticipantEnrolled(participant_id=f"{role}-{number}", employee_id=f"e-{role}-{number}", role=role)


def ready(number: int, role: Role) -> Iterator[EventData]:
    id_ = f"{role}-{number}"
    shown = profile(number, role)
    yield enrolled(number, role)
    yield AssessmentCompleted(
        participant_id=id_, instrument=f"{role}-kind", instrument_version=1, result=shown.features["kind"]
    )
    yield TrainingCompleted(participant_id=id_, module="confidentiality")
    yield ParticipantReady(participant_id=id_, profile=shown)


def session(number: int, nth: int) -> dict[str, object]:
    starts = START + timedelta(weeks=1 + 4 * (nth - 1) + number % 3)
    return {
        "session_id": f"s-{number}-{nth}",
        "pairing_id": f"pair-{number}",
        "mentor_id": f"mentor-{number}",
        "mentee_id": f"mentee-{number}",
        "number": nth,
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=1),
    }


def series(number: int, sessions: int = 3) -> Iterator[EventData]:
    yield SeriesPlanned(
        pairing_id=f"pair-{number}",
        mentor_id=f"mentor-{number}",
        mentee_id=f"mentee-{number}",
        sessions=sessions,
        unplaced=0,
    )
    for nth in range(1, sessions + 1):
        yield SessionPlanned.model_validate(session(number, nth))


def held_and_judged(number: int, health: Health) -> Iterator[EventData]:
    yield SessionHeld.model_validate(session(number, 1))
    reason = HealthReason.MEETING if health is Health.ON_TRACK else HealthReason.CANCELLATIONS
    yield PairingHealthChanged(
        pairing_id=f"pair-{number}", health=health, was=Health.TOO_EARLY, reasons=(reason,)
    )


def missed(number: int, nth: int) -> SessionMissed:
    return SessionMissed.model_validate(session(number, nth))


def fell_idle(number: int, step: IdleStep | str, since: datetime = START) -> PairingFellIdle:
    return PairingFellIdle(
        pairing_id=f"pair-{number}",
        mentor_id=f"mentor-{number}",
        mentee_id=f"mentee-{number}",
        step=step,
        since=since,
    )
