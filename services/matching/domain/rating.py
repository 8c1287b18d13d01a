"""How the two of a pairing rate their sessions: numbers only, for what weights may learn from them."""

from datetime import datetime
from typing import Self

from shared.kernel import Aggregate, Identifier, Scope


class PairingRating(Aggregate):
    """All check-ins answered for one pairing, by both; its id is the pairing's. Nobody sees a single one.

    Attributes:
        answers: how many.
        total: the sum of their ratings, of 1 to 5 each.
        rated_at: when the latest was answered.
    """

    answers: int = 0
    total: int = 0
    rated_at: datetime

    @property
    def mean(self) -> float:
        """The mean rating, of both and all sessions."""
        return self.total / self.answers

    def rated(self, rating: int, at: datetime) -> Self:
        """One more answer; in whatever order they come, the outcome is the same."""
        return self.changed(
            answers=self.answers + 1, total=self.total + rating, rated_at=max(self.rated_at, at)
        )


def unrated(pairing_id: Identifier, scope: Scope, at: datetime) -> PairingRating:
    """A pairing before its first answer."""
    return PairingRating(
        id=pairing_id, tenant=scope.tenant, programme=scope.programme, region=scope.region, rated_at=at
    )
