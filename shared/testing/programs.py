"""Programs of the operating system that tests use."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest

_INSTALL_SECONDS: Final = 2400


def require_program(*names: str) -> str:
    """Return the path of a program, installing Debian's package of that name where root allows.

    The calling test is skipped where the program is missing and can't be installed.

    Args:
        names: of the program and its package; further ones may take its place, in this order.
    """
    reason = ""
    for name in names:
        if path := shutil.which(name):
            return path
        if os.geteuid() == 0 and shutil.which("apt-get"):
            reason = _install(name)
            if path := shutil.which(name):
                return path
    pytest.skip(f"{names[0]} is missing: sudo apt-get install {names[0]}{reason and f' ({reason})'}")


def _install(name: str) -> str:
    """Install a package, unless its program is there by now; return the error's last line, if any."""
    with _one_at_a_time():
        if shutil.which(name):
            return ""
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", name]):
            done = subprocess.run(  # noqa: S603
                command, check=False, capture_output=True, text=True, timeout=_INSTALL_SECONDS
            )
    return (done.stderr.strip().splitlines() or [""])[-1]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait for other test workers: apt-get does not wait for another apt-get, it fails."""
    folder = os.open(tempfile.gettempdir(), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
