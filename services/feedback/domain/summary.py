"""The programme in figures: check-ins, released figures, health, and how far each objective is."""

from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.feedback.domain.health_record import SessionState
from services.feedback.domain.release.changes import released_changes
from services.feedback.domain.release.schedule import Schedule
from services.feedback.domain.upstream import Programme
from shared.contracts import measures
from shared.contracts.feedback import (
    Dimension,
    Health,
    Question,
    ReleasedChanges,
    ReleasedFigure,
    ReleasedOwn,
    ReleasedRecommendation,
    ResponseRate,
)

_EXAMPLE: Final[JsonDict] = {
    "check_ins": {"open": 42, "closed": 304},
    "released": {
        "closed_at": "2026-03-02T00:00:00Z",
        "next_at": "2026-03-16T00:00:00Z",
        "figures": [
            {
                "questionnaire": "check-in",
                "questionnaire_version": 1,
                "question": "usefulness",
                "dimension": "total",
                "category": "all",
                "votes": 160,
                "mean": 4.0,
                "mean_margin": 0.1,
                "favourable": 70,
                "neutral": 20,
                "unfavourable": 10,
                "share_margin": 9,
            }
        ],
        "recommendations": [
            {
                "questionnaire": "recommendation",
                "questionnaire_version": 1,
                "question": "recommend",
                "dimension": "total",
                "category": "all",
                "votes": 96,
                "net": 35,
                "net_margin": 11,
                "promoters": 50,
                "passives": 35,
                "detractors": 15,
            }
        ],
        "response": {"people": 120, "answered": 75, "margin": 10},
    },
    "health": {"on-track": 81, "needs-attention": 9, "too-early-to-tell": 6},
    "objectives": [
        {
            "name": "digital-confidence",
            "measure": "satisfaction",
            "baseline": 3.1,
            "target": 4.2,
            "actual": 4.0,
        }
    ],
}


_SHOWN: Final = {"closed_at", "next_at", "figures", "recommendations", "own", "response"}


_OF_OBJECTIVE: Final = {"name", "measure", "baseline", "target"}


class CheckInFigures(BaseModel):
    """The numbers of check-ins that can still be answered and that cannot; not of those answered."""

    open: int
    closed: int


class ReleasedFigures(BaseModel):
    """Figures as of the last closing, and the date of the next.

    Attributes:
        closed_at: empty before the first closing.
        next_at: empty before anybody is asked, and once no answers are expected any more.
        figures: empty if too few people have answered.
        recommendations: the same of the net promoter score.
        own: the same of the programme's own questions.
        response: empty if too few people were asked.
        changes: empty until enough executives have recorded a change.
    """

    closed_at: AwareDatetime | None = None
    next_at: AwareDatetime | None = None
    figures: tuple[ReleasedFigure, ...] = ()
    recommendations: tuple[ReleasedRecommendation, ...] = ()
    own: tuple[ReleasedOwn, ...] = ()
    response: ResponseRate | None = None
    changes: ReleasedChanges | None = None


class ObjectiveProgress(BaseModel):
    """An objective and the programme's progress; ``actual`` is empty without enough data."""

    name: str
    measure: str
    baseline: float
    target: float
    actual: float | None


class Summary(BaseModel):
    """The whole programme, except what is about the caller's own pairings.

    Attributes:
        released: what people answered, by groups of at least eight.
        health: active pairings by health, as of now.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    check_ins: CheckInFigures
    released: ReleasedFigures
    health: dict[Health, int]
    objectives: list[ObjectiveProgress]


class ProgrammeCounts(BaseModel):
    """The counts of a programme; the rest follows from them and from the released figures.

    Attributes:
        check_ins: all that were ever asked.
        sessions: by state.
        health: active pairings by health, as of now.
        ready: participants who are ready.
        paired: those of them in an active pairing, or in one that was completed.
    """

    check_ins: CheckInFigures
    sessions: dict[SessionState, int]
    health: dict[Health, int]
    ready: int
    paired: int


def summarise(programme: Programme, counts: ProgrammeCounts, schedule: Schedule | None) -> Summary:
    """Draw the figures from the counts and from what is released."""
    released = _released(schedule) if schedule else ReleasedFigures()
    means = {
        figure.question: figure.mean for figure in released.figures if figure.dimension is Dimension.TOTAL
    }
    actuals: dict[str, float | None] = {
        "satisfaction": means.get(Question.USEFULNESS),
        "sessions-held": measures.sessions_held(
            held=counts.sessions.get(SessionState.HELD, 0),
            missed=counts.sessions.get(SessionState.MISSED, 0),
            called_off=counts.sessions.get(SessionState.CANCELLED, 0),
        ),
        "participation": measures.participation(paired=counts.paired, ready=counts.ready),
        "recommendation": next(
            (each.net for each in released.recommendations if each.dimension is Dimension.TOTAL), None
        ),
    }
    return Summary(
        check_ins=counts.check_ins,
        released=released,
        health={health: counts.health.get(health, 0) for health in Health},
        objectives=[
            ObjectiveProgress(
                **objective.model_dump(include=_OF_OBJECTIVE),
                actual=actuals.get(objective.measure, programme.entered.get(objective.name)),
            )
            for objective in programme.objectives
        ],
    )


def _released(schedule: Schedule) -> ReleasedFigures:
    changes = released_changes(schedule.changes, schedule.parameters)
    return ReleasedFigures(**schedule.model_dump(include=_SHOWN), changes=changes)
