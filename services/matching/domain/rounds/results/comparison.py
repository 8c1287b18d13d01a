"""Two rounds side by side: what the one chose and the other did not."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, ConfigDict

from shared.kernel import Identifier

BUCKET: Final = 1000
"""Points in one bar of the score distribution."""
MOST_SHOWN: Final = 500

Pair = tuple[str, str]
"""Mentor and mentee."""


@dataclass(frozen=True, slots=True)
class ComparedRound:
    """One round's outcome: the score of each pair, and how many people got nobody."""

    id: Identifier
    scores: Mapping[Pair, int]
    unmatched: int


class ComparedPair(BaseModel):
    """A pair that only one of the two rounds chose."""

    model_config = ConfigDict(frozen=True)

    mentor_id: Identifier
    mentee_id: Identifier
    score: int


class RoundFigures(BaseModel):
    """One side of a comparison.

    Attributes:
        pairs: the number of pairs.
        total_score: their points.
        lowest_score: of a pair; None of none.
        unmatched: people without a partner.
        only_here: pairs that the other round does not have.
        first_only_here: the first 500 of them, by ids.
        scores: how many pairs have how many points, from each key to 999 more.
    """

    model_config = ConfigDict(frozen=True)

    round_id: Identifier
    pairs: int
    total_score: int
    lowest_score: int | None
    unmatched: int
    only_here: int
    first_only_here: tuple[ComparedPair, ...]
    scores: dict[int, int]


class Comparison(BaseModel):
    """Two rounds side by side, and how many pairs both have."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "in_both": 1,
                    "one": {
                        "round_id": "c3f1a2b4d5e64788990a1b2c3d4e5f60",
                        "pairs": 2,
                        "total_score": 14_100,
                        "lowest_score": 6500,
                        "unmatched": 1,
                        "only_here": 1,
                        "first_only_here": [
                            {
                                "mentor_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
                                "mentee_id": "0a9b8c7d6e5f40312233445566778899",
                                "score": 6500,
                            }
                        ],
                        "scores": {"6000": 1, "7000": 1},
                    },
                    "other": {
                        "round_id": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                        "pairs": 1,
                        "total_score": 7600,
                        "lowest_score": 7600,
                        "unmatched": 3,
                        "only_here": 0,
                        "first_only_here": [],
                        "scores": {"7000": 1},
                    },
                }
            ]
        },
    )

    in_both: int
    one: RoundFigures
    other: RoundFigures


def compare(one: ComparedRound, other: ComparedRound) -> Comparison:
    """Compare two outcomes."""
    return Comparison(
        in_both=len(one.scores.keys() & other.scores.keys()),
        one=_figures(one, one.scores.keys() - other.scores.keys()),
        other=_figures(other, other.scores.keys() - one.scores.keys()),
    )


def _figures(compared: ComparedRound, only_here: Iterable[Pair]) -> RoundFigures:
    own = sorted(only_here)
    bars = Counter(score // BUCKET * BUCKET for score in compared.scores.values())
    return RoundFigures(
        round_id=compared.id,
        pairs=len(compared.scores),
        total_score=sum(compared.scores.values()),
        lowest_score=min(compared.scores.values(), default=None),
        unmatched=compared.unmatched,
        only_here=len(own),
        first_only_here=tuple(
            ComparedPair(mentor_id=pair[0], mentee_id=pair[1], score=compared.scores[pair])
            for pair in own[:MOST_SHOWN]
        ),
        scores=dict(sorted(bars.items())),
    )
