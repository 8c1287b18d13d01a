"""Shortest paths back from columns with room that cost too much: somebody comes, or they get cheaper."""

from services.matching.engine.core.frontier import Scratch, clean, next_node, push, reach
from services.matching.engine.core.state import (
    State,
    call_in,
    enter,
    has_room,
    last_penalty,
    last_price,
    leave,
    next_price,
    score_of,
    several,
    unit_in,
)
from services.matching.engine.jit import LEFT_OUT, NOBODY, Ints32, Ints64, Whole, compiled


@compiled
def refill(state: State, work: Scratch, starts: Ints64, rows: Ints32, scores: Ints32) -> None:
    """Fill places until no column with room costs more than its next place.

    Args:
        state: every unit has a place, or is left out.
        work: of the searches.
        starts: where each column's edges begin.
        rows: of the edges by column.
        scores: of the edges by column.
    """
    for column in range(len(state.prices)):
        while has_room(state, column) and state.prices[column] > next_price(state, column):
            backward(state, work, starts, rows, scores, column)


@compiled
def backward(state: State, work: Scratch, starts: Ints64, rows: Ints32, scores: Ints32, root: Whole) -> None:
    """Fill a place of a column that costs too much though it has room, or lower its price."""
    width = len(state.prices)
    reach(work, root, 0, -1)
    push(work, 0, root)
    limit, end = state.prices[root] - next_price(state, root), root
    while True:
        node = next_node(work, limit)
        if node < 0:
            break
        if node < width:
            limit, end = scan_column(state, work, starts, rows, scores, node, limit, end)
        else:
            limit, end = scan_units(state, work, node - width, limit, end)
    lower_prices(state, work, limit)
    move_back(state, work, root, end)
    clean(work)


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
    """Find the unit that would take a vacated column if it were cheaper, and the column that it would vacate.

    Returns:
        the shortest complete path known, and its end: a column that stays vacant, or the row of which a unit
        left out so far comes in, as -row - 1.
    """
    base = work.distance[column] + state.prices[column]
    for e in range(starts[column], starts[column + 1]):
        row = rows[e]
        there = base + state.profits[row] - scores[e]
        if there >= limit:
            continue
        if several(state, row):
            node = len(state.prices) + row
            if there < work.distance[node] and unit_in(state, row, column) < 0:
                reach(work, node, there, column)
                push(work, there, node)
            continue
        own = state.match[state.units[row]]
        if own == column:
            continue
        if own == LEFT_OUT:
            limit, end = there, -row - 1
            work.source[len(state.prices)] = column
        elif there < work.distance[own]:
            limit, end = vacate(state, work, own, row, column, there, limit, end)
    return limit, end


@compiled
def scan_units(state: State, work: Scratch, row: Whole, limit: Whole, end: Whole) -> tuple[Whole, Whole]:
    """Return the same for a row of several units: one left out may come, or one from any of its columns."""
    node = len(state.prices) + row
    distance, column = work.distance[node], work.parent[node]
    if state.left[row] > 0:
        there = distance - last_penalty(state, row) - state.profits[row]
        if there < limit:
            limit, end = there, -row - 1
            work.source[len(state.prices)] = column
    for unit in range(state.units[row], state.units[row + 1]):
        own = state.match[unit]
        if own < 0:
            continue
        there = distance + state.points[unit] - state.profits[row] - state.prices[own]
        if there < limit and there < work.distance[own]:
            limit, end = vacate(state, work, own, row, column, there, limit, end)
    return limit, end


@compiled
def vacate(
    state: State,
    work: Scratch,
    own: Whole,
    row: Whole,
    column: Whole,
    there: Whole,
    limit: Whole,
    end: Whole,
) -> tuple[Whole, Whole]:
    """Try a move of a row's unit to another column: its old column stays vacant, or another unit takes it."""
    reach(work, own, there, row)
    work.source[own] = column
    fall = state.prices[own] - last_price(state, own)
    if there + fall < limit:
        limit, end = there + fall, own
    push(work, there, own)
    return limit, end


@compiled
def lower_prices(state: State, work: Scratch, limit: Whole) -> None:
    """Make the shortest path free of charge and keep all others at no less."""
    width = len(state.prices)
    for n in range(work.counts[2]):
        node = work.done[n]
        fall = limit - work.distance[node]
        if node >= width:
            state.profits[node - width] += fall
            continue
        state.prices[node] -= fall
        for place in range(state.places[node], state.places[node] + state.taken[node]):
            row = state.row_of[state.owners[place]]
            if not several(state, row):
                state.profits[row] += fall


@compiled
def move_back(state: State, work: Scratch, root: Whole, end: Whole) -> None:
    """Move units towards the root, each into the place the next one left."""
    first = work.source[len(state.prices)] if end < 0 else end
    at = first
    while at != root:
        leave(state, unit_in(state, work.parent[at], at))
        at = work.source[at]
    if end < 0:
        call_in(state, unit_in(state, -end - 1, LEFT_OUT))
        come(state, -end - 1, first)
    at = first
    while at != root:
        come(state, work.parent[at], work.source[at])
        at = work.source[at]


@compiled
def come(state: State, row: Whole, column: Whole) -> None:
    """Let the free unit of a row enter a column."""
    enter(state, unit_in(state, row, NOBODY), column, score_of(state, row, column))
