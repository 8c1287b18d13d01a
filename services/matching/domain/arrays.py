"""The array types of the computations, and codes for equal words."""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
SmallInts: TypeAlias = NDArray[np.int16]
Flags: TypeAlias = NDArray[np.bool_]


def codes(*sides: Sequence[Hashable]) -> list[Ints]:
    """Number equal values equally over all sides, so that comparing them is comparing integers."""
    numbers: dict[Hashable, int] = {}
    return [np.array([numbers.setdefault(v, len(numbers)) for v in side], dtype=np.int64) for side in sides]


def levels(rows: Sequence[Iterable[tuple[str, int]]], columns: dict[str, int]) -> NDArray[np.float32]:
    """A table of levels, one row a person and one column a word; 0 where the person lacks it.

    In float32 because matrix products are fast there, and exact: all sums stay far below 2**24.
    """
    table = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for row, entries in enumerate(rows):
        for word, level in entries:
            if word in columns:
                table[row, columns[word]] = max(table[row, columns[word]], level)
    return table


def columns_of(rows: Iterable[Iterable[tuple[str, int]]]) -> dict[str, int]:
    """A column for each word, in the order of the alphabet."""
    return {word: n for n, word in enumerate(sorted({word for row in rows for word, _ in row}))}
