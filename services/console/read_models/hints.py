"""Hints: changes of a programme's plan that its facts give a reason for. No answer of anybody enters them."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from services.console.read_models.figures import people_at
from services.console.read_models.tally import Tally
from shared.contracts.enrollment import ProgrammeRules

_WEEKS: Final = 8
"""The time whose sessions are looked at."""
_LEAST_SESSIONS: Final = 20
_LEAST_PEOPLE: Final = 10
_SHARE: Final = 0.3
"""The share of sessions not held, or of people without the training, from which on there is a hint."""
_LONGEST_CADENCE: Final = 13
_LENGTHS: Final = (30, 45, 60, 90)
"""The lengths of a session to choose from, in minutes."""


class HintKind(StrEnum):
    """The subjects of hints."""

    SESSIONS = "sessions"
    """Many sessions do not take place."""
    TRAINING = "training"
    """Many people have answered the questions and not completed the training."""


@dataclass(frozen=True)
class Hint:
    """A change that the facts give a reason for.

    Attributes:
        kind: its subject.
        part: how many of these did not happen.
        whole: of how many.
        changes: values to try, by the name of the rule in the plan; may be empty.
    """

    kind: HintKind
    part: int
    whole: int
    changes: tuple[tuple[str, int], ...] = ()


def hints_of(tally: Tally, rules: ProgrammeRules, today: date) -> tuple[Hint, ...]:
    """Return the hints for a programme; none while there is not enough data."""
    return (*_sessions(tally, rules, today), *_training(tally, rules))


def _sessions(tally: Tally, rules: ProgrammeRules, today: date) -> tuple[Hint, ...]:
    since = (today - timedelta(weeks=_WEEKS)).isoformat()
    count = {
        state: sum(
            number
            for name, number in tally.group("week").items()
            if name.endswith(f":{state}") and since <= name[: len(since)] <= today.isoformat()
        )
        for state in ("held", "missed", "cancelled")
    }
    missing, whole = count["missed"] + count["cancelled"], sum(count.values())
    if whole < _LEAST_SESSIONS or missing < _SHARE * whole:
        return ()
    return (Hint(HintKind.SESSIONS, missing, whole, _easier(rules)),)


def _easier(rules: ProgrammeRules) -> tuple[tuple[str, int], ...]:
    """Return a longer time between sessions, and a shorter session, where there is one."""
    longer = rules.cadence_weeks + (1 if rules.cadence_weeks < 4 else 2)
    shorter = [minutes for minutes in _LENGTHS if minutes < rules.session_minutes]
    return (
        *([("cadence_weeks", longer)] if longer <= _LONGEST_CADENCE else []),
        *([("session_minutes", shorter[-1])] if shorter else []),
    )


def _training(tally: Tally, rules: ProgrammeRules) -> tuple[Hint, ...]:
    assessed = people_at(tally, "assessed")
    missing = assessed - people_at(tally, "trained")
    if len(rules.training) < 2 or assessed < _LEAST_PEOPLE or missing < _SHARE * assessed:
        return ()
    return (Hint(HintKind.TRAINING, missing, assessed),)
