"""Putting a state in order: who is not content becomes free, who is free gets a place wanted or left."""

from services.matching.engine.core.state import (
    State,
    best_profit,
    call_in,
    enter,
    has_room,
    last_penalty,
    leave,
    next_penalty,
    next_price,
    score_of,
    several,
    unit_in,
)
from services.matching.engine.jit import LEFT_OUT, NOBODY, Ints64, Whole, compiled


@compiled
def release_unhappy(state: State) -> None:
    """Free all units that would now gain more elsewhere, or that are to be left out no longer."""
    for row in range(len(state.profits)):
        if several(state, row):
            release_of_several(state, row)
            continue
        unit = state.units[row]
        if state.match[unit] == NOBODY:
            continue
        best = best_profit(state, row)
        stale = state.match[unit] == LEFT_OUT and state.profits[row] != -state.penalties[unit]
        if stale or best > state.profits[row]:
            if state.match[unit] >= 0:
                leave(state, unit)
            else:
                call_in(state, unit)
            state.profits[row] = best


@compiled
def release_of_several(state: State, row: Whole) -> None:
    """Release units of a row of several: its profit rises to what is not taken.

    And units with less are freed.
    """
    state.profits[row] = max(state.profits[row], best_profit(state, row))
    profit = state.profits[row]
    for unit in range(state.units[row], state.units[row + 1]):
        column = state.match[unit]
        if column >= 0 and state.points[unit] - state.prices[column] < profit:
            leave(state, unit)
    for unit in range(state.units[row], state.units[row + 1]):
        if state.match[unit] == LEFT_OUT and profit > -last_penalty(state, row):
            call_in(state, unit)


@compiled
def seat(state: State, rows: Ints64, columns: Ints64) -> None:
    """Give rows the columns wanted while there are places; `release_unhappy` frees who is not content."""
    for n in range(len(rows)):
        unit = unit_in(state, rows[n], NOBODY)
        if unit >= 0 and has_room(state, columns[n]):
            score = score_of(state, rows[n], columns[n])
            enter(state, unit, columns[n], score)
            if not several(state, rows[n]):
                state.profits[rows[n]] = score - state.prices[columns[n]]


@compiled
def tempted(state: State) -> Whole:
    """Return how many rows would gain by an edge they have not taken."""
    count = 0
    for row in range(len(state.profits)):
        count += best_profit(state, row) > state.profits[row]
    return count


@compiled
def overpriced(state: State) -> Whole:
    """Return whether any column with room costs more than its next place."""
    for column in range(len(state.prices)):
        if has_room(state, column) and state.prices[column] > next_price(state, column):
            return True
    return False


@compiled
def fill(state: State) -> None:
    """Seat free units wherever there is room: no proof, but fewer are left out."""
    for unit in range(len(state.match)):
        row, best = state.row_of[unit], -1
        if state.match[unit] != NOBODY:
            continue
        for e in range(state.starts[row], state.starts[row + 1]):
            column = state.columns[e]
            better = best < 0 or state.scores[e] > state.scores[best]
            if better and has_room(state, column) and unit_in(state, row, column) < 0:
                best = e
        if best >= 0 and state.scores[best] > -next_penalty(state, row):
            enter(state, unit, state.columns[best], state.scores[best])
