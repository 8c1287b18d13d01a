"""An explanation for people outside the pair: of answers it has only how well they fit."""

from collections.abc import Sequence
from typing import Final

from shared.contracts.matching import Contribution, FitCode, FitDegree, FitReason

NO_ANSWERS: Final = frozenset(
    {
        "department", "generation", "grade", "languages", "manager", "region", "team", "tenure", "time-zone",
        "topics", "working-hours",
    }
)  # fmt: skip
"""The features that nobody has answered in a questionnaire; all others are answers."""


def without_answers(explanation: Sequence[Contribution]) -> tuple[Contribution, ...]:
    """Return an explanation for coordinators and events, which names nothing that somebody has answered."""
    return tuple(_without_answers(part) if _has_answers(part.reason) else part for part in explanation)


def _has_answers(reason: FitReason) -> bool:
    return not NO_ANSWERS.issuperset(reason.features)


def _without_answers(part: Contribution) -> Contribution:
    reason = FitReason(code=FitCode.BY_ANSWERS, features=(), degree=_degree(part))
    return part.model_copy(update={"reason": reason})


def _degree(part: Contribution) -> FitDegree:
    """Strong, good or fair, by thirds of the points that the criterion can give."""
    if part.points * 3 >= part.at_most * 2:
        return FitDegree.HIGH
    return FitDegree.MIDDLE if part.points * 3 >= part.at_most else FitDegree.LOW
