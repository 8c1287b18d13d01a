"""Training modules: who they are for, the short check at the end, and how long a completed one counts."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken

OWN_PREFIX: Final = "own-"
"""Ids of modules that an organisation wrote begin with it, so that no shipped module ever takes one."""
MOST_MONTHS: Final = 60


@dataclass(frozen=True)
class TrainingModule:
    """A module of the training; texts of shipped ones are in ``services/enrollment/training_texts``.

    Attributes:
        id: its name in the API.
        version: counted up when the text changes so that the check has to be answered anew.
        roles: the roles that it is for.
        minutes: how long it takes to read and to answer.
        right: the right option of each question, from 0.
        valid_months: how long a completed module counts; None: as the programme says.
    """

    id: str
    version: int
    roles: tuple[Role, ...]
    minutes: int
    right: tuple[int, ...]
    valid_months: int | None = None

    def expires_at(self, completed_at: datetime, programme_days: int | None) -> datetime | None:
        """Return when a module completed then no longer counts; None: it counts for good."""
        if self.valid_months:
            return _months_later(completed_at, self.valid_months)
        return completed_at + timedelta(days=programme_days) if programme_days else None

    def mark(self, version: int, answers: Sequence[int]) -> tuple[bool, ...]:
        """Return for each question of the check whether it was answered rightly.

        Raises:
            Conflict: the answers are to another version.
            RuleBroken: not every question is answered once.
        """
        if version != self.version:
            raise Conflict(
                "the current version is {version}",
                code="training-version",
                version=self.version,
                field="version",
            )
        if len(answers) != len(self.right):
            raise RuleBroken(
                "answer each of the {count} questions",
                code="training-answers",
                count=len(self.right),
                field="answers",
            )
        return tuple(given == right for given, right in zip(answers, self.right, strict=True))


_BOTH: Final = tuple(Role)
_ALL: Final = (
    TrainingModule("setting-expectations", 1, _BOTH, 4, (1, 2)),
    TrainingModule("confidentiality", 1, _BOTH, 4, (2, 0, 1)),
    TrainingModule("leading-a-session", 1, (Role.MENTOR,), 5, (0, 2, 1)),
    TrainingModule("learning-from-a-junior", 1, (Role.MENTEE,), 5, (1, 0, 2)),
    TrainingModule("candid-feedback", 1, _BOTH, 4, (2, 1)),
    TrainingModule("first-meeting", 1, _BOTH, 4, (0, 1)),
)
MODULES: Final[Mapping[str, TrainingModule]] = MappingProxyType({module.id: module for module in _ALL})
"""The shipped modules by id, in the order in which they are best read."""


def modules_of(role: Role) -> list[TrainingModule]:
    """Return the modules for a role."""
    return [module for module in MODULES.values() if role in module.roles]


def required_of(role: Role, names: Iterable[str], own: Iterable[TrainingModule] = ()) -> tuple[str, ...]:
    """Return the modules for a role among those that a programme asks for: shipped ones, then ``own``."""
    asked = set(names)
    own_of_role = (module for module in own if role in module.roles)
    return tuple(module.id for module in (*modules_of(role), *own_of_role) if module.id in asked)


def check_modules(names: Iterable[str], field: str, own: Iterable[str] = ()) -> None:
    """Check that modules exist: shipped ones, or some of ``own``.

    Raises:
        RuleBroken: one does not.
    """
    known = (*MODULES, *own)
    if any(name not in known for name in names):
        raise RuleBroken(
            "must be some of {names}", code="unknown-training", names=", ".join(known), field=field
        )


def _months_later(moment: datetime, months: int) -> datetime:
    """Return the same day of a later month, or that month's last day where it is shorter."""
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
