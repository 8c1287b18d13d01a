"""Compilation to machine code, and the array types of the engine."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])

Bytes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]
Ints32: TypeAlias = NDArray[np.int32]
Ints64: TypeAlias = NDArray[np.int64]
Integers: TypeAlias = NDArray[Any]
"""Whole numbers of any width, as callers have them."""

Whole: TypeAlias = Any
"""A whole number in compiled code: numpy's and Python's are one there."""

NOBODY: Final = -1
"""In place of a partner: not assigned yet."""
LEFT_OUT: Final = -2
"""In place of a partner: deliberately without one, because that is best."""
FAR: Final = 1 << 60
"""More than any distance or price."""


def compiled(function: Function) -> Function:
    """Compile, releasing the interpreter's lock; the machine code is cached beside the source."""
    return cast(Function, njit(cache=True, nogil=True)(function))


def inlined(function: Function) -> Function:
    """Compile into its callers: where passing all arrays takes longer than the work."""
    return cast(Function, njit(cache=True, nogil=True, inline="always")(function))
