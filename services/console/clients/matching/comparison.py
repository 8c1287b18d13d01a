"""The comparison of two rounds, as pages show it."""

from services.console.clients.response import Response


class ComparedPair(Response):
    """A pair that only one of two rounds chose."""

    mentor_id: str
    mentee_id: str
    score: int


class RoundFigures(Response):
    """One side of a comparison."""

    round_id: str
    pairs: int
    total_score: int
    lowest_score: int | None
    unmatched: int
    only_here: int
    first_only_here: tuple[ComparedPair, ...]
    scores: dict[int, int]


class Comparison(Response):
    """Two rounds side by side."""

    in_both: int
    one: RoundFigures
    other: RoundFigures

    def spread(self) -> list[tuple[int, int, int]]:
        """Return for each step of the scores its points and the pairs of each side."""
        steps = sorted({*self.one.scores, *self.other.scores})
        return [(step, self.one.scores.get(step, 0), self.other.scores.get(step, 0)) for step in steps]
