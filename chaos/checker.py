"""The checker: every rule over all the evidence."""

from collections.abc import Mapping
from typing import Final

from chaos.history import Evidence
from chaos.rules import capacity, commands, delivery, effects, hostile, lifecycle, sequences
from chaos.verdict import Rule, Verdict

RULES: Final[Mapping[str, Rule]] = {
    "every accepted command has its event": commands.check,
    "sequences without gap or repeat": sequences.check,
    "every outbox row is published, and nothing else": delivery.check_outbox,
    "every event once in the inbox of each consumer": delivery.check_inbox,
    "no event left parked or dead": delivery.check_parked,
    "every event has its effect once": effects.check,
    "capacity is never exceeded": capacity.check,
    "every lifecycle is legal": lifecycle.check,
    "every hostile record is accounted for": hostile.check,
}


def judge(evidence: Evidence) -> dict[str, Verdict]:
    """Return the verdict of each rule."""
    verdicts = {}
    for name, rule in RULES.items():
        verdicts[name] = Verdict()
        rule(evidence, verdicts[name])
    return verdicts
