"""Programs that tests install: by one worker at a time."""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

import pytest

from shared.testing.programs import require_program

APT_GET = """#!/bin/sh
mkdir {folder}/busy || {{ echo "Could not get lock" >&2; exit 100; }}
echo "$@" >> {folder}/calls
sleep 0.2
rmdir {folder}/busy
[ "$1" = update ] && exit
[ "$4" = missing ] && {{ echo "Unable to locate package missing" >&2; exit 100; }}
printf '#!/bin/sh\n' > {folder}/$4 && chmod +x {folder}/$4
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine where root may install packages, and an apt-get that fails where another one runs."""
    (tmp_path / "apt-get").write_text(APT_GET.format(folder=tmp_path))
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    return tmp_path


def test_workers_that_miss_the_same_program_install_it_once(machine):
    with ThreadPoolExecutor(3) as workers:
        paths = list(workers.map(require_program, repeat("made-up-browser", 3)))
    assert paths == [str(machine / "made-up-browser")] * 3
    assert (machine / "calls").read_text().splitlines() == ["update -qq", "install -y -qq made-up-browser"]


@pytest.mark.usefixtures("machine")
def test_a_program_may_take_another_ones_place():
    assert Path(require_program("missing", "made-up-browser")).name == "made-up-browser"


@pytest.mark.usefixtures("machine")
def test_what_cannot_be_installed_is_skipped_with_the_reason():
    with pytest.raises(pytest.skip.Exception, match=r"install missing \(Unable to locate package missing\)"):
        require_program("missing")


def test_who_is_not_root_is_shown_the_command(machine, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(pytest.skip.Exception, match=r"sudo apt-get install made-up-browser$"):
        require_program("made-up-browser")
    assert not (machine / "calls").exists()
