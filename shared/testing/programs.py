"""Programs of the operating system that tests use."""

import os
import shutil
import subprocess
from typing import Final

import pytest

_INSTALL_SECONDS: Final = 2400


def require_program(*names: str) -> str:
    """Return the path of a program, installing Debian's package of that name where root allows.

    The calling test is skipped where the program is missing and can't be installed.

    Args:
        names: of the program and its package; further ones may take its place, in this order.
    """
    for name in names:
        if path := shutil.which(name) or _install(name):
            return path
    pytest.skip(f"{names[0]} is missing: sudo apt-get install {names[0]}")


def _install(name: str) -> str | None:
    """Install a package; return the path of its program, if it is there now."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", name]):
            subprocess.run(command, check=False, capture_output=True, timeout=_INSTALL_SECONDS)  # noqa: S603
    return shutil.which(name)
