"""The base of matching's events."""

from shared.contracts.base import PlatformEvent


class MatchingEvent(PlatformEvent, owner="matching"):
    """Published by matching."""
