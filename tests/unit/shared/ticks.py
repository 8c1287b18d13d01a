"""Seconds that pass when a test says so."""


class Ticks:
    """A clock for what counts seconds; ``now`` is set by the test."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
