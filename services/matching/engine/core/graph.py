"""The sparse core: the pairs worth considering, by row, with their scores."""

from dataclasses import dataclass

import numpy as np

from services.matching.engine.jit import Ints32, Ints64, Whole, compiled


@dataclass(frozen=True, slots=True)
class Graph:
    """Edges by row; within a row by column, each once.

    Attributes:
        starts: where each row's edges begin, [rows + 1].
        columns: of the edges.
        scores: of the edges, bonus included.
        width: number of columns.
    """

    starts: Ints64
    columns: Ints32
    scores: Ints32
    width: int

    @classmethod
    def empty(cls, rows: int, width: int) -> "Graph":
        """Return a graph without edges."""
        nothing = np.empty(0, dtype=np.int32)
        return cls(np.zeros(rows + 1, dtype=np.int64), nothing, nothing, width)

    def rows(self) -> Ints64:
        """Return the row of each edge."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def add(self, rows: Ints64, columns: Ints64, scores: Ints64) -> "Graph":
        """Return a graph with these edges too; what is there already stays once."""
        starts, all_columns, all_scores = merge(
            self.starts, self.columns, self.scores, rows, columns.astype(np.int32), scores.astype(np.int32)
        )
        return Graph(starts, all_columns, all_scores, self.width)

    def by_column(self) -> tuple[Ints64, Ints32, Ints32]:
        """Return where each column's edges begin, their rows and scores."""
        starts, rows, scores = transpose(self.starts, self.columns, self.scores, self.width)
        return starts, rows, scores


@compiled
def merge(
    starts: Ints64,
    columns: Ints32,
    scores: Ints32,
    more_rows: Ints64,
    more_columns: Ints32,
    more_scores: Ints32,
) -> tuple[Ints64, Ints32, Ints32]:
    """Return both sets of edges, by row, within a row by column, each once."""
    count = len(starts) - 1
    room = starts.copy()
    for row in more_rows:
        room[row + 1] += 1
    extra = 0
    for row in range(count):
        extra += room[row + 1] - starts[row + 1]
        room[row + 1] = starts[row + 1] + extra
    all_columns = np.empty(room[count], dtype=np.int32)
    all_scores = np.empty(room[count], dtype=np.int32)
    filled = room[:count].copy()
    for row in range(count):
        for e in range(starts[row], starts[row + 1]):
            all_columns[filled[row]], all_scores[filled[row]] = columns[e], scores[e]
            filled[row] += 1
    for n in range(len(more_rows)):
        row = more_rows[n]
        filled[row] = _put(all_columns, all_scores, room[row], filled[row], more_columns[n], more_scores[n])
    return _close_up(room, filled, all_columns, all_scores)


@compiled
def _put(columns: Ints32, scores: Ints32, first: Whole, end: Whole, column: Whole, score: Whole) -> Whole:
    """Insert in order unless it is there; returns the new end."""
    low, high = first, end
    while low < high:
        middle = (low + high) // 2
        if columns[middle] < column:
            low = middle + 1
        else:
            high = middle
    if low < end and columns[low] == column:
        return end
    for e in range(end, low, -1):
        columns[e], scores[e] = columns[e - 1], scores[e - 1]
    columns[low], scores[low] = column, score
    return end + 1


@compiled
def _close_up(room: Ints64, filled: Ints64, columns: Ints32, scores: Ints32) -> tuple[Ints64, Ints32, Ints32]:
    """Without the gaps that doubles left."""
    count = len(filled)
    starts = np.zeros(count + 1, dtype=np.int64)
    for row in range(count):
        starts[row + 1] = starts[row] + filled[row] - room[row]
        for n in range(filled[row] - room[row]):
            columns[starts[row] + n] = columns[room[row] + n]
            scores[starts[row] + n] = scores[room[row] + n]
    end = starts[count]
    return starts, columns[:end].copy(), scores[:end].copy()


@compiled
def transpose(starts: Ints64, columns: Ints32, scores: Ints32, width: Whole) -> tuple[Ints64, Ints32, Ints32]:
    """Return the same edges by column."""
    count = len(starts) - 1
    by_column = np.zeros(width + 1, dtype=np.int64)
    for column in columns:
        by_column[column + 1] += 1
    by_column = np.cumsum(by_column)
    filled = by_column.copy()
    rows = np.empty(len(columns), dtype=np.int32)
    turned = np.empty(len(columns), dtype=np.int32)
    for row in range(count):
        for e in range(starts[row], starts[row + 1]):
            at = filled[columns[e]]
            rows[at], turned[at] = row, scores[e]
            filled[columns[e]] += 1
    return by_column, rows, turned
