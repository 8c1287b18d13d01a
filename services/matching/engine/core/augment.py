"""Shortest augmenting paths: each free unit gets a place, or somebody is left out, for the least in total."""

from services.matching.engine.core.frontier import Scratch, clean, finish, next_node, push, reach
from services.matching.engine.core.state import (
    State,
    best_profit,
    has_room,
    leave_out,
    next_penalty,
    next_price,
    score_of,
    several,
    sit,
    unit_in,
)
from services.matching.engine.jit import FAR, NOBODY, Ints32, Whole, compiled, inlined


@compiled
def augment(state: State, work: Scratch, waiting: Ints32, first: Whole, effort: Whole) -> Whole:
    """Search for the waiting units from `first` on, until the effort (nodes visited) is used up.

    Returns:
        the first one still waiting.
    """
    while first < len(waiting) and effort > 0:
        effort -= forward(state, work, waiting[first])
        first += 1
    return first


@compiled
def forward(state: State, work: Scratch, root: Whole) -> Whole:
    """Give a free unit its place, or leave somebody out, whatever costs least in total.

    Returns:
        the number of nodes visited.
    """
    width, row = len(state.prices), state.row_of[root]
    if not settled(state, row):
        state.profits[row] = best_profit(state, row)
    reach(work, width + row, 0, root)
    finish(work, width + row)
    limit, end = scan_row(state, work, row, 0, FAR, 0)
    while True:
        node = next_node(work, limit)
        if node < 0:
            break
        if node < width:
            limit, end = scan_owners(state, work, node, limit, end)
        else:
            limit, end = scan_row(state, work, node - width, work.distance[node], limit, end)
    raise_prices(state, work, limit)
    shift_along(state, work, root, end)
    visited = work.counts[2]
    clean(work)
    return visited


@compiled
def settled(state: State, row: Whole) -> Whole:
    """Return whether any unit of a row has a place or is left out."""
    any_settled = False
    for unit in range(state.units[row], state.units[row + 1]):
        any_settled = any_settled or state.match[unit] != NOBODY
    return any_settled


@compiled
def scan_row(
    state: State, work: Scratch, row: Whole, distance: Whole, limit: Whole, end: Whole
) -> tuple[Whole, Whole]:
    """Reach columns from a row.

    Returns:
        the length of the shortest complete path known, and its end: a column with room, or the row of which a
        unit is left out as -row - 1.
    """
    base, has_many = distance + state.profits[row], several(state, row)
    out = base + next_penalty(state, row)
    if out < limit:
        limit, end = out, -row - 1
    for e in range(state.starts[row], state.starts[row + 1]):
        column = state.columns[e]
        there = base + state.prices[column] - state.scores[e]
        if there >= limit or there >= work.distance[column]:
            continue
        if has_many and unit_in(state, row, column) >= 0:
            continue
        reach(work, column, there, row)
        if has_room(state, column):
            rise = max(0, next_price(state, column) - state.prices[column])
            if there + rise < limit:
                limit, end = there + rise, column
            if rise == 0:
                continue
        push(work, there, column)
    return limit, end


@inlined
def scan_owners(state: State, work: Scratch, column: Whole, limit: Whole, end: Whole) -> tuple[Whole, Whole]:
    """Reach the rows that have a column's places; a row of one unit is no farther than the column."""
    distance = work.distance[column]
    for place in range(state.places[column], state.places[column] + state.taken[column]):
        unit = state.owners[place]
        row = state.row_of[unit]
        if not several(state, row):
            limit, end = scan_row(state, work, row, distance, limit, end)
            continue
        node = len(state.prices) + row
        there = distance + state.points[unit] - state.profits[row] - state.prices[column]
        if there < limit and there < work.distance[node]:
            reach(work, node, there, unit)
            push(work, there, node)
    return limit, end


@compiled
def raise_prices(state: State, work: Scratch, limit: Whole) -> None:
    """Make the shortest path free of charge and keep all others at no less."""
    width = len(state.prices)
    for n in range(work.counts[2]):
        node = work.done[n]
        rise = limit - work.distance[node]
        if node >= width:
            state.profits[node - width] -= rise
        elif rise > 0:
            state.prices[node] += rise
            for place in range(state.places[node], state.places[node] + state.taken[node]):
                row = state.row_of[state.owners[place]]
                if not several(state, row):
                    state.profits[row] -= rise


@compiled
def moving(state: State, work: Scratch, row: Whole) -> Whole:
    """Return the unit by which a path goes through a row."""
    unit = state.units[row]
    return work.parent[len(state.prices) + row] if work.distance[len(state.prices) + row] < FAR else unit


@compiled
def shift_along(state: State, work: Scratch, root: Whole, end: Whole) -> None:
    """Move all units along the path found, from its end back to the root."""
    if end < 0:
        unit = moving(state, work, -end - 1)
        column, place = state.match[unit], state.place[unit]
        leave_out(state, unit)
        if unit == root:
            return
    else:
        column = end
        place = state.places[column] + state.taken[column]
        state.taken[column] += 1
    while True:
        row = work.parent[column]
        unit = moving(state, work, row)
        old_column, old_place = state.match[unit], state.place[unit]
        sit(state, unit, column, place, score_of(state, row, column))
        if unit == root:
            return
        column, place = old_column, old_place
