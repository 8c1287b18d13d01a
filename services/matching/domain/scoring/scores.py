"""All criteria of a policy over a pool: whole points of any pair, from two short rows of numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.features import Feature, find_feature, known_features
from services.matching.domain.policy import Criterion
from services.matching.domain.rounds.pool import Pool, Terms
from services.matching.domain.scoring.criteria import Columns, columns_of
from services.matching.domain.scoring.criteria.columns import beside


@dataclass(frozen=True, slots=True)
class Scored:
    """A criterion and its columns."""

    criterion: Criterion
    features: tuple[Feature, ...]
    columns: Columns

    @property
    def sensitive(self) -> bool:
        """Whether it must not be explained."""
        return any(feature.sensitive for feature in self.features)


def scored_by(pool: Pool, terms: Terms) -> list[Scored]:
    """Return every criterion with a weight, in the policy's order.

    Raises:
        NotComputable: a feature is unknown, or has too many values to be scored.
    """
    known = known_features(terms.defined)
    return [_scored(criterion, pool, terms, known) for criterion in terms.policy.criteria if criterion.weight]


def _scored(criterion: Criterion, pool: Pool, terms: Terms, known: Mapping[str, Feature]) -> Scored:
    features = tuple(find_feature(known, name, "criteria") for name in criterion.features)
    share = criterion.weight // len(features)
    parts = [
        columns_of(feature, criterion.measure, share, pool.mentees, pool.mentors, terms.day.year)
        for feature in features
    ]
    return Scored(criterion, features, beside(parts))


def shown(scored: Sequence[Scored]) -> list[int]:
    """Return the positions of the criteria that may be shown to people."""
    return [n for n, each in enumerate(scored) if not each.sensitive]


def points_of(scored: list[Scored], pairs: Ints) -> Ints:
    """Points of pairs (mentee, mentor) by criterion, [pairs, criteria]."""
    mentees, mentors = pairs[:, 0], pairs[:, 1]
    points = [each.columns.points(mentees, mentors) for each in scored]
    return np.stack(points, axis=1) if points else np.zeros((len(pairs), 0), dtype=np.int64)
