"""The surroundings of every benchmark: a stack for as long as it runs, and a file with its figures."""

import json
import platform
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from devstack.stack import Addresses, Stack, StackOptions
from shared.runtime.gc_tuning import tune_gc
from shared.runtime.logging import configure_logging


@contextmanager
def running_stack(broker: Any, service: str) -> Iterator[tuple[Path, Addresses]]:
    """Run broker and database until the block ends; what is logged in this process goes to a file.

    Args:
        broker: which; ``auto`` takes the best available one.
        service: in each line that this process logs.
    """
    tune_gc()  # as every service does before it starts
    with (
        tempfile.TemporaryDirectory(prefix="mentoring-bench-") as folder,
        Path(folder, "log").open("w", encoding="utf-8") as said,
    ):
        configure_logging(service, "INFO", stream=said)
        stack = Stack(Path(folder), StackOptions(broker=broker, tie_to_parent=True))
        addresses = stack.start()
        try:
            yield Path(folder), addresses
        finally:
            stack.stop()


def keep(build: Path, name: str, addresses: Addresses, figures: Mapping[str, Any]) -> None:
    """Keep all figures of a run in ``build``."""
    raw = {"broker": addresses.broker, "python": platform.python_version(), **figures}
    build.mkdir(parents=True, exist_ok=True)
    text = json.dumps(raw, indent=1, ensure_ascii=False) + "\n"
    (build / f"bench-{name}.json").write_text(text, encoding="utf-8")
