"""The base of every event of this platform."""

from shared.schema import EventData


class PlatformEvent(EventData, product="mentoring"):
    """Published by a service of this platform."""
