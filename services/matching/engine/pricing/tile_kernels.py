"""The inner loops over tiles of the score matrix: mask, reduce by prices, keep the best of each line.

Candidates are ordered by value, then by a hash of the pair: with that total order the same pairs are kept
whatever the tiles, the threads and the order of people, and equal scores don't all lead to the same mentors.
"""

import numpy as np

from services.matching.engine.jit import Bytes, Floats, Ints32, Ints64, Whole, compiled, inlined
from services.matching.engine.problem import ANY

NEVER = np.int32(-(1 << 31))
WIDTH = 64  # columns compared together before any of them is compared alone


@compiled
def pair_hash(row: Whole, column: Whole) -> Whole:
    """32 bits that differ for different pairs, mostly."""
    x = (np.uint64(row) * np.uint64(0x9E3779B97F4A7C15)) ^ (np.uint64(column) * np.uint64(0xC2B2AE3D27D4EB4F))
    x ^= x >> np.uint64(29)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    return np.int64(x >> np.uint64(32))


@compiled
def above(value: Whole) -> Whole:
    """Return the largest key that only greater values beat."""
    return ((np.int64(value) + 1) << 32) - 1


@compiled
def threshold(key: Whole) -> Whole:
    """Return the least value that may beat this key."""
    return np.int32((key + 1) >> 32)


@compiled
def replace_least(keys: Ints64, partners: Ints32, key: Whole, partner: Whole) -> None:
    """Put a key in place of the least one of a heap."""
    at, size = 0, len(keys)
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at], partners[at] = keys[child], partners[child]
        at = child
    keys[at], partners[at] = key, partner


@compiled
def restrict(mask: Bytes, line: Bytes) -> None:
    """Keep what both allow."""
    for c in range(len(mask)):
        mask[c] = np.uint8(mask[c] & line[c])


@compiled
def combine_masks(table: Bytes, classes: Ints32, row: Whole, start: Whole, mask: Bytes) -> None:
    """Return which of the columns from `start` on all rules allow to a row."""
    mask[:] = 1
    for rule in range(len(classes)):
        restrict(mask, table[classes[rule, row], start : start + len(mask)])


@compiled
def keep_above(scores: Floats, floor: Whole, mask: Bytes, kept: Bytes) -> None:
    """Of what a mask allows, what scores enough."""
    for c in range(len(mask)):
        kept[c] = mask[c] & np.uint8(np.int64(scores[c]) >= floor)


@compiled
def same_classes(classes: Ints32, row: Whole, other: Whole) -> Whole:
    """Return whether all rules see two rows alike."""
    same = True
    for rule in range(len(classes)):
        same = same and classes[rule, row] == classes[rule, other]
    return same


@compiled
def best_of_row(scores: Floats, prices: Ints32, mask: Bytes) -> Whole:
    """Return the greatest reduced score among a few columns."""
    best = NEVER
    for c in range(len(mask)):
        value = np.int32(np.int32(scores[c]) - prices[c])
        value = value if mask[c] else NEVER
        best = max(value, best)
    return best


@compiled
def any_for_columns(scores: Floats, profit: Whole, least: Ints32, mask: Bytes) -> Whole:
    """Return whether this row may be among the best of any of a few columns."""
    any_best = np.int32(0)
    own = np.int32(profit)
    for c in range(len(mask)):
        value = np.int32(np.int32(scores[c]) - own)
        any_best |= np.int32(value >= least[c]) & np.int32(mask[c])
    return any_best != 0


@compiled
def offer_to_row(
    scores: Floats, prices: Ints32, mask: Bytes, row: Whole, columns: Ints32, keys: Ints64, partners: Ints32
) -> None:
    """Keep those of a few columns that are among the row's best."""
    least = threshold(keys[0])
    for c in range(len(mask)):
        value = np.int64(scores[c]) - prices[c]
        if mask[c] and value >= least:
            key = (value << 32) | pair_hash(row, columns[c])
            if key > keys[0]:
                replace_least(keys, partners, key, columns[c])
                least = threshold(keys[0])


