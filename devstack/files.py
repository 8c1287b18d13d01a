"""Small files of the stack: written whole or not at all, and one writer at a time."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from devstack.errors import DevstackError

_LOCK_WAIT_SECONDS = 180.0


def project_root() -> Path:
    """Return the checkout of this package, or the working directory if it is installed elsewhere."""
    checkout = Path(__file__).resolve().parents[1]
    return checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()


def cache_dir() -> Path:
    """Return the folder of downloads for every root; MENTORING_DEVSTACK_CACHE overrides it."""
    return Path(os.environ.get("MENTORING_DEVSTACK_CACHE") or project_root() / ".devstack").resolve()


def write_json(path: Path, value: Any, *, mode: int = 0o600) -> None:
    """Replace `path` in one step, so that a killed writer never leaves half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as output:
        output.write(json.dumps(value, indent=2) + "\n")
    draft.replace(path)


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the object in `path`, or None if it cannot be read."""
    try:
        value = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file `path`; the kernel frees it when its holder dies.

    Raises:
        DevstackError: another process held it for three minutes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        _lock(handle.fileno(), path)
        yield


def _lock(descriptor: int, path: Path) -> None:
    deadline = time.monotonic() + _LOCK_WAIT_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise DevstackError(f"another process is starting or stopping this stack ({path})") from None
            time.sleep(0.05)
        else:
            return
