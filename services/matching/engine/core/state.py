"""The state of an assignment on the sparse core, as arrays that compiled code works on.

A row has one unit for each partner it may get, a column one place. The units of a row never sit in one column
together: a pair is made once. A unit that gets no place is left out; the first of a row costs most.
"""

from typing import NamedTuple

import numpy as np

from services.matching.engine.core.graph import Graph
from services.matching.engine.jit import FAR, LEFT_OUT, NOBODY, Ints32, Ints64, Whole, compiled


class State(NamedTuple):
    """Edges, dual prices and who has whom.

    A row's profit is what its last unit gains: for every edge not taken, score <= profit + price; for every
    one taken, score >= profit + price, and equal in rows of one unit. A profit is not below the penalty
    (negative) of leaving one unit more out, and not above that of the last one left out. A price is that of
    the column's last place: no more than what the next place costs (`next_price`) where there is room, no
    less than what the last one taken costs (`last_price`).

    Attributes:
        starts: where each row's edges begin.
        columns: of the edges.
        scores: of the edges.
        prices: of the columns.
        profits: of the rows.
        units: where each row's units begin, [rows + 1].
        row_of: the row of each unit.
        match: the column of each unit, or NOBODY, or LEFT_OUT.
        place: which place a seated unit has, counted over all columns.
        points: the score of each seated unit.
        left: how many units of each row are left out.
        places: where each column's places begin, [columns + 1].
        owners: the unit in each place; taken places come first.
        taken: how many places of each column are.
        penalties: points lost by each row with fewer partners than this unit's number within its row, counted
            from 1: never increasing within a row.
        credits: points gained by the first place taken of each column.
    """

    starts: Ints64
    columns: Ints32
    scores: Ints32
    prices: Ints64
    profits: Ints64
    units: Ints64
    row_of: Ints32
    match: Ints32
    place: Ints64
    points: Ints64
    left: Ints64
    places: Ints64
    owners: Ints32
    taken: Ints64
    penalties: Ints64
    credits: Ints64

    def on(self, graph: Graph) -> "State":
        """Return the same assignment, on a graph with more edges."""
        return self._replace(starts=graph.starts, columns=graph.columns, scores=graph.scores)

    def copy(self) -> "State":
        """Return an independent copy of all that changes."""
        return self._replace(
            prices=self.prices.copy(),
            profits=self.profits.copy(),
            match=self.match.copy(),
            place=self.place.copy(),
            points=self.points.copy(),
            left=self.left.copy(),
            owners=self.owners.copy(),
            taken=self.taken.copy(),
        )


def fresh(graph: Graph, units: Ints64, places: Ints64, penalties: Ints64, credits_: Ints64) -> State:
    """Return a state without pairs or prices; a first place costs less than nothing if it has a credit.

    Args:
        graph: the core.
        units: of each row.
        places: of each column.
        penalties: of each unit.
        credits_: of each column.
    """
    rows, count = len(units), int(units.sum())
    # A place beyond the number of rows is never needed.
    starts = np.concatenate(([0], np.cumsum(np.minimum(places, rows))))
    return State(
        starts=graph.starts,
        columns=graph.columns,
        scores=graph.scores,
        prices=-credits_,
        profits=np.full(rows, -FAR, dtype=np.int64),
        units=np.concatenate(([0], np.cumsum(units))),
        row_of=np.repeat(np.arange(rows, dtype=np.int32), units),
        match=np.full(count, NOBODY, dtype=np.int32),
        place=np.full(count, -1, dtype=np.int64),
        points=np.zeros(count, dtype=np.int64),
        left=np.zeros(rows, dtype=np.int64),
        places=starts,
        owners=np.full(int(starts[-1]), NOBODY, dtype=np.int32),
        taken=np.zeros(len(places), dtype=np.int64),
        penalties=penalties,
        credits=credits_,
    )


@compiled
def has_room(state: State, column: Whole) -> Whole:
    """Return whether a column has a place left."""
    return state.taken[column] < state.places[column + 1] - state.places[column]


@compiled
def next_price(state: State, column: Whole) -> Whole:
    """Return the price of the next place of a column with free places."""
    return -state.credits[column] if state.taken[column] == 0 else 0


@compiled
def last_price(state: State, column: Whole) -> Whole:
    """Return the price of the last place taken of a column."""
    return -state.credits[column] if state.taken[column] == 1 else 0


@compiled
def several(state: State, row: Whole) -> Whole:
    """Return whether a row has more than one unit."""
    return state.units[row + 1] - state.units[row] > 1


@compiled
def next_penalty(state: State, row: Whole) -> Whole:
    """Points lost by leaving one unit more of a row out; of the first one, if all are."""
    return state.penalties[max(state.units[row], state.units[row + 1] - 1 - state.left[row])]


@compiled
def last_penalty(state: State, row: Whole) -> Whole:
    """Points lost by the last unit of a row left out; there is one."""
    return state.penalties[state.units[row + 1] - state.left[row]]


@compiled
def unit_in(state: State, row: Whole, column: Whole) -> Whole:
    """Return the unit of a row that has this in place of a column, -1 if none has."""
    for unit in range(state.units[row], state.units[row + 1]):
        if state.match[unit] == column:
            return unit
    return -1


@compiled
def score_of(state: State, row: Whole, column: Whole) -> Whole:
    """Return the score of an edge, which is there."""
    low, high = state.starts[row], state.starts[row + 1]
    while low < high:
        middle = (low + high) // 2
        if state.columns[middle] < column:
            low = middle + 1
        else:
            high = middle
    return state.scores[low]


@compiled
def sit(state: State, unit: Whole, column: Whole, place: Whole, score: Whole) -> None:
    """Put a unit into a place of a column."""
    state.owners[place] = unit
    state.match[unit] = column
    state.place[unit] = place
    state.points[unit] = score


@compiled
def enter(state: State, unit: Whole, column: Whole, score: Whole) -> None:
    """Put a unit into the next free place of a column."""
    sit(state, unit, column, state.places[column] + state.taken[column], score)
    state.taken[column] += 1


@compiled
def leave(state: State, unit: Whole) -> None:
    """Take a unit out of its column; the last one there takes over its place."""
    column, place = state.match[unit], state.place[unit]
    last = state.places[column] + state.taken[column] - 1
    mover = state.owners[last]
    state.owners[place], state.place[mover] = mover, place
    state.owners[last] = NOBODY
    state.taken[column] -= 1
    state.match[unit] = NOBODY
    state.place[unit] = -1


@compiled
def leave_out(state: State, unit: Whole) -> None:
    """Leave a unit that has no place without one."""
    state.match[unit] = LEFT_OUT
    state.place[unit] = -1
    state.left[state.row_of[unit]] += 1


@compiled
def call_in(state: State, unit: Whole) -> None:
    """Let a unit that was left out have a place after all."""
    state.match[unit] = NOBODY
    state.left[state.row_of[unit]] -= 1


@compiled
def best_profit(state: State, row: Whole) -> Whole:
    """Return the gain of a unit at present prices: by the best edge not taken in its row, or unmatched."""
    best = -next_penalty(state, row)
    has_many = several(state, row)
    for e in range(state.starts[row], state.starts[row + 1]):
        gain = state.scores[e] - state.prices[state.columns[e]]
        if gain > best and not (has_many and unit_in(state, row, state.columns[e]) >= 0):
            best = gain
    return best
