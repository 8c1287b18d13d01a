"""Events of feedback, by subject; importing this package registers them all.

Import the names below from here.
"""

from shared.contracts.feedback.check_ins import (
    NUDGES,
    CheckInDue,
    CheckInFact,
    CheckInLapsed,
    CheckInLapseDue,
    CheckInNudged,
    CheckInNudgeDue,
    CheckInRequested,
    CheckInSubmitted,
)
from shared.contracts.feedback.concerns import ConcernAcknowledgementDue, Notice, NoticePosted
from shared.contracts.feedback.event import FeedbackEvent
from shared.contracts.feedback.figures import (
    ChangeKind,
    ChangeShare,
    Dimension,
    FiguresDue,
    FiguresReleased,
    Percent,
    Question,
    Questionnaire,
    ReleasedChanges,
    ReleasedFigure,
    ReleasedPart,
    ReleasedRecommendation,
    ResponseRate,
)
from shared.contracts.feedback.health import (
    FirstContactMade,
    Health,
    HealthReason,
    HealthReviewDue,
    IdleDue,
    IdleStep,
    PairingFellIdle,
    PairingHealthChanged,
)
from shared.contracts.feedback.learning import RecommendedWeight, WeightsLearned

__all__ = [
    "NUDGES",
    "ChangeKind",
    "ChangeShare",
    "CheckInDue",
    "CheckInFact",
    "CheckInLapseDue",
    "CheckInLapsed",
    "CheckInNudgeDue",
    "CheckInNudged",
    "CheckInRequested",
    "CheckInSubmitted",
    "ConcernAcknowledgementDue",
    "Dimension",
    "FeedbackEvent",
    "FiguresDue",
    "FiguresReleased",
    "FirstContactMade",
    "Health",
    "HealthReason",
    "HealthReviewDue",
    "IdleDue",
    "IdleStep",
    "Notice",
    "NoticePosted",
    "PairingFellIdle",
    "PairingHealthChanged",
    "Percent",
    "Question",
    "Questionnaire",
    "RecommendedWeight",
    "ReleasedChanges",
    "ReleasedFigure",
    "ReleasedPart",
    "ReleasedRecommendation",
    "ResponseRate",
    "WeightsLearned",
]
