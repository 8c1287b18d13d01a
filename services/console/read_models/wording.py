"""Codes and released figures of feedback in words."""

from typing import Final

from shared.contracts import measures
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.feedback import Dimension, HealthReason, Question, ReleasedFigure

_LEVEL: Final = 25
"""Percent of progress from one level to the next."""


def health_reasons(rules: ProgrammeRules) -> dict[str, str]:
    """Return the text of each reason behind a pairing's health, under the programme's current rules."""
    return {
        HealthReason.CANCELLATIONS: "several sessions in a row were cancelled or missed",
        HealthReason.NO_FIRST_CONTACT: f"no first contact within {rules.first_contact_days} days",
        HealthReason.IDLE: f"no session held for {rules.idle_warn_days} days",
        HealthReason.NOT_MET_YET: "no session held yet",
        HealthReason.MEETING: "they meet",
    }


def figure(shown: ReleasedFigure) -> str:
    """Return a mean with its margin: ``3.9 ± 0.4``, or ``45 % ± 10`` of progress."""
    if shown.question == Question.GOAL_PROGRESS:
        percent = measures.goal_progress(shown.mean) or 0
        return f"{percent:.0f} % ± {_LEVEL * shown.mean_margin:.0f}"
    return f"{shown.mean} ± {shown.mean_margin}"


def category(shown: ReleasedFigure) -> str:
    """Return the name of a category: a region, a role or a grade band."""
    if shown.dimension == Dimension.GRADE_BAND:
        return "unknown" if shown.category == "unknown" else f"grades {shown.category.replace('-', ' to ')}"
    return shown.category
