"""The array types of the computations, and classes of equal values."""

from collections.abc import Hashable, Iterable
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
H = TypeVar("H", bound=Hashable)


def classes(values: Iterable[H]) -> tuple[list[H], Ints]:
    """Return the different values in order of appearance, and the number of each one's value among them."""
    numbers: dict[H, int] = {}
    index = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), np.array(index, dtype=np.int64)


def distinct_rows(rows: Ints) -> tuple[Ints, Ints]:
    """Return the different rows of a table, and the number of each row's among them."""
    if not rows.size:
        return rows[:1], np.zeros(len(rows), dtype=np.int64)
    distinct, index = np.unique(rows, axis=0, return_inverse=True)
    return distinct, index.reshape(-1)
