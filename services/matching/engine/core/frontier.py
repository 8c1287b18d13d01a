"""The queue of a search for a shortest path over columns and rows, nearest first."""

from typing import NamedTuple

import numpy as np

from services.matching.engine.jit import FAR, Ints32, Ints64, Whole, compiled

SHIFT = 24
"""Bits for the node in a key of the queue: distance * 2**24 + node."""


class Scratch(NamedTuple):
    """Working memory of searches; clean between them.

    Nodes are the columns, then the rows. A row of one unit is as far as its column and never in the queue.

    Attributes:
        distance: of each node, FAR if not reached.
        parent: of a column, the row it was reached by; of a row, the unit (forward) or column (backward).
        source: the column a column was reached from (backward only); last, the one a row left out comes to.
        queue: a binary heap of keys; a node may be in it more than once.
        reached: nodes reached, for cleaning up.
        done: nodes whose distance is final.
        counts: of queue, reached and done.
    """

    distance: Ints64
    parent: Ints32
    source: Ints32
    queue: Ints64
    reached: Ints32
    done: Ints32
    counts: Ints64


def scratch(columns: int, rows: int, pushes: int) -> Scratch:
    """Clean working memory for searches that push so often at most."""
    nodes = columns + rows
    return Scratch(
        distance=np.full(nodes, FAR, dtype=np.int64),
        parent=np.full(nodes, -1, dtype=np.int32),
        source=np.full(columns + 1, -1, dtype=np.int32),
        queue=np.empty(pushes + 1, dtype=np.int64),
        reached=np.empty(nodes + 1, dtype=np.int32),
        done=np.empty(nodes + 1, dtype=np.int32),
        counts=np.zeros(3, dtype=np.int64),
    )


@compiled
def push(work: Scratch, distance: Whole, node: Whole) -> None:
    """Into the queue."""
    key = (distance << SHIFT) | node
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
    """Return the least key out of the queue."""
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
def reach(work: Scratch, node: Whole, distance: Whole, parent: Whole) -> None:
    """Note that a node was reached, for the first time or by a shorter way."""
    if work.distance[node] == FAR:
        work.reached[work.counts[1]] = node
        work.counts[1] += 1
    work.distance[node] = distance
    work.parent[node] = parent


@compiled
def finish(work: Scratch, node: Whole) -> None:
    """Make the distance of a node final."""
    work.done[work.counts[2]] = node
    work.counts[2] += 1


@compiled
def next_node(work: Scratch, limit: Whole) -> Whole:
    """Return the nearest node not done yet and nearer than the limit, or -1."""
    while work.counts[0] > 0:
        key = pop(work)
        distance, node = key >> SHIFT, key & ((1 << SHIFT) - 1)
        if distance >= limit:
            return -1
        if distance == work.distance[node]:
            finish(work, node)
            return node
    return -1


@compiled
def clean(work: Scratch) -> None:
    """Ready for the next search."""
    for n in range(work.counts[1]):
        work.distance[work.reached[n]] = FAR
    work.counts[:] = 0
