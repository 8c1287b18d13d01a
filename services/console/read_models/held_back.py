"""Proposals that coordinators hold back from publishing."""

from collections.abc import Iterable
from typing import Self

from shared.kernel import Aggregate


class HeldBack(Aggregate):
    """Those of one round, whose id it has: the coordinators' own notes, shared between them.

    They are no fact of another service, so no event tells them: a read model built anew begins without.
    """

    proposals: tuple[str, ...] = ()

    def picked(self, shown: Iterable[str], ticked: Iterable[str]) -> Self:
        """Take over what is ticked on one page, and leave what other pages hold.

        Args:
            shown: the proposals of the page.
            ticked: those of them to hold back.
        """
        seen = set(shown)
        kept = (set(self.proposals) - seen) | (set(ticked) & seen)
        return self.changed(proposals=tuple(sorted(kept)))
