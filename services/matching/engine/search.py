"""Shortest augmenting paths on the sparse core, forward for free rows and backward for vacated columns."""

from typing import NamedTuple

import numpy as np

from services.matching.engine.jit import FAR, LEFT_OUT, NOBODY, Ints32, Ints64, Whole, compiled
from services.matching.engine.state import State, best_profit, enter, has_room, leave, sit

SHIFT = 24
"""Bits for the column in a key of the queue: distance * 2**24 + column."""


class Scratch(NamedTuple):
    """Working memory of searches; clean between them.

    Attributes:
        distance: of each column, FAR if not reached.
        parent: the row a column was reached by.
        source: the column a column was reached from (backward only); last, the one a row left out comes to.
        queue: a binary heap of keys; a column may be in it more than once.
        reached: columns reached, for cleaning up.
        done: columns whose distance is final.
        counts: of queue, reached and done.
    """

    distance: Ints64
    parent: Ints32
    source: Ints32
    queue: Ints64
    reached: Ints32
    done: Ints32
    counts: Ints64


def scratch(columns: int, edges: int) -> Scratch:
    """Clean working memory."""
    return Scratch(
        distance=np.full(columns, FAR, dtype=np.int64),
        parent=np.full(columns, -1, dtype=np.int32),
        source=np.full(columns + 1, -1, dtype=np.int32),
        queue=np.empty(edges + 1, dtype=np.int64),
        reached=np.empty(columns + 1, dtype=np.int32),
        done=np.empty(columns + 1, dtype=np.int32),
        counts=np.zeros(3, dtype=np.int64),
    )


@compiled
def push(work: Scratch, distance: Whole, column: Whole) -> None:
    """Into the queue."""
    key = (distance << SHIFT) | column
    at = work.counts[0]
    work.counts[0] += 1
    while at > 0:
        up = (at - 1) >> 1
        if work.queue[up] <= key:
            break
        work.queue[at] = work.queue[up]
        at = up
    work.queue[at] = key


@compiled
def pop(work: Scratch) -> Whole:
    """The least key out of the queue."""
    queue = work.queue
    least = queue[0]
    work.counts[0] -= 1
    size = work.counts[0]
    key = queue[size]
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and queue[child + 1] < queue[child]:
            child += 1
        if queue[child] >= key:
            break
        queue[at] = queue[child]
        at = child
    queue[at] = key
    return least


@compiled
def reach(work: Scratch, column: Whole, distance: Whole, row: Whole) -> None:
    """A column has been reached, for the first time or by a shorter way."""
    if work.distance[column] == FAR:
        work.reached[work.counts[1]] = column
        work.counts[1] += 1
    work.distance[column] = distance
    work.parent[column] = row


@compiled
def next_column(work: Scratch, limit: Whole) -> Whole:
    """The nearest column not done yet and nearer than the limit, or -1."""
    while work.counts[0] > 0:
        key = pop(work)
        distance, column = key >> SHIFT, key & ((1 << SHIFT) - 1)
        if distance >= limit:
            return -1
        if distance == work.distance[column]:
            work.done[work.counts[2]] = column
            work.counts[2] += 1
            return column
    return -1


@compiled
def clean(work: Scratch) -> None:
    """Ready for the next search."""
    for n in range(work.counts[1]):
        work.distance[work.reached[n]] = FAR
    work.counts[:] = 0


@compiled
def scan_row(
    state: State, work: Scratch, row: Whole, distance: Whole, limit: Whole, end: Whole
) -> tuple[Whole, Whole]:
    """Reach columns from a row.

    Returns:
        the length of the shortest complete path known, and its end: a column with room, or the row to be
        left out as -row - 1.
    """
    base = distance + state.profits[row]
    if base + state.penalties[row] < limit:
        limit, end = base + state.penalties[row], -row - 1
    for e in range(state.starts[row], state.starts[row + 1]):
        column = state.columns[e]
        there = base + state.prices[column] - state.scores[e]
        if there < limit and there < work.distance[column]:
            reach(work, column, there, row)
            if has_room(state, column):
                limit, end = there, column
            else:
                push(work, there, column)
    return limit, end


