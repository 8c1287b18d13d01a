"""The base of feedback's events."""

from shared.contracts.base import PlatformEvent


class FeedbackEvent(PlatformEvent, owner="feedback"):
    """Published by feedback."""
