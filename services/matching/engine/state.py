"""The state of an assignment on the sparse core, as arrays that compiled code works on."""

from typing import NamedTuple

import numpy as np

from services.matching.engine.graph import Graph
from services.matching.engine.jit import FAR, LEFT_OUT, NOBODY, Ints32, Ints64, Whole, compiled


class State(NamedTuple):
    """Edges, dual prices and who has whom.

    For every edge, score <= profit + price; equal for pairs chosen. A price above 0 only where all places are
    taken. A profit is never below the penalty of being left out, and equals it (negative) for who is.

    Attributes:
        starts: where each row's edges begin.
        columns: of the edges.
        scores: of the edges.
        prices: of the columns.
        profits: of the rows.
        match: the column of each row, or NOBODY, or LEFT_OUT.
        place: which place a matched row has, counted over all columns.
        places: where each column's places begin, [columns + 1].
        owners: the row in each place; taken places come first.
        taken: how many places of each column are.
        penalties: of the rows.
    """

    starts: Ints64
    columns: Ints32
    scores: Ints32
    prices: Ints64
    profits: Ints64
    match: Ints32
    place: Ints64
    places: Ints64
    owners: Ints32
    taken: Ints64
    penalties: Ints64

    def on(self, graph: Graph) -> "State":
        """The same assignment, on a graph with more edges."""
        return self._replace(starts=graph.starts, columns=graph.columns, scores=graph.scores)

    def copy(self) -> "State":
        """An independent copy of all that changes."""
        return self._replace(
            prices=self.prices.copy(),
            profits=self.profits.copy(),
            match=self.match.copy(),
            place=self.place.copy(),
            owners=self.owners.copy(),
            taken=self.taken.copy(),
        )


def fresh(graph: Graph, places: Ints64, penalties: Ints64) -> State:
    """Nobody has anybody, nothing costs anything."""
    rows = len(penalties)
    # A place beyond the number of rows is never needed.
    starts = np.concatenate(([0], np.cumsum(np.minimum(places, rows))))
    return State(
        starts=graph.starts,
        columns=graph.columns,
        scores=graph.scores,
        prices=np.zeros(len(places), dtype=np.int64),
        profits=np.full(rows, -FAR, dtype=np.int64),
        match=np.full(rows, NOBODY, dtype=np.int32),
        place=np.full(rows, -1, dtype=np.int64),
        places=starts,
        owners=np.full(int(starts[-1]), NOBODY, dtype=np.int32),
        taken=np.zeros(len(places), dtype=np.int64),
        penalties=penalties,
    )


@compiled
def has_room(state: State, column: Whole) -> Whole:
    """Whether a column has a place left."""
    return state.taken[column] < state.places[column + 1] - state.places[column]


@compiled
def sit(state: State, row: Whole, column: Whole, place: Whole) -> None:
    """Put a row into a place of a column."""
    state.owners[place] = row
    state.match[row] = column
    state.place[row] = place


@compiled
def enter(state: State, row: Whole, column: Whole) -> None:
    """Put a row into the next free place of a column."""
    sit(state, row, column, state.places[column] + state.taken[column])
    state.taken[column] += 1


@compiled
def leave(state: State, row: Whole, without: Whole) -> None:
    """Take a row out of its column; the last one there takes over its place."""
    column, place = state.match[row], state.place[row]
    last = state.places[column] + state.taken[column] - 1
    mover = state.owners[last]
    state.owners[place], state.place[mover] = mover, place
    state.owners[last] = NOBODY
    state.taken[column] -= 1
    state.match[row] = without
    state.place[row] = -1


@compiled
def best_profit(state: State, row: Whole) -> Whole:
    """What a row gains at present prices: from its best edge, or from being left out."""
    best = -state.penalties[row]
    for e in range(state.starts[row], state.starts[row + 1]):
        best = max(best, state.scores[e] - state.prices[state.columns[e]])
    return best


@compiled
def release_unhappy(state: State) -> None:
    """Free all rows that would now gain more elsewhere, or whose place is to be left out no longer."""
    for row in range(len(state.match)):
        if state.match[row] == NOBODY:
            continue
        best = best_profit(state, row)
        stale = state.match[row] == LEFT_OUT and state.profits[row] != -state.penalties[row]
        if stale or best > state.profits[row]:
            if state.match[row] >= 0:
                leave(state, row, NOBODY)
            state.match[row] = NOBODY
            state.profits[row] = best


@compiled
def seat(state: State, rows: Ints64, columns: Ints64) -> None:
    """Give rows the columns wanted while there are places; `release_unhappy` frees who is not content."""
    for n in range(len(rows)):
        if has_room(state, columns[n]):
            enter(state, rows[n], columns[n])
            for e in range(state.starts[rows[n]], state.starts[rows[n] + 1]):
                if state.columns[e] == columns[n]:
                    state.profits[rows[n]] = state.scores[e] - state.prices[columns[n]]
