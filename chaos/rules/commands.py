"""Every accepted command has its event."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from chaos.history import Command, Evidence, Expected, Record, Row
from chaos.verdict import Verdict


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Check that the events of accepted commands are on the topics, and that every command was answered."""
    happened: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for event in evidence.facts:
        happened[(event.fact, event.subject)].append(event)
    for command in evidence.commands:
        for expected in command.expects:
            candidates = [event for fact in expected.facts for event in happened[(fact, expected.subject)]]
            verdict.expect(
                _is_there(command, expected, candidates),
                f"{command.name} ({command.id}) was accepted, but there is no"
                f" {' or '.join(expected.facts)} of {expected.subject} {dict(expected.where) or ''}",
            )
    for name in evidence.unanswered:
        verdict.expect(condition=False, violation=f"{name} was never answered")


def _is_there(command: Command, expected: Expected, candidates: Sequence[Record]) -> bool:
    fits = [event for event in candidates if _fits(event.data, expected)]
    if expected.own:
        fits = [event for event in fits if event.trace == command.id]
    return bool(fits)


def _fits(data: Row, expected: Expected) -> bool:
    return all(_value(data, path) == value for path, value in expected.where.items())


def _value(data: Row, path: str) -> Any:
    value: Any = data
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
