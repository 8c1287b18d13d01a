"""Training modules: who they are for, and the short check at the end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken


@dataclass(frozen=True)
class TrainingModule:
    """A module of the training; its texts are in ``services/enrollment/training_texts``.

    Attributes:
        id: its name in the API.
        version: counted up when the text changes so that the check has to be answered anew.
        roles: the roles that it is for.
        minutes: how long it takes to read and to answer.
        right: the right option of each question, from 0.
    """

    id: str
    version: int
    roles: tuple[Role, ...]
    minutes: int
    right: tuple[int, ...]

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


def required_of(role: Role, names: Iterable[str]) -> tuple[str, ...]:
    """Return the modules for a role among those that a programme asks for."""
    asked = set(names)
    return tuple(module.id for module in modules_of(role) if module.id in asked)


def check_modules(names: Sequence[str], field: str) -> None:
    """Check that modules which a programme asks for exist.

    Raises:
        RuleBroken: one does not.
    """
    unknown = [name for name in names if name not in MODULES]
    if unknown:
        raise RuleBroken(
            "must be some of {names}", code="unknown-training", names=", ".join(MODULES), field=field
        )
