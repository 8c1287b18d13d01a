"""Python's garbage collector, for a process that runs long."""

import gc
from typing import Final

_NEW_OBJECTS: Final = 10_000
"""The surplus of allocated objects that starts a collection; Python's own 700 are made in a few events."""


def tune_gc() -> None:
    """Leave what has been imported out of all collections, and collect less often.

    Call it once, before a process begins its work. Otherwise a collection goes through every class and
    function of the libraries, which took a sixth of the event pipeline's time (docs/messaging.md).
    """
    gc.collect()
    gc.freeze()
    gc.enable()  # it may have been off until now, for the imports
    gc.set_threshold(_NEW_OBJECTS, 20, 50)
