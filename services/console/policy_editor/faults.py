"""Faults of a form, each by the owner's path to the field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self


@dataclass(frozen=True)
class Faults:
    """Messages by path; ``""`` is the form as a whole."""

    by_path: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, errors: Mapping[str, str], otherwise: str) -> Self:
        """Return the owner's messages on fields, or its general one."""
        return cls({_plain(path): words for path, words in (errors or {"": otherwise}).items()})

    def __bool__(self) -> bool:
        return bool(self.by_path)

    def at(self, path: str) -> list[str]:
        """Return the faults of the field of this path and of the fields below it."""
        return [words for where, words in self.by_path.items() if path and _is_below(where, path)]

    def elsewhere(self, *shown: str) -> list[str]:
        """Return the faults of the form as a whole, and of fields that it does not show."""
        return [words for path, words in self.by_path.items() if not path.startswith(shown)]


def _is_below(where: str, path: str) -> bool:
    """Return whether a path is another one, or below it."""
    return where == path or where.startswith((f"{path}.", f"{path}["))


_TAG: Final = re.compile(r"(\.allow|\.\d+|\.not)\.(all|any|not|compare|test)(?=\.|$)")
"""The parts of a path that the parser of conditions adds: the kind of each node."""


def _plain(path: str) -> str:
    """``policy.conditions.0.allow.any.any.0.test.of`` becomes ``conditions[0].allow.any[0].of``.

    So it is called the same, whether its shape was refused or its meaning.
    """
    path = path.removeprefix("policy.")
    if re.search(r"\.\d", path):
        path = _TAG.sub(r"\1", path)
    return re.sub(r"\.(\d+)(?=\.|$)", r"[\1]", path)