@compiled
def offer_to_columns(
    scores: Floats,
    profit: Whole,
    mask: Bytes,
    row: Whole,
    columns: Ints32,
    keys: Ints64,
    partners: Ints32,
    least: Ints32,
) -> None:
    """Keep the row in those of a few columns where it is among the best."""
    for c in range(len(mask)):
        value = np.int64(scores[c]) - profit
        if mask[c] and value >= least[c]:
            key = (value << 32) | pair_hash(row, columns[c])
            if key > keys[c, 0]:
                replace_least(keys[c], partners[c], key, row)
                least[c] = threshold(keys[c, 0])


@inlined
def scan_line(
    scores: Floats,
    prices: Ints32,
    profit: Whole,
    mask: Bytes,
    row: Whole,
    columns: Ints32,
    keys: Ints64,
    partners: Ints32,
    column_keys: Ints64,
    column_partners: Ints32,
    column_least: Ints32,
) -> None:
    """Look at the pairs of one row and the columns of a tile, keep the best; as in `scan_tile`."""
    both = len(column_keys) > 0
    for c in range(0, len(columns), WIDTH):
        e = min(c + WIDTH, len(columns))
        if best_of_row(scores[c:e], prices[c:e], mask[c:e]) >= threshold(keys[0]):
            offer_to_row(scores[c:e], prices[c:e], mask[c:e], row, columns[c:e], keys, partners)
        if both and any_for_columns(scores[c:e], profit, column_least[c:e], mask[c:e]):
            offer_to_columns(
                scores[c:e],
                profit,
                mask[c:e],
                row,
                columns[c:e],
                column_keys[c:e],
                column_partners[c:e],
                column_least[c:e],
            )


@compiled
def scan_tile(
    scores: Floats,
    rows: Ints32,
    start: Whole,
    columns: Ints32,
    prices: Ints32,
    profits: Ints32,
    floors: Ints64,
    table: Bytes,
    classes: Ints32,
    forbidden_starts: Ints64,
    forbidden: Ints32,
    row_keys: Ints64,
    row_partners: Ints32,
    column_keys: Ints64,
    column_partners: Ints32,
    column_least: Ints32,
) -> None:
    """Look at all pairs of a tile: columns `start` and following of a view, for the rows given.

    Args:
        scores: of the tile, [rows, columns of the tile]; may have room for more of both.
        rows: numbers of the rows.
        start: first column of the tile in the view.
        columns: numbers of the view's columns; prices and tables are in the same order.
        prices: what each column costs.
        profits: what each row has (indexed by its number).
        floors: what the pairs of each row have to score (indexed by its number).
        table: of all rules, 1 where allowed.
        classes: the line of the table for each rule and row.
        forbidden_starts: where the forbidden columns of each row begin.
        forbidden: places of forbidden columns in the view, in order.
        row_keys: heaps of the best columns of each row of this tile.
        row_partners: the columns in them.
        column_keys: heaps of the best rows of each column of the view; none if not wanted.
        column_partners: the rows in them.
        column_least: the least value that may enter each.
    """
    size = min(scores.shape[1], len(columns) - start)
    shared = np.empty(size, dtype=np.uint8)
    own = np.empty(size, dtype=np.uint8)
    for r in range(len(rows)):
        row = rows[r]
        if r == 0 or not same_classes(classes, row, rows[r - 1]):
            combine_masks(table, classes, row, start, shared)
        banned = forbidden[forbidden_starts[row] : forbidden_starts[row + 1]]
        banned = banned[np.searchsorted(banned, start) : np.searchsorted(banned, start + size)] - start
        before = shared[banned]
        shared[banned] = 0
        mask = shared
        if floors[row] > ANY:
            mask = own
            keep_above(scores[r], floors[row], shared, own)
        scan_line(
            scores[r],
            prices[start : start + size],
            profits[row],
            mask,
            row,
            columns[start : start + size],
            row_keys[r],
            row_partners[r],
            column_keys[start : start + size],
            column_partners[start : start + size],
            column_least[start : start + size],
        )
        shared[banned] = before


@compiled
def merge_heaps(keys: Ints64, partners: Ints32, more_keys: Ints64, more_partners: Ints32) -> None:
    """Let one thread's best enter the other's, line by line."""
    for line in range(len(keys)):
        for n in range(keys.shape[1]):
            if more_keys[line, n] > keys[line, 0]:
                replace_least(keys[line], partners[line], more_keys[line, n], more_partners[line, n])