@compiled
def forward(state: State, work: Scratch, root: Whole) -> Whole:
    """Give a free row its place, or leave somebody out, whatever costs least in total.

    Returns:
        how many columns were looked at.
    """
    state.profits[root] = best_profit(state, root)
    limit, end = scan_row(state, work, root, 0, FAR, 0)
    while True:
        column = next_column(work, limit)
        if column < 0:
            break
        for place in range(state.places[column], state.places[column + 1]):
            limit, end = scan_row(state, work, state.owners[place], work.distance[column], limit, end)
    raise_prices(state, work, root, limit)
    shift_along(state, work, root, end)
    looked = work.counts[2] + 1
    clean(work)
    return looked


@compiled
def raise_prices(state: State, work: Scratch, root: Whole, limit: Whole) -> None:
    """Make the shortest path free of charge and keep all others at no less."""
    state.profits[root] -= limit
    for n in range(work.counts[2]):
        column = work.done[n]
        rise = limit - work.distance[column]
        if rise > 0:
            state.prices[column] += rise
            for place in range(state.places[column], state.places[column + 1]):
                state.profits[state.owners[place]] -= rise


@compiled
def shift_along(state: State, work: Scratch, root: Whole, end: Whole) -> None:
    """Move all rows along the path found, from its end back to the root."""
    if end < 0:
        row = -end - 1
        if row == root:
            state.match[root] = LEFT_OUT
            return
        column, place = state.match[row], state.place[row]
        state.match[row], state.place[row] = LEFT_OUT, -1
    else:
        column = end
        place = state.places[column] + state.taken[column]
        state.taken[column] += 1
    while True:
        row = work.parent[column]
        old_column, old_place = state.match[row], state.place[row]
        sit(state, row, column, place)
        if row == root:
            return
        column, place = old_column, old_place


@compiled
def augment(state: State, work: Scratch, waiting: Ints32, first: Whole, effort: Whole) -> Whole:
    """Search for the waiting rows from `first` on, until the effort (columns looked at) is used up.

    Returns:
        the first one still waiting.
    """
    while first < len(waiting) and effort > 0:
        effort -= forward(state, work, waiting[first])
        first += 1
    return first


@compiled
def scan_column(
    state: State,
    work: Scratch,
    starts: Ints64,
    rows: Ints32,
    scores: Ints32,
    column: Whole,
    limit: Whole,
    end: Whole,
) -> tuple[Whole, Whole]:
    """Who would come to a vacated column if it were cheaper, and which column would that vacate?

    Returns:
        the shortest complete path known, and its end: a column that stays vacant at no price, or the row
        left out so far that comes in, as -row - 1.
    """
    base = work.distance[column] + state.prices[column]
    for e in range(starts[column], starts[column + 1]):
        row = rows[e]
        there = base + state.profits[row] - scores[e]
        own = state.match[row]
        if own == column or there >= limit:
            continue
        if own == LEFT_OUT:
            limit, end = there, -row - 1
            work.source[len(state.prices)] = column
        elif there < work.distance[own]:
            reach(work, own, there, row)
            work.source[own] = column
            if there + state.prices[own] < limit:
                limit, end = there + state.prices[own], own
            push(work, there, own)
    return limit, end


@compiled
def backward(state: State, work: Scratch, starts: Ints64, rows: Ints32, scores: Ints32, root: Whole) -> None:
    """Fill a place of a column that costs something though it has room, or lower its price to nothing."""
    reach(work, root, 0, -1)
    push(work, 0, root)
    limit, end = state.prices[root], root
    while True:
        column = next_column(work, limit)
        if column < 0:
            break
        limit, end = scan_column(state, work, starts, rows, scores, column, limit, end)
    for n in range(work.counts[2]):
        column = work.done[n]
        fall = limit - work.distance[column]
        if fall > 0:
            state.prices[column] -= fall
            for place in range(state.places[column], state.places[column] + state.taken[column]):
                state.profits[state.owners[place]] += fall
    move_back(state, work, root, end)
    clean(work)


@compiled
def move_back(state: State, work: Scratch, root: Whole, end: Whole) -> None:
    """Move rows towards the root, each into the place the next one left."""
    first = work.source[len(state.prices)] if end < 0 else end
    at = first
    while at != root:
        leave(state, work.parent[at], NOBODY)
        at = work.source[at]
    at = first
    while at != root:
        enter(state, work.parent[at], work.source[at])
        at = work.source[at]
    if end < 0:
        enter(state, -end - 1, first)


@compiled
def refill(state: State, work: Scratch, starts: Ints64, rows: Ints32, scores: Ints32) -> None:
    """No column with room costs anything in the end."""
    for column in range(len(state.prices)):
        while state.prices[column] > 0 and has_room(state, column):
            backward(state, work, starts, rows, scores, column)
