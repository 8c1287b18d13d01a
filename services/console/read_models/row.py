"""The base of all rows: what a row adds to the programme's tally."""

from typing import Any, Self

from shared.kernel import Aggregate

Facets = dict[str, int]
"""The counts to which a row adds; the name of a count is words joined by colons."""


class Row(Aggregate):
    """One line of a read model. All facts have defaults: topics arrive in any order, so any may be first."""

    def facets(self) -> Facets:
        """Return the counts that this row adds to the tally."""
        return {}

    def noted(self, **values: Any) -> Self:
        """Return the row with these facts, which come from validated events."""
        return self.model_copy(update=values)
