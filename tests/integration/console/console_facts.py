"""Facts as the owners would publish them, for a programme of any size."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from shared.contracts.enrollment import (
    AssessmentCompleted,
    Comparison,
    EffectMeasured,
    MatchingProfile,
    MeasuredOutcome,
    Objective,
    Outcome,
    ParticipantEnrolled,
    ParticipantReady,
    ProgrammeOpened,
    ProgrammeRules,
    Tendency,
    TrainingCompleted,
)
from shared.contracts.feedback import (
    ChangeKind,
    ChangeShare,
    Dimension,
    FiguresReleased,
    FinalReportReady,
    Health,
    HealthReason,
    IdleStep,
    PairingFellIdle,
    PairingHealthChanged,
    Question,
    Questionnaire,
    ReleasedChanges,
    ReleasedFigure,
    ReleasedRecommendation,
    ResponseRate,
)
from shared.contracts.matching import (
    Contribution,
    FailureCode,
    FailureReason,
    FitCode,
    FitReason,
    PairingActivated,
    ProposalAccepted,
    ProposalApproved,
    ProposalMade,
    RoundCancelled,
    RoundDiscarded,
    RoundFailed,
    RoundPreviewed,
    RoundProgressed,
    RoundProposed,
    RoundRequested,
    Unmatched,
    UnmatchedReason,
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


def running_round(round_id: str = "round-1") -> Iterator[EventData]:
    yield RoundRequested(round_id=round_id, number=1, preview=False)
    for matched in (20, 60):
        yield RoundProgressed(
            round_id=round_id,
            step="core",
            passes=1.5,
            matched=matched,
            at_most=100,
            value=500,
            bound=600,
            gap=100,
            seconds=matched / 10,
        )


def ended_rounds() -> Iterator[EventData]:
    for number in range(1, 7):
        yield RoundRequested(round_id=f"round-{number}", number=number, preview=number == 3)
    figures = {"mentors": 9, "mentees": 9, "proposals": 6, "total_score": 4000, "unmatched": ()}
    figures |= {"solver": "dual-prices/1"}
    yield RoundProposed(round_id="round-1", **figures, outcome="optimal", gap=0)
    yield RoundProposed(round_id="round-2", **figures, outcome="time-limit", gap=250, dropped=3)
    yield RoundPreviewed(
        round_id="round-3", pairs=7, total_score=5000, unmatched_people=2, outcome="optimal", gap=0
    )
    yield RoundCancelled(round_id="round-4")
    yield RoundDiscarded(round_id="round-6")
    yield RoundFailed(round_id="round-5", reason=FailureReason(code=FailureCode.RULES_CHANGED))


def round_of(pairs: int, *, round_id: str = "round-1") -> Iterator[EventData]:
    left = tuple(
        Unmatched(
            participant_id=f"mentee-{n}",
            role=Role.MENTEE,
            reason=UnmatchedReason(code="all-taken", eligible=2, others=9),
        )
        for n in range(pairs, pairs + 3)
    )
    yield RoundProposed(
        round_id=round_id,
        mentors=pairs,
        mentees=pairs + 3,
        proposals=pairs,
        total_score=8000 * pairs,
        unmatched=left,
        solver="assignment/1",
    )
    for n in range(pairs):
        yield ProposalMade(
            proposal_id=f"{round_id}-p{n}",
            round_id=round_id,
            mentor_id=f"mentor-{n}",
            mentee_id=f"mentee-{n}",
            score=9000 - n % 40 * 100,
            explanation=(
                Contribution(
                    criterion="topics",
                    points=4000,
                    at_most=5000,
                    reason=FitReason(
                        code=FitCode.TOPICS_OFFERED, features=("topics",), values=("ai",), count=1, of=1
                    ),
                ),
                Contribution(
                    criterion="department",
                    points=1000,
                    at_most=1000,
                    reason=FitReason(code=FitCode.OTHER_VALUE, features=("department",)),
                ),
            ),
        )


def accepted(number: int, *, round_id: str = "round-1") -> Iterator[EventData]:
    mentor, mentee, id_ = f"mentor-{number}", f"mentee-{number}", f"{round_id}-p{number}"
    yield ProposalApproved(
        proposal_id=id_, mentor_id=mentor, mentee_id=mentee, expires_at=START + timedelta(days=3)
    )
    yield ProposalAccepted(proposal_id=id_, by=Role.MENTEE)
    yield ProposalAccepted(proposal_id=id_, by=Role.MENTOR)
    yield activated(number, round_id=round_id)


def activated(number: int, *, round_id: str = "round-1") -> PairingActivated:
    return PairingActivated(
        pairing_id=f"pair-{number}",
        proposal_id=f"{round_id}-p{number}",
        mentor_id=f"mentor-{number}",
        mentee_id=f"mentee-{number}",
        mentor_employee_id=f"e-mentor-{number}",
        mentee_employee_id=f"e-mentee-{number}",
        score=8000,
        mentor_ready_at=START,
        mentee_ready_at=START + timedelta(hours=2),
        activated_at=START + timedelta(days=1 + number % 12),
    )


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


def figure(question: Question, mean: float, dimension=Dimension.TOTAL, category="all") -> ReleasedFigure:
    return ReleasedFigure(
        question=question,
        dimension=dimension,
        category=category,
        votes=24,
        mean=mean,
        mean_margin=0.4,
        favourable=75,
        neutral=0,
        unfavourable=25,
        share_margin=12,
    )


def net_promoters(dimension=Dimension.TOTAL, category="all") -> ReleasedRecommendation:
    return ReleasedRecommendation(
        questionnaire=Questionnaire.RECOMMENDATION,
        question=Question.RECOMMEND,
        dimension=dimension,
        category=category,
        votes=24,
        net=35,
        net_margin=17,
        promoters=50,
        passives=35,
        detractors=15,
    )


def figures_released(usefulness: float = 4.0) -> FiguresReleased:
    figures = (
        figure(Question.USEFULNESS, usefulness),
        figure(Question.USEFULNESS, 3.4, Dimension.GRADE_BAND, "1-3"),
        figure(Question.HEARD, 4.2),
    )
    return FiguresReleased(
        programme_id="rm-2026",
        closed_at=START,
        next_at=START + timedelta(weeks=4),
        figures=figures,
        recommendations=(net_promoters(), net_promoters(Dimension.ROLE, "mentor")),
        response=ResponseRate(people=24, answered=75, margin=21),
        changes=ReleasedChanges(people=9, shares=(ChangeShare(kind=ChangeKind.TOOLS, share=65),), margin=30),
    )


def final_report(released: FiguresReleased) -> FinalReportReady:
    return FinalReportReady.model_validate(released.model_dump())


def nothing_released() -> FiguresReleased:
    return FiguresReleased(
        programme_id="rm-2026", closed_at=START, next_at=START + timedelta(weeks=4), figures=()
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


def programme_in_motion(people: int, pairs: int) -> Iterator[EventData]:
    """A programme with this many mentors and mentees each, and this many pairings."""
    yield opened()
    for n in range(people):
        yield from ready(n, Role.MENTOR)
        yield from ready(n, Role.MENTEE)
    yield from round_of(pairs)
    for n in range(pairs):
        yield from accepted(n)
        yield from series(n)
        if n % 4 != 3:
            yield from held_and_judged(n, Health.NEEDS_ATTENTION if n % 5 == 4 else Health.ON_TRACK)
        else:
            yield missed(n, 1)


def effect_measured(tendency=Tendency.HIGHER, low=1.2):
    compared = Comparison(
        participants=120,
        others=900,
        participants_share=86,
        others_share=78,
        difference=8.0,
        low=low,
        high=13.9,
        tendency=tendency,
        e_value=1.6,
        gamma=1.2,
    )
    return EffectMeasured(
        programme_id="rm-2026",
        since=START.date(),
        until=START.date(),
        outcomes=(
            MeasuredOutcome(outcome=Outcome.STAYED, comparison=compared),
            MeasuredOutcome(outcome=Outcome.PROMOTED, comparison=None),
        ),
    )
