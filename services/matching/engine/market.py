"""A checked problem made ready to compute on: canonical order, one table for all rules, views of columns."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final

import numpy as np

from services.matching.engine.core.graph import Graph
from services.matching.engine.jit import Bytes, Floats, Ints32, Ints64
from services.matching.engine.problem import Checked, InvalidProblem

DIGEST_BYTES: Final = 8
"""Of the hashes that order people: enough that two are hardly ever alike."""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """Some or all columns in an order that suits a pass.

    Attributes:
        columns: their numbers.
        features: [features, columns].
        table: of all rules, [classes of all rules, columns].
        forbidden_starts: where each row's forbidden columns begin.
        forbidden: places in this view, in order for each row.
    """

    columns: Ints32
    features: Floats
    table: Bytes
    forbidden_starts: Ints64
    forbidden: Ints32

    def without(self, known: Graph) -> "ColumnView":
        """Return all pairs but these, where the columns are all and in their own order."""
        rows = np.repeat(np.arange(len(self.forbidden_starts) - 1), np.diff(self.forbidden_starts))
        both = known.add(rows, self.forbidden.astype(np.int64), np.zeros_like(rows))
        return replace(self, forbidden_starts=both.starts, forbidden=both.columns)


@dataclass(frozen=True, slots=True)
class Market:
    """Mentees (rows) who seek and mentors (columns) who have places, in canonical order.

    Attributes:
        rows: the mentee of each row, as numbered in the problem.
        columns: the mentor of each column.
        features: [rows, features].
        others: features of the columns, [columns, features].
        table: of all rules, [classes of all rules, columns].
        classes: the line of the table, [rules, rows].
        banned: forbidden pairs of row and column as row * columns + column, in order, each once.
        units: how many partners each row may get, at least 1.
        places: of each column, at least 1.
        fixed: how many partners each row has already.
        priority: of each row.
        credits: points gained by the first place taken of each column.
        least: of each row, what its pairs have to score.
        most: of each row, what no score of its pairs exceeds.
        bonus: single pairs with extra points, [k, 3]; these pairs are in `banned` as well: they are
            treated one by one.
    """

    rows: Ints64
    columns: Ints64
    features: Floats
    others: Floats
    table: Bytes
    classes: Ints32
    banned: Ints64
    units: Ints64
    places: Ints64
    fixed: Ints64
    priority: Ints64
    credits: Ints64
    least: Ints64
    most: Ints64
    bonus: Ints64

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.columns)

    @property
    def most_pairs(self) -> int:
        """How many pairs there would be if places alone decided."""
        return min(int(self.units.sum()), int(np.minimum(self.places, len(self.rows)).sum()))

    def scores(self, rows: Ints64, columns: Ints64) -> Ints64:
        """Scores of pairs without bonus, whether allowed or not."""
        products = np.einsum("ij,ij->i", self.features[rows], self.others[columns], dtype=np.float64)
        scores: Ints64 = np.rint(products).astype(np.int64)
        return scores

    def follows_rules(self, rows: Ints64, columns: Ints64) -> Bytes:
        """Return whether the rules (the banned pairs aside) allow these pairs."""
        allowed = np.ones(len(rows), dtype=np.uint8)
        for line in self.classes:
            allowed &= self.table[line[rows], columns]
        return allowed

    def allowed(self, rows: Ints64, columns: Ints64) -> tuple[Ints64, Ints64, Ints64]:
        """Return those of these pairs that may be made (bonus aside), with their scores."""
        scores, pairs = self.scores(rows, columns), rows * len(self.columns) + columns
        after = np.searchsorted(self.banned, pairs, side="right")  # a banned pair lies between both ends
        allowed = after == np.searchsorted(self.banned, pairs)
        allowed &= (self.follows_rules(rows, columns) > 0) & (scores >= self.least[rows])
        return rows[allowed], columns[allowed], scores[allowed]

    def view(self, columns: Ints64) -> ColumnView:
        """Return these columns, in this order."""
        count = len(self.columns)
        place = np.full(count, -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        row, at = self.banned // count, place[self.banned % count]
        row, at = row[at >= 0], at[at >= 0]
        order = np.argsort(row * count + at, kind="stable")  # quick, since they are nearly in order
        starts = np.searchsorted(row[order], np.arange(len(self.rows) + 1))
        return ColumnView(
            columns=columns.astype(np.int32),
            features=np.ascontiguousarray(self.others[columns].T),
            table=np.take(self.table, columns, axis=1),
            forbidden_starts=starts.astype(np.int64),
            forbidden=at[order].astype(np.int32),
        )


def market(problem: Checked) -> Market:
    """Return the market of those with places left beside fixed pairs.

    Raises:
        InvalidProblem: there are more fixed pairs for somebody than places.
    """
    mentees, mentors = (_partners(problem.fixed, side, problem) for side in (0, 1))
    mentee_places, mentor_places = problem.mentee_places - mentees, problem.mentor_places - mentors
    if (mentee_places < 0).any() or (mentor_places < 0).any():
        raise InvalidProblem("fixed: more pairs for somebody than places")
    source = problem.source
    rows = _canonical(source.mentee_ids, np.flatnonzero(mentee_places), source.seed)
    columns = _canonical(source.mentor_ids, np.flatnonzero(mentor_places), source.seed)
    offsets = np.cumsum([0, *(len(rule) for rule in problem.allowed)])
    classes = [c[rows] + offset for c, offset in zip(problem.classes, offsets, strict=False)]
    empty = np.empty((0, len(columns)), dtype=np.uint8)
    bonus = _inside(problem.bonus, rows, columns, problem)
    taken = np.vstack([problem.forbidden, problem.fixed])
    forbidden = _inside(np.vstack([taken, problem.bonus[:, :2]]), rows, columns, problem)
    banned = np.sort(forbidden[:, 0] * len(columns) + forbidden[:, 1])
    return Market(
        rows=rows,
        columns=columns,
        features=problem.mentees[rows],
        others=problem.mentors[columns],
        table=np.vstack([empty, *(np.take(rule, columns, axis=1) for rule in problem.allowed)]),
        classes=np.array(classes, dtype=np.int32).reshape(len(classes), len(rows)),
        banned=banned[np.diff(banned, prepend=-1) > 0],  # np.unique takes five times as long and more
        units=np.minimum(mentee_places[rows], max(1, len(columns))),
        places=mentor_places[columns],
        fixed=mentees[rows],
        priority=problem.priority[rows],
        credits=np.where(mentors[columns] == 0, problem.mentor_priority[columns], 0),
        least=problem.least[rows],
        most=problem.most[rows],
        bonus=_not_forbidden(bonus, taken, rows, columns, problem),
    )


def _partners(fixed: Ints64, side: int, problem: Checked) -> Ints64:
    """Return how many partners everybody of one side has already."""
    counts: Ints64 = np.bincount(fixed[:, side], minlength=problem.source.shape[side])
    return counts


def _canonical(ids: Sequence[Hashable], people: Ints64, seed: int) -> Ints64:
    """Return these people in an order that depends on ids and seed alone, not on the order given."""
    names = [repr(ids[number]) for number in people.tolist()]
    digests = np.frombuffer(b"".join(_hashes(names, seed)), dtype=f">u{DIGEST_BYTES}").astype(np.uint64)
    order = np.argsort(digests, kind="stable")
    if (digests[order[1:]] == digests[order[:-1]]).any():  # as good as never; then the names decide
        order = np.lexsort((np.array(names), digests))
    return people[order]


def _hashes(names: Sequence[str], seed: int) -> Iterator[bytes]:
    keyed = blake2b(digest_size=DIGEST_BYTES, key=seed.to_bytes(16, "big", signed=True))
    for name in names:
        one = keyed.copy()
        one.update(name.encode())
        yield one.digest()


def _inside(links: Ints64, rows: Ints64, columns: Ints64, problem: Checked) -> Ints64:
    """Return links in the market's numbers, without those of people outside it."""
    row_of = np.full(len(problem.mentees), -1, dtype=np.int64)
    column_of = np.full(len(problem.mentors), -1, dtype=np.int64)
    row_of[rows], column_of[columns] = np.arange(len(rows)), np.arange(len(columns))
    inside = links.copy()
    inside[:, 0], inside[:, 1] = row_of[links[:, 0]], column_of[links[:, 1]]
    return inside[(inside[:, :2] >= 0).all(axis=1)]


def _not_forbidden(bonus: Ints64, links: Ints64, rows: Ints64, columns: Ints64, problem: Checked) -> Ints64:
    """Drop forbidden pairs: a bonus doesn't make one allowed."""
    if not len(bonus):
        return bonus
    banned = _inside(links, rows, columns, problem)
    keys = banned[:, 0] * len(columns) + banned[:, 1]
    return bonus[~np.isin(bonus[:, 0] * len(columns) + bonus[:, 1], keys)]
