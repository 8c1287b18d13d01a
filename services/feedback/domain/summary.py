"""The programme in figures: check-ins, satisfaction, health, and how far each objective is."""

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.feedback.domain.check_in import CheckInState
from services.feedback.domain.known import Programme
from services.feedback.domain.pulse import SessionState
from services.feedback.domain.small_cells import Cell, Voices, cell, cells
from shared.contracts import measures
from shared.contracts.feedback import Health

PROMOTER: Final = 5
DETRACTOR: Final = 3

_EXAMPLE: Final[JsonDict] = {
    "check_ins": {"requested": 346, "answered": 281, "lapsed": 23, "open": 42},
    "satisfaction": {"respondents": 163, "mean": 4.21, "suppressed": False},
    "net_promoters": 27,
    "goal_progress": {"respondents": 163, "mean": 34.5, "suppressed": False},
    "health": {"on-track": 81, "needs-attention": 9, "too-early-to-tell": 6},
    "satisfaction_by_region": {
        "americas": {"respondents": 58, "mean": 4.3, "suppressed": False},
        "emea": {"respondents": 105, "mean": 4.16, "suppressed": False},
    },
    "objectives": [
        {
            "name": "digital-confidence",
            "measure": "satisfaction",
            "baseline": 3.1,
            "target": 4.2,
            "actual": 4.21,
            "suppressed": False,
        }
    ],
    "concerns": 2,
}


class CheckInFigures(BaseModel):
    """How many check-ins are open, answered and lapsed; ``requested`` counts all that were ever asked."""

    requested: int
    answered: int
    lapsed: int
    open: int


class ObjectiveProgress(BaseModel):
    """An objective and where the programme stands; ``actual`` is empty without data, or withheld."""

    name: str
    measure: str
    baseline: float
    target: float
    actual: float | None
    suppressed: bool


class Summary(BaseModel):
    """The whole programme.

    Attributes:
        satisfaction: mean rating, 1 to 5.
        net_promoters: percent of ratings of 5, less percent of 3 and below; withheld like the mean.
        goal_progress: mean of what each participant answered last, in percent.
        health: active pairings by health, as of now.
        satisfaction_by_region: by the answering participant's region.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    check_ins: CheckInFigures
    satisfaction: Cell
    net_promoters: int | None
    goal_progress: Cell
    health: dict[Health, int]
    satisfaction_by_region: dict[str, Cell]
    objectives: list[ObjectiveProgress]
    concerns: int


class Counts(BaseModel):
    """What is counted over all pairings of a programme; the rest follows from it.

    Attributes:
        check_ins: all that were ever asked, by state.
        sessions: by state.
        ratings: all that were given.
        promoters: ratings of 5.
        detractors: ratings of 3 and below.
        progress: what each participant answered last, if that was a figure.
        regions: the ratings, by the answering participant's region.
        health: active pairings by health, as of now.
        ready: participants who are ready.
        paired: those of them in an active pairing.
    """

    check_ins: dict[CheckInState, int]
    sessions: dict[SessionState, int]
    ratings: Voices
    promoters: int
    detractors: int
    progress: Voices
    regions: dict[str, Voices]
    health: dict[Health, int]
    ready: int
    paired: int


def summarise(programme: Programme, counts: Counts, *, concerns: int) -> Summary:
    """Draw the figures from the counts."""
    satisfaction, progress = cell(counts.ratings), cell(counts.progress)
    sessions = counts.sessions
    actuals = {
        "satisfaction": satisfaction.mean,
        "goal-progress": progress.mean,
        "sessions-held": measures.sessions_held(
            held=sessions.get(SessionState.HELD, 0),
            missed=sessions.get(SessionState.MISSED, 0),
            called_off=sessions.get(SessionState.CANCELLED, 0),
        ),
        "participation": measures.participation(paired=counts.paired, ready=counts.ready),
    }
    of_few = {"satisfaction": satisfaction.suppressed, "goal-progress": progress.suppressed}
    return Summary(
        check_ins=_check_in_figures(counts.check_ins),
        satisfaction=satisfaction,
        net_promoters=None if satisfaction.mean is None else _net_promoters(counts),
        goal_progress=progress,
        health={health: counts.health.get(health, 0) for health in Health},
        satisfaction_by_region=cells(counts.regions),
        objectives=[
            ObjectiveProgress(
                **objective.model_dump(),
                actual=actuals[objective.measure],
                suppressed=of_few.get(objective.measure, False),
            )
            for objective in programme.objectives
        ],
        concerns=concerns,
    )


def _check_in_figures(states: Mapping[CheckInState, int]) -> CheckInFigures:
    return CheckInFigures(
        requested=sum(states.values()),
        answered=states.get(CheckInState.ANSWERED, 0),
        lapsed=states.get(CheckInState.LAPSED, 0),
        open=states.get(CheckInState.REQUESTED, 0),
    )


def _net_promoters(counts: Counts) -> int:
    return round(100 * (counts.promoters - counts.detractors) / counts.ratings.answers)
