"""Codes and coarse figures of feedback in words."""

from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.feedback import Figures, HealthReason


def health_reasons(rules: ProgrammeRules) -> dict[str, str]:
    """Return the text of each reason behind a pairing's health, under the programme's current rules."""
    return {
        HealthReason.CANCELLATIONS: "several sessions in a row were cancelled or missed",
        HealthReason.NO_FIRST_CONTACT: f"no first contact within {rules.first_contact_days} days",
        HealthReason.IDLE: f"no session held for {rules.idle_warn_days} days",
        HealthReason.NOT_MET_YET: "no session held yet",
        HealthReason.MEETING: "they meet",
    }


def satisfaction(figures: Figures) -> str:
    """The mean rating; both ends are open."""
    return _open_ended(figures.satisfaction, 1.5, 4.5, "")


def goal_progress(figures: Figures) -> str:
    """The mean progress in percent; both ends are open."""
    return _open_ended(figures.goal_progress, 10, 90, " %")


def share(quarter: int) -> str:
    """A share in quarters: ``50`` is ``50 to 74 %``."""
    if quarter == 0:
        return "under 25 %"
    return "75 % or more" if quarter == 75 else f"{quarter} to {quarter + 24} %"


def _open_ended(value: float, lowest: float, highest: float, unit: str) -> str:
    words = f"{value:g}{unit}"
    if value <= lowest:
        return f"{words} or less"
    return f"{words} or more" if value >= highest else words
