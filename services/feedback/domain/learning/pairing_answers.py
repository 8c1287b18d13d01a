"""The ratings of one pairing, beside the criteria by which it was made.

A weight that is learned before and after one answer could reveal the answer. Ratings therefore count in
batches: those of at least `TOGETHER` pairings begin to count with the same closing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final, NamedTuple, Self

from pydantic import AwareDatetime

from shared.contracts.matching import PairingFit
from shared.kernel import Aggregate, Identifier, Scope
from shared.schema.visibility import ShownTo, Visibility

TOGETHER: Final = 8
"""Pairings whose new ratings begin to count together, at least."""


class Rating(NamedTuple):
    """The answers about a pairing that count, and by which criteria it was made.

    Attributes:
        round_id: of the round that proposed it.
        degrees: how well each criterion fitted.
        answers: how many count.
        total: the sum of the ratings.
        squares: the sum of their squares.
    """

    round_id: str
    degrees: Mapping[str, float]
    answers: int
    total: int
    squares: int

    @classmethod
    def of(cls, round_id: str, criteria: Iterable[Mapping[str, Any]], *counts: int) -> Self:
        """Return the rating of a stored outcome (see `RATING_FIELDS`)."""
        return cls(round_id, {each["criterion"]: each["degree"] for each in criteria}, *counts)


RATING_FIELDS: Final = (
    "fit.round_id",
    "fit.criteria",
    "counted_answers",
    "counted_total",
    "counted_squares",
)
"""The stored fields that a `Rating` is made of."""


class PairingAnswers(Aggregate):
    """The answers about a pairing, of both people and all sessions; the id is the pairing's.

    Attributes:
        fit: how well each criterion fitted; None for a pairing that was not made as matching proposed it.
        activated_at: None before the activation has arrived.
        waiting: whether some answers do not count yet.
        answers: how many there are.
        total: the sum of the ratings.
        squares: the sum of their squares.
        counted_answers: how many of them count.
        counted_total: the sum of these.
        counted_squares: the sum of their squares.
    """

    shown_to: ClassVar = Visibility.ORGANISATION

    fit: PairingFit | None = None
    meaning: Identifier | None = None
    activated_at: AwareDatetime | None = None
    waiting: bool = False
    answers: Annotated[int, ShownTo(Visibility.SELF)] = 0
    total: Annotated[int, ShownTo(Visibility.SELF)] = 0
    squares: Annotated[int, ShownTo(Visibility.SELF)] = 0
    counted_answers: Annotated[int, ShownTo(Visibility.SELF)] = 0
    counted_total: Annotated[int, ShownTo(Visibility.SELF)] = 0
    counted_squares: Annotated[int, ShownTo(Visibility.SELF)] = 0

    def activated(self, fit: PairingFit | None, at: datetime) -> Self:
        """Learn by which criteria the pairing was made."""
        return self.changed(fit=fit, meaning=fit.meaning if fit else None, activated_at=at)

    def rated(self, rating: int) -> Self:
        """Add an answer; in whatever order answers come, the outcome is the same."""
        return self.changed(
            waiting=True,
            answers=self.answers + 1,
            total=self.total + rating,
            squares=self.squares + rating**2,
        )

    def counted(self) -> Self:
        """Let all answers so far count."""
        return self.changed(
            waiting=False,
            counted_answers=self.answers,
            counted_total=self.total,
            counted_squares=self.squares,
        )


def start(pairing_id: Identifier, scope: Scope) -> PairingAnswers:
    """Begin to collect the ratings of a pairing."""
    return PairingAnswers(id=pairing_id, tenant=scope.tenant, programme=scope.programme)


class Learning(Aggregate):
    """The last batch of a programme; the id is the programme's.

    Attributes:
        batches: how many there were.
    """

    shown_to: ClassVar = Visibility.ORGANISATION

    batches: int = 0
