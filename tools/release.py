"""Test and build a release: ``python -m tools.release`` writes ``build/release``.

A wheel, the context of the services' image, and a bill of materials (CycloneDX) of what the image installs.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from shared.version import VERSION

PROJECT: Final = Path(__file__).resolve().parent.parent
RELEASE: Final = PROJECT / "build" / "release"
BUILT: Final = PROJECT / "build" / "lib"
"""Where setuptools collects the wheel; a file that was deleted since would get into the next one."""
TESTED: Final = PROJECT / "build" / "tested"
"""The commit that passed ``make test-all`` last."""
IMAGE_FILES: Final = (
    ".dockerignore",
    "Dockerfile",
    "LICENSE",
    "requirements-services.lock",
    "services",
    "shared",
)
"""The files that the image is built from."""


class NotReleasableError(Exception):
    """The project is not in a state that can be released; the message says why."""


def main() -> int:
    """Check, test unless this commit is tested, then build everything; returns the exit code."""
    try:
        _refuse_uncommitted()
        notes = release_notes((PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"), VERSION)
        _test_all()
    except NotReleasableError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for left_over in (RELEASE, BUILT):
        shutil.rmtree(left_over, ignore_errors=True)
    RELEASE.mkdir(parents=True)
    (RELEASE / "release-notes.md").write_text(notes, encoding="utf-8")
    _run(_program("uv"), "build", "--wheel", "--quiet", "--out-dir", str(RELEASE))
    image = RELEASE / f"mentoring-{VERSION}-image.tar.gz"
    _run("git", "archive", "--format=tar.gz", f"--output={image}", "HEAD", *IMAGE_FILES)
    bill = RELEASE / f"mentoring-{VERSION}.cdx.json"
    _run(_program("cyclonedx-py"), "requirements", "requirements-services.lock", "--output-file", str(bill))
    for path in sorted(RELEASE.iterdir()):
        print(f"{path.relative_to(PROJECT)}  {path.stat().st_size:,} bytes")
    return 0


def _refuse_uncommitted() -> None:
    if changed := _run("git", "status", "--porcelain"):
        raise NotReleasableError(f"files are not committed: {changed.split()[-1]} and others")


def _test_all() -> None:
    if is_tested(TESTED, _run("git", "rev-parse", "HEAD")):
        return
    print("This commit has not passed make test-all; running it", flush=True)
    if subprocess.run(["make", "test-all", "TESTS=tests"], cwd=PROJECT, check=False).returncode:
        raise NotReleasableError("make test-all failed")


def is_tested(record: Path, commit: str) -> bool:
    """Return whether this commit has passed all tests, with nothing changed beside it."""
    return record.exists() and record.read_text(encoding="utf-8").strip() == commit


def release_notes(changelog: str, version: str) -> str:
    """Return the section of a version.

    Raises:
        NotReleasableError: there is none.
    """
    section = re.search(
        rf"^## \[{re.escape(version)}\].*?\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL
    )
    if not section:
        raise NotReleasableError(f"CHANGELOG.md has no section for {version}")
    return section[1].strip() + "\n"


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _run(*command: str) -> str:
    done = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
