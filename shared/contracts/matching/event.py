"""The base of matching's events."""

from shared.schema import EventData


class MatchingEvent(EventData, owner="matching"):
    """Published by matching."""
