"""The result of a run: what was asked of the platform, and what happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from chaos.driver import Driver
from chaos.goal import Goal
from chaos.load.client import Log
from chaos.load.hostile_records import Sent


@dataclass(frozen=True)
class RunResult:
    """The result of one run.

    Attributes:
        goal: what had to be done.
        log: of the commands.
        sent: hostile records.
        attacks: how hostile requests were answered.
        driver: what was broken.
        unrest: why the streams did not come to rest; empty when they did.
        rest_seconds: how long that took once everything was up again.
    """

    goal: Goal
    log: Log
    sent: Sent
    attacks: Mapping[str, int]
    driver: Driver
    unrest: str
    rest_seconds: float
