"""The verdict of a rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chaos.history import Evidence


@dataclass
class Verdict:
    """The checks of one rule and their violations.

    Attributes:
        checked: the number of checks.
        violations: one line each.
    """

    checked: int = 0
    violations: list[str] = field(default_factory=list)

    def expect(self, condition: object, violation: str) -> None:
        """Check a condition."""
        self.checked += 1
        if not condition:
            self.violations.append(violation)

    def compare(self, what: str, expected: Mapping[str, Any], actual: Mapping[str, Any]) -> None:
        """Compare the values that events imply with those of a database, key by key."""
        for key in sorted({*expected, *actual}):
            wanted, is_ = expected.get(key), actual.get(key)
            self.expect(wanted == is_, f"{what} {key}: the events say {wanted}, the database {is_}")

    @property
    def holds(self) -> bool:
        """Whether the rule holds; a rule without any check does not."""
        return not self.violations and self.checked > 0


Rule = Callable[[Evidence, Verdict], None]
