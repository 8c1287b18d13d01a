"""Figures of key results that people or other systems enter."""

from datetime import date
from typing import Final

from services.console.read_models.row import Facets, Row
from services.console.read_models.tally import Tally

_THOUSANDTHS: Final = 1000
"""The tally has whole numbers."""


class EnteredFigure(Row):
    """The latest figure of a key result; the id is its name."""

    value: float = 0
    measured_on: date | None = None

    def facets(self) -> Facets:
        """Return the figure and its day, so that key results find them in the tally."""
        if self.measured_on is None:
            return {}
        prefix = f"entered:{self.id}"
        return {
            f"{prefix}:value": round(_THOUSANDTHS * self.value),
            f"{prefix}:day": self.measured_on.toordinal(),
        }


def entered_on(tally: Tally, name: str) -> date | None:
    """Return the day of the latest figure of a key result; None before the first."""
    day = tally.get("entered", name, "day")
    return date.fromordinal(day) if day else None


def entered_value(tally: Tally, name: str) -> float | None:
    """Return the latest figure of a key result; None before the first."""
    return tally.get("entered", name, "value") / _THOUSANDTHS if entered_on(tally, name) else None
