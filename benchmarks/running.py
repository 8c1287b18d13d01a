"""The surroundings of every benchmark: its options, its stack, its table and the file of its figures."""

import argparse
import json
import platform
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.rows import Row, table_of
from devstack.stack import Addresses, Stack, StackOptions
from shared.runtime.gc_tuning import tune_gc
from shared.runtime.logging import configure_logging


def parser_of(name: str) -> argparse.ArgumentParser:
    """Return a parser with the options that every benchmark on the stack has."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}")
    parser.add_argument("--broker", default="auto")
    parser.add_argument("--build", type=Path, default=Path("build"), help="the folder that keeps the figures")
    return parser


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


def report(
    build: Path, name: str, addresses: Addresses, title: str, rows: list[Row], figures: Mapping[str, Any]
) -> int:
    """Print the table of a run and keep all its figures in ``build``.

    Returns:
        the exit code of the process: 1 if a bar is missed.
    """
    Console().print(table_of(title, rows))
    raw = {"broker": addresses.broker, "python": platform.python_version(), **figures}
    raw["rows"] = [asdict(row) for row in rows]
    build.mkdir(parents=True, exist_ok=True)
    text = json.dumps(raw, indent=1, ensure_ascii=False) + "\n"
    (build / f"bench-{name}.json").write_text(text, encoding="utf-8")
    return 0 if all(row.reached for row in rows) else 1
