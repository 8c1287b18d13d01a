"""The programme in figures: check-ins, satisfaction, health, and how far each objective is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.feedback.domain.check_in import CheckInState
from services.feedback.domain.health import assess
from services.feedback.domain.known import Participant, Programme, Standing
from services.feedback.domain.pulse import CheckInRecord, Pulse, SessionState, is_active
from services.feedback.domain.small_cells import Cell, Voice, cell, cells
from shared.contracts import measures
from shared.contracts.feedback import Health

PROMOTER, DETRACTOR = 5, 3

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


def summarise(
    programme: Programme,
    pulses: Sequence[Pulse],
    participants: Sequence[Participant],
    *,
    concerns: int,
    now: datetime,
) -> Summary:
    """Draw the figures from the facts."""
    records = [record for pulse in pulses for record in pulse.check_ins]
    answered = [record for pulse in pulses for record in pulse.answered]
    satisfaction = cell(_ratings(answered))
    progress = cell(_latest_progress(answered))
    actuals = {
        "satisfaction": satisfaction.mean,
        "goal-progress": progress.mean,
        "sessions-held": _sessions_held(pulses),
        "participation": _participation(pulses, participants),
    }
    withheld = {
        name
        for name, of in {"satisfaction": satisfaction, "goal-progress": progress}.items()
        if of.suppressed
    }
    return Summary(
        check_ins=_check_in_figures(records),
        satisfaction=satisfaction,
        net_promoters=None if satisfaction.mean is None else _net_promoters(answered),
        goal_progress=progress,
        health=_health_counts(programme, pulses, now),
        satisfaction_by_region=cells(_ratings_by_region(answered)),
        objectives=[
            ObjectiveProgress(
                **objective.model_dump(),
                actual=actuals[objective.measure],
                suppressed=objective.measure in withheld,
            )
            for objective in programme.objectives
        ],
        concerns=concerns,
    )


def _check_in_figures(records: Sequence[CheckInRecord]) -> CheckInFigures:
    states = Counter(record.state for record in records)
    return CheckInFigures(
        requested=len(records),
        answered=states[CheckInState.ANSWERED],
        lapsed=states[CheckInState.LAPSED],
        open=states[CheckInState.REQUESTED],
    )


def _ratings(answered: Iterable[CheckInRecord]) -> list[Voice]:
    return [
        Voice(participant_id=record.participant_id, value=record.rating)
        for record in answered
        if record.rating is not None
    ]


def _ratings_by_region(answered: Iterable[CheckInRecord]) -> dict[str, list[Voice]]:
    regions: defaultdict[str, list[CheckInRecord]] = defaultdict(list)
    for record in answered:
        regions[record.region].append(record)
    return {region: _ratings(records) for region, records in regions.items()}


def _latest_progress(answered: Iterable[CheckInRecord]) -> list[Voice]:
    ordered = sorted(answered, key=lambda record: (record.answered_at, record.check_in_id))
    latest = {record.participant_id: record.goal_progress for record in ordered}
    return [Voice(participant_id=who, value=value) for who, value in latest.items() if value is not None]


def _net_promoters(answered: Sequence[CheckInRecord]) -> int:
    ratings = [record.rating for record in answered if record.rating is not None]
    promoters = sum(rating >= PROMOTER for rating in ratings)
    detractors = sum(rating <= DETRACTOR for rating in ratings)
    return round(100 * (promoters - detractors) / len(ratings))


def _health_counts(programme: Programme, pulses: Iterable[Pulse], now: datetime) -> dict[Health, int]:
    active = (pulse for pulse in pulses if is_active(pulse))
    found = Counter(assess(pulse, programme.rules, now=now).health for pulse in active)
    return {health: found[health] for health in Health}


def _sessions_held(pulses: Iterable[Pulse]) -> float | None:
    states = Counter(session.state for pulse in pulses for session in pulse.sessions)
    return measures.sessions_held(
        held=states[SessionState.HELD],
        missed=states[SessionState.MISSED],
        called_off=states[SessionState.CANCELLED],
    )


def _participation(pulses: Iterable[Pulse], participants: Iterable[Participant]) -> float | None:
    ready = {person.id for person in participants if person.standing is Standing.READY}
    paired = {who for pulse in pulses if is_active(pulse) for who in (pulse.mentor_id, pulse.mentee_id)}
    return measures.participation(paired=len(ready & paired), ready=len(ready))
