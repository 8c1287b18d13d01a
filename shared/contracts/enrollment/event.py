"""The base of enrollment's events."""

from shared.contracts.base import PlatformEvent


class EnrollmentEvent(PlatformEvent, owner="enrollment"):
    """Published by enrollment."""
