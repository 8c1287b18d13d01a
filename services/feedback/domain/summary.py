"""The programme in figures: check-ins, released figures, health, and how far each objective is."""

from typing import Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.feedback.domain.pulse import SessionState
from services.feedback.domain.release import Release
from services.feedback.domain.upstream import Programme
from shared.contracts import measures
from shared.contracts.feedback import Figures, Health

_EXAMPLE: Final[JsonDict] = {
    "check_ins": {"open": 42, "closed": 304},
    "released": {
        "closed_at": "2026-03-02T00:00:00Z",
        "people": 160,
        "satisfaction": 4.0,
        "goal_progress": 30,
        "satisfied": 50,
        "neutral": 25,
        "dissatisfied": 0,
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
    "concerns": 2,
}


class CheckInFigures(BaseModel):
    """The numbers of check-ins that can still be answered and that cannot; not of those answered."""

    open: int
    closed: int


class ReleasedFigures(Figures):
    """Figures as of a closing; they stay the same until enough more people have answered."""

    closed_at: AwareDatetime


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
        released: what people answered; empty until enough of them have.
        health: active pairings by health, as of now.
        concerns: those the caller may read.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    check_ins: CheckInFigures
    released: ReleasedFigures | None
    health: dict[Health, int]
    objectives: list[ObjectiveProgress]
    concerns: int


class Counts(BaseModel):
    """The counts of a programme; the rest follows from them and from the released figures.

    Attributes:
        check_ins: all that were ever asked.
        sessions: by state.
        health: active pairings by health, as of now.
        ready: participants who are ready.
        paired: those of them in an active pairing, or in one that was completed.
        concerns: those the caller may read.
    """

    check_ins: CheckInFigures
    sessions: dict[SessionState, int]
    health: dict[Health, int]
    ready: int
    paired: int
    concerns: int = 0


def summarise(programme: Programme, counts: Counts, release: Release | None) -> Summary:
    """Draw the figures from the counts and from what is released."""
    figures = release.figures if release else None
    actuals: dict[str, float | None] = {
        "satisfaction": figures.satisfaction if figures else None,
        "goal-progress": figures.goal_progress if figures else None,
        "sessions-held": measures.sessions_held(
            held=counts.sessions.get(SessionState.HELD, 0),
            missed=counts.sessions.get(SessionState.MISSED, 0),
            called_off=counts.sessions.get(SessionState.CANCELLED, 0),
        ),
        "participation": measures.participation(paired=counts.paired, ready=counts.ready),
    }
    return Summary(
        check_ins=counts.check_ins,
        released=_released(release),
        health={health: counts.health.get(health, 0) for health in Health},
        objectives=[
            ObjectiveProgress(**objective.model_dump(), actual=actuals[objective.measure])
            for objective in programme.objectives
        ],
        concerns=counts.concerns,
    )


def _released(release: Release | None) -> ReleasedFigures | None:
    if release is None or release.figures is None or release.closed_at is None:
        return None
    fields: dict[str, Any] = release.figures.model_dump()
    return ReleasedFigures(**fields, closed_at=release.closed_at)
