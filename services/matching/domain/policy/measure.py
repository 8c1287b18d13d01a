"""How a criterion compares two people."""

from enum import StrEnum


class Measure(StrEnum):
    """How a criterion compares the two people of a pair."""

    SIMILAR = "similar"
    DIFFERENT = "different"
    AT_LEAST = "at-least"
    """The mentor has no less than the mentee."""
    COMPLEMENT = "complement"
    """What the one has serves what the other needs, as the feature itself says."""
