"""A criterion as columns of whole numbers, so that the points of any pair are a product of two short rows.

Never a table of all mentees with all mentors: values are few, people are many. Weights are on the mentees'
side, rounded down there: points are whole, the same for a pair alone as in a round, and never more than the
weight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from services.matching.domain.arrays import Ints, classes, distinct_rows
from services.matching.domain.features import FULL, Feature, Kind
from services.matching.domain.not_computable import NotComputable
from services.matching.domain.people.person import Person
from services.matching.domain.policy.measure import Measure
from services.matching.domain.scoring.criteria.degrees import degrees
from services.matching.domain.scoring.criteria.levels import BY_WORDS
from shared.contracts.matching import FailureCode

MOST_COLUMNS: Final = 400
"""Of one criterion: every column is work for every pair."""
MOST_CELLS: Final = 4_000_000
"""Of the table of different values it is made from."""
_MENTEES_ONLY: Final = "\x00mentees-only"
_MENTORS_ONLY: Final = "\x00mentors-only"


@dataclass(frozen=True, slots=True)
class Columns:
    """Points of mentee i with mentor j: ``mentees[i] @ mentors[j]``.

    Attributes:
        mentees: [mentees, columns], with the weight in it.
        mentors: [mentors, columns].
        most: what no mentor can give each mentee more than.
    """

    mentees: Ints
    mentors: Ints
    most: Ints

    def points(self, mentees: Ints, mentors: Ints) -> Ints:
        """Points of single pairs."""
        products: Ints = np.einsum("ij,ij->i", self.mentees[mentees], self.mentors[mentors])
        return products


def beside(parts: Sequence[Columns]) -> Columns:
    """Return the sum of all of them."""
    return Columns(
        np.hstack([part.mentees for part in parts]),
        np.hstack([part.mentors for part in parts]),
        np.sum([part.most for part in parts], axis=0, dtype=np.int64),
    )


def columns_of(
    feature: Feature,
    measure: Measure,
    weight: int,
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    year: int,
) -> Columns:
    """Return one feature's part of a criterion.

    Raises:
        NotComputable: the feature has too many different values for a criterion.
    """
    mentee_values = [feature.value(person.profile) for person in mentees]
    mentor_values = [feature.value(person.profile) for person in mentors]
    if feature.kind is Kind.LEVELS:
        own, theirs = BY_WORDS[measure](mentee_values, mentor_values, weight, feature.span)
        columns = Columns(own, theirs, np.full(len(mentees), weight, dtype=np.int64))
    else:
        columns = _table(feature, measure, weight, mentee_values, mentor_values, year)
    if columns.mentors.shape[1] > MOST_COLUMNS:
        raise _too_many(feature)
    return columns


def _table(
    feature: Feature,
    measure: Measure,
    weight: int,
    mentees: Sequence[object],
    mentors: Sequence[object],
    year: int,
) -> Columns:
    """Return a column for each class of mentors that is compared alike."""
    own = feature.own.get(measure)
    if feature.kind is Kind.CATEGORY and not (own and own.degrees):
        mentees, mentors = _only_shared(mentees, mentors)
    mentee_values, mentee_class = classes(mentees)
    mentor_values, mentor_class = classes(mentors)
    if len(mentee_values) * len(mentor_values) > MOST_CELLS:
        raise _too_many(feature)
    worth = degrees(feature, measure, mentee_values, mentor_values, year) * weight // FULL
    alike, merged = distinct_rows(worth.reshape(len(mentee_values), len(mentor_values)).T)
    if len(alike) > MOST_COLUMNS:
        raise _too_many(feature)
    points = alike.T[mentee_class]
    theirs = np.eye(len(alike), dtype=np.int64)[merged[mentor_class]]
    return Columns(points, theirs, points.max(axis=1, initial=0))


def _only_shared(mentees: Sequence[object], mentors: Sequence[object]) -> tuple[list[object], list[object]]:
    """Words that only one side has are all alike: equal to nobody's on the other."""
    shared = set(mentees) & set(mentors) | {None}
    return (
        [value if value in shared else _MENTEES_ONLY for value in mentees],
        [value if value in shared else _MENTORS_ONLY for value in mentors],
    )


def _too_many(feature: Feature) -> NotComputable:
    return NotComputable(
        f"{feature.name} has too many different values to be scored",
        FailureCode.TOO_MANY_VALUES,
        feature.name,
        field="criteria",
    )
