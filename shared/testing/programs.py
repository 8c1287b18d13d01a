"""Programs of the operating system that tests use."""

import os
import shutil
import subprocess
from typing import Final

import pytest

_INSTALL_SECONDS: Final = 2400


def require_program(name: str) -> str:
    """Return the path of a program, installing Debian's package of that name where root allows.

    The calling test is skipped where the program is missing and can't be installed.

    Args:
        name: of the program and its package.
    """
    if not shutil.which(name) and os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", name]):
            subprocess.run(command, check=False, capture_output=True, timeout=_INSTALL_SECONDS)  # noqa: S603
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is missing: sudo apt-get install {name}")
    return path
