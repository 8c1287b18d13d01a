"""Rivals: each in an environment of its own, made on demand; both install a package named `matching`."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

HERE: Final = Path(__file__).parent
HOME: Final = Path("build/rivals")
SCRIPTS: Final = {"mentor-match": "mentor_match_run.py", "matching": "matching_run.py"}


def python_of(rival: str) -> Path:
    """Return the interpreter of the rival's environment, made if it isn't there."""
    python = HOME / rival / "bin" / "python"
    installed = HOME / rival / "installed.txt"
    requirements = (HERE / f"{rival}.txt").read_text(encoding="utf-8")
    if not installed.exists() or installed.read_text(encoding="utf-8") != requirements:
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "venv", "-q", "--clear", "--python", sys.executable, HOME / rival], check=True)
        subprocess.run(
            [uv, "pip", "install", "-q", "--python", python, "-r", HERE / f"{rival}.txt"], check=True
        )
        installed.write_text(requirements, encoding="utf-8")
    return python


def run(rival: str, arrays: dict[str, NDArray[Any]]) -> tuple[dict[str, float], NDArray[np.int64]]:
    """Seconds (wall and processors) and pairs of a rival."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.npz"), Path(folder, "out.json")
        np.savez(source, allow_pickle=False, **arrays)
        subprocess.run([python_of(rival), HERE / SCRIPTS[rival], source, target], check=True)
        results = json.loads(target.read_text(encoding="utf-8"))
    pairs = np.array(results.pop("pairs"), dtype=np.int64).reshape(-1, 2)
    return results, pairs
