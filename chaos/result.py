"""The result of a run: commands, faults and answers."""

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
        goal: the commands and faults required.
        log: of the commands.
        sent: hostile records.
        attacks: how hostile requests were answered.
        driver: the faults that happened.
        unrest: why the streams did not become idle; empty if they did.
        rest_seconds: the time until they were idle, after all parts were up again.
    """

    goal: Goal
    log: Log
    sent: Sent
    attacks: Mapping[str, int]
    driver: Driver
    unrest: str
    rest_seconds: float
