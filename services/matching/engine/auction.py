"""A cheap first assignment: rows bid for places, each time just enough to outbid their own second choice.

As in the row reduction of Jonker and Volgenant. A price rises only while all places of a column are taken, so
all invariants of `State` hold; rows for whom it doesn't get anywhere are left to the search.
"""

import numpy as np

from services.matching.engine.jit import FAR, LEFT_OUT, NOBODY, Ints64, Whole, compiled
from services.matching.engine.state import State, enter, has_room, sit

BIDS = 24
"""Bids per row, on average, before the search is the faster way."""


@compiled
def cheapest_place(state: State, bids: Ints64, column: Whole) -> Whole:
    """The place of a full column that costs least."""
    cheapest: Whole = state.places[column]
    for place in range(cheapest + 1, state.places[column + 1]):
        if bids[place] < bids[cheapest]:
            cheapest = place
    return cheapest


@compiled
def second_price(state: State, bids: Ints64, column: Whole, cheapest: Whole) -> Whole:
    """What the next cheapest place of a full column costs."""
    second = FAR
    for place in range(state.places[column], state.places[column + 1]):
        if place != cheapest:
            second = min(second, bids[place])
    return second


@compiled
def bid(state: State, bids: Ints64, row: Whole) -> Whole:
    """Let a row take the place it likes best.

    Returns:
        the row that lost it, NOBODY if none did, or the row itself if bidding doesn't get it anywhere.
    """
    first, second, best = -state.penalties[row], -FAR, -1
    for e in range(state.starts[row], state.starts[row + 1]):
        gain = state.scores[e] - state.prices[state.columns[e]]
        if gain > first:
            first, second, best = gain, first, e
        elif gain > second:
            second = gain
    state.profits[row] = first
    if best < 0:
        state.match[row] = LEFT_OUT
        return NOBODY
    column = state.columns[best]
    if has_room(state, column):
        enter(state, row, column)
        return NOBODY
    place = cheapest_place(state, bids, column)
    other = second_price(state, bids, column, place)
    raised = min(bids[place] + first - second, other)
    if raised <= bids[place]:
        return row
    loser = state.owners[place]
    state.match[loser], state.place[loser] = NOBODY, -1
    sit(state, row, column, place)
    bids[place] = raised
    state.prices[column] = min(raised, other)
    state.profits[row] = state.scores[best] - raised
    return loser


@compiled
def auction(state: State, most: Whole) -> None:
    """Let all free rows bid, at most so many times together."""
    bids = np.empty(len(state.owners), dtype=np.int64)
    for column in range(len(state.prices)):
        for place in range(state.places[column], state.places[column + 1]):
            bids[place] = state.prices[column]
    waiting = np.empty(len(state.match), dtype=np.int32)
    count = 0
    for row in range(len(state.match) - 1, -1, -1):
        if state.match[row] == NOBODY:
            waiting[count] = row
            count += 1
    while count > 0 and most > 0:
        most -= 1
        count -= 1
        row = waiting[count]
        loser = bid(state, bids, row)
        if loser != NOBODY and loser != row:  # noqa: PLR1714 -- compiled
            waiting[count] = loser
            count += 1
    for row in range(len(state.match)):
        if state.match[row] >= 0:
            settle(state, row)


@compiled
def settle(state: State, row: Whole) -> None:
    """A column has one price in the end, that of its cheapest place; who paid more gains the difference."""
    for e in range(state.starts[row], state.starts[row + 1]):
        if state.columns[e] == state.match[row]:
            state.profits[row] = state.scores[e] - state.prices[state.match[row]]
            return
