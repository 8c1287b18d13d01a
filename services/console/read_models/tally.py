"""The counts of one programme, kept in step with its rows."""

from pydantic import Field

from services.console.read_models.row import Facets
from shared.kernel import Aggregate


class Tally(Aggregate):
    """All counts of a programme: pages and charts read this one document, however many rows there are.

    ``revision`` grows with every change, so a live page knows when to look.
    """

    revision: int = 0
    counts: dict[str, int] = Field(default_factory=dict)

    def moved(self, before: Facets, after: Facets) -> "Tally":
        """Return the tally once a row that added ``before`` adds ``after``; counts of 0 are left out."""
        if before == after:
            return self
        counts = dict(self.counts)
        for name in sorted({*before, *after}):
            count = counts.pop(name, 0) + after.get(name, 0) - before.get(name, 0)
            if count:
                counts[name] = count
        return self.model_copy(update={"counts": counts, "revision": self.revision + 1})

    def get(self, *words: str) -> int:
        """Return one count."""
        return self.counts.get(":".join(words), 0)

    def group(self, *words: str) -> dict[str, int]:
        """Return all counts whose name begins with these words, by the rest of the name."""
        prefix = ":".join(words) + ":"
        return {
            name.removeprefix(prefix): count
            for name, count in sorted(self.counts.items())
            if name.startswith(prefix)
        }

    def total(self, *words: str) -> int:
        """Return the sum of a group."""
        return sum(self.group(*words).values())
