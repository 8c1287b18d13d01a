"""The figures of a programme, read from its tally."""

from dataclasses import dataclass
from typing import Final

from services.console.read_models.entered import entered_value
from services.console.read_models.released import released_mean, released_net
from services.console.read_models.tally import Tally
from shared.contracts import measures
from shared.contracts.enrollment import Measure, Objective
from shared.contracts.feedback import Question
from shared.contracts.vocabulary import Role

HUNDREDTHS: Final = 100
"""Matching counts in hundredths of the points that pages show."""
STEPS: Final = ("enrolled", "assessed", "trained", "ready", "paired")
SESSION_STATES: Final = ("held", "planned", "missed", "cancelled", "dropped")
_PERCENT: Final = (0.0, 100.0)
_SCALES: Final[dict[str, tuple[float, float]]] = {
    Measure.SATISFACTION: (1.0, 5.0),
    Measure.RECOMMENDATION: (-100.0, 100.0),
}
"""The lowest and the highest value of each measure that is no percentage."""
HEALTHS: Final = ("on-track", "too-early-to-tell", "needs-attention")


def headline(tally: Tally) -> dict[str, int | float]:
    """Return the few numbers at the head of the pages; live pages update them by these names."""
    return {
        "mentors": tally.get("step", "mentor", "enrolled"),
        "mentees": tally.get("step", "mentee", "enrolled"),
        "ready": tally.get("people", "mentor", "ready") + tally.get("people", "mentee", "ready"),
        "ready-mentors": tally.get("people", "mentor", "ready"),
        "ready-mentees": tally.get("people", "mentee", "ready"),
        "consent-due": tally.total("consent-due"),
        "waiting": tally.get("proposals", "made"),
        "asked": tally.get("proposals", "approved"),
        "shown": tally.get("proposals", "shown"),
        "chosen": tally.get("lists", "chosen"),
        "pairings": tally.get("pairings", "active"),
        "planned": tally.get("sessions", "planned"),
        "held": tally.get("sessions", "held"),
        "missed": tally.get("sessions", "missed"),
        "cancelled": tally.get("sessions", "cancelled"),
        "dropped": tally.get("sessions", "dropped"),
        "attention": tally.get("health", "needs-attention"),
        "alarms": tally.get("alarms", "open"),
        "idle": tally.total("idle"),
        "round-matched": tally.get("in-progress", "matched"),
        "round-at-most": tally.get("in-progress", "at-most"),
        "round-missing-pairs": tally.get("in-progress", "missing-pairs"),
        "round-missing-points": _points(tally.get("in-progress", "missing-points")),
        "round-percent": tally.get("in-progress", "percent"),
    }


def _points(hundredths: int) -> int | float:
    """Without a fraction where there is none, so that page and live numbers look the same."""
    whole, rest = divmod(hundredths, HUNDREDTHS)
    return hundredths / HUNDREDTHS if rest else whole


def median_days_to_match(tally: Tally) -> int | None:
    """Return the median of the days until a pairing is active; None without pairings."""
    days = sorted((int(day), n) for day, n in tally.group("match-days").items())
    half, seen = sum(n for _, n in days) / 2, 0
    for day, n in days:
        seen += n
        if seen >= half:
            return day
    return None


@dataclass(frozen=True)
class ObjectiveProgress:
    """An objective and how far it is.

    Attributes:
        objective: from a baseline to a target.
        actual: the measure now, or None while there is not enough data.
    """

    objective: Objective
    actual: float | None

    @property
    def beyond(self) -> float | None:
        """How far the measure is beyond the target; negative where it falls short, None without data."""
        if self.actual is None:
            return None
        falls = self.objective.target < self.objective.baseline
        return round((self.actual - self.objective.target) * (-1 if falls else 1), 2)

    @property
    def baseline(self) -> float:
        """The measure where the programme began."""
        return self.objective.baseline

    @property
    def target(self) -> float:
        """The measure where the programme wants to be."""
        return self.objective.target

    @property
    def places(self) -> tuple[float, float, float]:
        """The places of baseline, measure and target on the scale of the measure, in percent."""
        now = self.baseline if self.actual is None else self.actual
        return self._place(self.baseline), self._place(now), self._place(self.target)

    def _place(self, value: float) -> float:
        low, high = self._scale()
        return round(min(100.0, max(0.0, 100 * (value - low) / (high - low))), 1) if high > low else 100.0

    def _scale(self) -> tuple[float, float]:
        if self.objective.measure != Measure.ENTERED or self.objective.unit == "percent":
            return _SCALES.get(self.objective.measure, _PERCENT)
        values = [self.baseline, self.target, *([] if self.actual is None else [self.actual])]
        return min(0.0, *values), max(values)


def progress(tally: Tally, objective: Objective) -> ObjectiveProgress:
    """Return how far an objective is."""
    if objective.measure == Measure.ENTERED:
        return ObjectiveProgress(objective, entered_value(tally, objective.name))
    return ObjectiveProgress(objective, measure(tally, objective.measure))


def measure(tally: Tally, code: str) -> float | None:
    """Return a measure of the programme now; None while there is not enough data."""
    if code == Measure.SATISFACTION:
        return released_mean(tally, Question.USEFULNESS)
    if code == Measure.RECOMMENDATION:
        return released_net(tally)
    if code == Measure.PARTICIPATION:
        paired, ready = people_at(tally, "paired"), people_at(tally, "ready")
        return measures.participation(paired=paired, ready=ready)
    if code == Measure.SESSIONS_HELD:
        return measures.sessions_held(
            held=tally.get("sessions", "held"),
            missed=tally.get("sessions", "missed"),
            called_off=tally.get("sessions", "cancelled"),
        )
    return None  # of a later release


def people_at(tally: Tally, step: str) -> int:
    """Return the number of people who have reached a step, in both roles."""
    return sum(tally.get("step", role, step) for role in Role)
