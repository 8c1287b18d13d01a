"""What is wrong with a form, field by field, by the owner's path to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Self


@dataclass(frozen=True)
class Faults:
    """Messages by path; ``""`` is the form as a whole."""

    by_path: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, errors: Mapping[str, str], otherwise: str) -> Self:
        """What an owner said of single fields, or else in general."""
        return cls({_plain(path): words for path, words in errors.items()} or {"": otherwise})

    def __bool__(self) -> bool:
        return bool(self.by_path)

    def at(self, path: str) -> list[str]:
        """What is wrong with the field of this path, or with anything in it, which is named."""
        return [
            f"{below}: {words}" if below else words
            for where, words in self.by_path.items()
            if path and (below := _below(where, path)) is not None
        ]

    def lines(self) -> Iterator[str]:
        """All of it, each line with its path."""
        return (f"{path}: {words}" if path else words for path, words in self.by_path.items())


def _below(where: str, path: str) -> str | None:
    """What of a path lies below another one; None where it doesn't."""
    if where == path:
        return ""
    return where[len(path) :].lstrip(".") if where.startswith((f"{path}.", f"{path}[")) else None


_TAG: Final = re.compile(r"(\.allow|\.\d+|\.not)\.(all|any|not|compare|test)(?=\.|$)")
"""What the parser of conditions adds to a path: which kind of node it took a node for."""


def _plain(path: str) -> str:
    """``policy.conditions.0.allow.any.any.0.test.of`` becomes ``conditions[0].allow.any[0].of``.

    So it is called the same, whether its shape was refused or its meaning.
    """
    path = path.removeprefix("policy.")
    if re.search(r"\.\d", path):
        path = _TAG.sub(r"\1", path)
    return re.sub(r"\.(\d+)(?=\.|$)", r"[\1]", path)
