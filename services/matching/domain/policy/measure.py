"""How a criterion compares two people."""

from enum import StrEnum


class Measure(StrEnum):
    """How a criterion compares the two people of a pair."""

    SIMILAR = "similar"
    DIFFERENT = "different"
    AT_LEAST = "at-least"
    """The mentor has no less than the mentee."""
    COMPLEMENT = "complement"
    """One person offers what the other needs, as the feature defines it."""
