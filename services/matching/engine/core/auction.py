"""A cheap first assignment: units bid for places, each time just enough to outbid their own second choice.

As in the row reduction of Jonker and Volgenant. A price rises only while all places of a column are taken;
units for whom it doesn't get anywhere are left to the search. Where a row of several units, or a column with
a credit for its first place, ends with a profit or price too high, `release_unhappy` and `refill` mend it.
"""

import numpy as np

from services.matching.engine.core.state import (
    State,
    best_profit,
    enter,
    has_room,
    leave_out,
    next_penalty,
    several,
    sit,
    unit_in,
)
from services.matching.engine.jit import FAR, NOBODY, Ints64, Whole, compiled, inlined

BIDS = 24
"""Bids per unit, on average, before the search is the faster way."""


@compiled
def cheapest_place(state: State, bids: Ints64, column: Whole) -> Whole:
    """Return the place of a full column that costs least."""
    cheapest: Whole = state.places[column]
    for place in range(cheapest + 1, state.places[column + 1]):
        if bids[place] < bids[cheapest]:
            cheapest = place
    return cheapest


@compiled
def second_price(state: State, bids: Ints64, column: Whole, cheapest: Whole) -> Whole:
    """Return the price of the next cheapest place of a full column."""
    second = FAR
    for place in range(state.places[column], state.places[column + 1]):
        if place != cheapest:
            second = min(second, bids[place])
    return second


@inlined
def two_best(state: State, row: Whole) -> tuple[Whole, Whole, Whole]:
    """Return the best and second best a unit more may gain, and the edge of the best (-1: being left out)."""
    first, second, best = -next_penalty(state, row), -FAR, -1
    has_many = several(state, row)
    for e in range(state.starts[row], state.starts[row + 1]):
        gain = state.scores[e] - state.prices[state.columns[e]]
        if has_many and gain > second and unit_in(state, row, state.columns[e]) >= 0:
            continue
        if gain > first:
            first, second, best = gain, first, e
        elif gain > second:
            second = gain
    return first, second, best


@compiled
def bid(state: State, bids: Ints64, unit: Whole) -> Whole:
    """Let a unit take the place it likes best.

    Returns:
        the unit that lost it, NOBODY if none did, or the unit itself if bidding doesn't get it anywhere.
    """
    row = state.row_of[unit]
    first, second, best = two_best(state, row)
    state.profits[row] = first
    if best < 0:
        leave_out(state, unit)
        return NOBODY
    column = state.columns[best]
    if has_room(state, column):
        enter(state, unit, column, state.scores[best])
        if has_room(state, column):
            state.prices[column] = 0  # the credit was for the first place
        return NOBODY
    place, other = state.places[column], FAR
    if state.places[column + 1] - place > 1:
        place = cheapest_place(state, bids, column)
        other = second_price(state, bids, column, place)
    raised = min(bids[place] + first - second, other)
    if raised <= bids[place]:
        return unit
    loser = state.owners[place]
    state.match[loser], state.place[loser] = NOBODY, -1
    sit(state, unit, column, place, state.scores[best])
    bids[place] = raised
    state.prices[column] = min(raised, other)
    return loser


@compiled
def auction(state: State, most: Whole) -> None:
    """Let all free units bid, up to a total number of bids."""
    bids = np.zeros(len(state.owners), dtype=np.int64)
    for column in range(len(state.prices)):
        if state.places[column + 1] - state.places[column] == 1:
            bids[state.places[column]] = state.prices[column]
    waiting = np.empty(len(state.match), dtype=np.int32)
    count = 0
    for unit in range(len(state.match) - 1, -1, -1):
        if state.match[unit] == NOBODY:
            waiting[count] = unit
            count += 1
    while count > 0 and most > 0:
        most -= 1
        count -= 1
        unit = waiting[count]
        loser = bid(state, bids, unit)
        if loser != NOBODY and loser != unit:  # noqa: PLR1714 -- compiled
            waiting[count] = loser
            count += 1
    settle(state)


@compiled
def settle(state: State) -> None:
    """Set one price for each column, that of its cheapest place; rows that paid more gain the difference."""
    for row in range(len(state.profits)):
        unit = state.units[row]
        if several(state, row):
            state.profits[row] = best_profit(state, row)
        elif state.match[unit] >= 0:
            state.profits[row] = state.points[unit] - state.prices[state.match[unit]]
