"""What a rule finds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chaos.history import Evidence


@dataclass
class Verdict:
    """What one rule looked at and found wrong.

    Attributes:
        checked: how many things were looked at.
        violations: one line each.
    """

    checked: int = 0
    violations: list[str] = field(default_factory=list)

    def expect(self, condition: object, violation: str) -> None:
        """Look at one thing."""
        self.checked += 1
        if not condition:
            self.violations.append(violation)

    def compare(self, what: str, expected: Mapping[str, Any], found: Mapping[str, Any]) -> None:
        """Compare what the events imply with what a database holds, key by key."""
        for key in sorted({*expected, *found}):
            wanted, is_ = expected.get(key), found.get(key)
            self.expect(wanted == is_, f"{what} {key}: the events say {wanted}, the database {is_}")

    @property
    def holds(self) -> bool:
        """Whether the rule holds; one that looked at nothing does not."""
        return not self.violations and self.checked > 0


Rule = Callable[[Evidence, Verdict], None]
