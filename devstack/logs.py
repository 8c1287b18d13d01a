"""Read a log file while it grows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

_FOLLOW_SECONDS = 0.3


def read_log(path: Path, *, follow: bool) -> Iterator[str]:
    """Yield the text of a log; with `follow` also each addition, without end."""
    with path.open(errors="replace") as log:
        yield log.read()
        while follow:
            time.sleep(_FOLLOW_SECONDS)
            yield log.read()
