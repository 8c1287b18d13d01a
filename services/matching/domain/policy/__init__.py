"""What a coordinator decides about matching, as data: rules, criteria, objective. Immutable and versioned."""

from services.matching.domain.policy.policy import DEFAULT, Policy

__all__ = ["DEFAULT", "Policy"]
