"""The calls that a page makes to owners, counted in the owners' own logs."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_SETTLING: Final = 0.1
"""A service writes its line after its answer; the page needs that answer."""


class Calls:
    """Counts the requests that services have answered since it was made.

    Args:
        logs: of the services.
    """

    def __init__(self, logs: Sequence[Path]) -> None:
        time.sleep(_SETTLING)
        self._begins = {log: log.stat().st_size for log in logs}

    def count(self) -> int:
        """Return how many requests were answered."""
        time.sleep(_SETTLING)
        return sum(_count(log, begin) for log, begin in self._begins.items())


def _count(log: Path, begin: int) -> int:
    with log.open("rb") as file:
        file.seek(begin)
        return sum(_is_request(line) for line in file)


def _is_request(line: bytes) -> bool:
    try:
        return bool(json.loads(line).get("event") == "request")
    except ValueError:
        return False
