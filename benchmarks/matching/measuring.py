"""Time and memory of a piece of work."""

import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

REST_SECONDS: Final = 0.3
"""After the people were made, threads of the matrix library spin for a while before they sleep."""
REPEATS: Final = 5
"""Short work is repeated: its time varies from run to run by a third."""
ENOUGH_SECONDS: Final = 5.0
"""Work is not repeated once all its runs together have taken this long."""


def memory(field: str) -> float:
    """VmRSS (now) or VmHWM (at most since the mark was reset) of this process, in MiB."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    raise LookupError(field)


def measured(work: Callable[[], Any]) -> tuple[Any, dict[str, Any]]:
    """Return the result, the seconds (wall and processors) and the peak of memory in MiB.

    Short work is done five times, longer work less often; the run with the median time counts.
    """
    time.sleep(REST_SECONDS)
    gc.collect()
    gc.freeze()  # as the service's computing process does: what is there is no garbage
    runs = [_once(work)]
    while len(runs) < REPEATS and sum(facts["seconds"] for _, facts in runs) < ENOUGH_SECONDS:
        runs.append(_once(work))
    done, facts = sorted(runs, key=lambda run: run[1]["seconds"])[len(runs) // 2]
    return done, facts | {"memory": runs[0][1]["memory"], "peak": runs[0][1]["peak"]}


def _once(work: Callable[[], Any]) -> tuple[Any, dict[str, Any]]:
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # forget the highest mark so far
    before, cpu, began = memory("VmRSS"), time.process_time(), time.monotonic()
    done = work()
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    most = memory("VmHWM")
    return done, {"seconds": seconds, "cpu": cpu, "memory": most - before, "peak": most}
