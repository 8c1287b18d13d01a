"""Reading a log file as it grows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

_FOLLOW_SECONDS = 0.3


def read_log(path: Path, *, follow: bool) -> Iterator[str]:
    """What is in a log; then, if it is to be followed, what is added, without end."""
    with path.open(errors="replace") as log:
        yield log.read()
        while follow:
            time.sleep(_FOLLOW_SECONDS)
            yield log.read()
