"""The session ratings of a pairing, as numbers only, from which weights are learned.

Weights follow outcomes closely, so a coordinator who compares what is suggested before and after one answer
could work that answer out. Ratings therefore count in batches of `TOGETHER` pairings.
"""

from datetime import datetime
from typing import Final, Self

from shared.kernel import Aggregate, Identifier, Scope

TOGETHER: Final = 8
"""Pairings whose new ratings count from the same instant on."""


class PairingRating(Aggregate):
    """All check-ins answered for one pairing, by both; its id is the pairing's. Nobody sees a single one.

    Attributes:
        answers: how many.
        total: the sum of their ratings, of 1 to 5 each.
        rated_at: when the latest was answered.
        counted_answers: how many of them count so far.
        counted_total: the sum of these.
        counted_at: since when; None while none counts.
    """

    answers: int = 0
    total: int = 0
    rated_at: datetime
    counted_answers: int = 0
    counted_total: int = 0
    counted_at: datetime | None = None

    @property
    def mean(self) -> float:
        """The mean of the ratings that count, of both and all sessions."""
        return self.counted_total / self.counted_answers

    def rated(self, rating: int, at: datetime) -> Self:
        """One more answer; in whatever order they come, the outcome is the same."""
        return self.changed(
            answers=self.answers + 1, total=self.total + rating, rated_at=max(self.rated_at, at)
        )

    def counted(self, at: datetime) -> Self:
        """All answers so far count."""
        return self.changed(counted_answers=self.answers, counted_total=self.total, counted_at=at)


class RatingBatch(Aggregate):
    """Pairings of a programme with ratings that don't count yet; the id is the programme's."""

    pairings: tuple[Identifier, ...] = ()

    def joined(self, pairing_id: Identifier) -> Self:
        """The batch with one more pairing."""
        return self.changed(pairings=tuple(sorted({*self.pairings, pairing_id})))

    @property
    def full(self) -> bool:
        """Whether these are enough to count together."""
        return len(self.pairings) >= TOGETHER


def unrated(pairing_id: Identifier, scope: Scope, at: datetime) -> PairingRating:
    """A pairing before its first answer."""
    return PairingRating(
        id=pairing_id, tenant=scope.tenant, programme=scope.programme, region=scope.region, rated_at=at
    )
