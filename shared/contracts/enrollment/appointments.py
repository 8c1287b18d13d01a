"""Words that the events of sponsors and delegates have in common."""

from enum import StrEnum


class AppointmentEnding(StrEnum):
    """Why somebody who was named for a task does not do it, or no longer does."""

    DECLINED = "declined"
    """By the person named."""
    STEPPED_DOWN = "stepped-down"
    """By the person who did it."""
    REVOKED = "revoked"
    """By the one who named them."""
    EXPIRED = "expired"
    """The person named did not answer in time."""
    UNSUITABLE = "unsuitable"
    """The person may no longer do it: reporting lines or grades have changed."""
    LEFT = "left"
    """The person has left the organisation."""
    OVER = "over"
    """There is nothing left to do it for."""
