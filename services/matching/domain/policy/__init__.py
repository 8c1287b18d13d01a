"""The policy of a programme as data: rules, criteria, objective. Immutable and versioned."""

from services.matching.domain.policy.choice import Choice, Mode
from services.matching.domain.policy.following import FallThrough, Following
from services.matching.domain.policy.objective import Aim, Fairness, Objective
from services.matching.domain.policy.policy import (
    DEFAULT,
    MOST_PAIRS,
    Condition,
    Criterion,
    Decisions,
    MustPair,
    PairOf,
    Policy,
    RuleSetting,
)
from services.matching.domain.policy.service_level import ServiceLevel

__all__ = [
    "DEFAULT",
    "MOST_PAIRS",
    "Aim",
    "Choice",
    "Condition",
    "Criterion",
    "Decisions",
    "Fairness",
    "FallThrough",
    "Following",
    "Mode",
    "MustPair",
    "Objective",
    "PairOf",
    "Policy",
    "RuleSetting",
    "ServiceLevel",
]
