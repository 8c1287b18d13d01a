"""Each rule that the documentation lists is one of an operation that exists."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `([^`]+)` \| `[^`]+` \| [^|]+ \| [^|]+ \| [^|]+ \|$", re.MULTILINE)
PROGRAMME = "/programmes/{programme_id}"


def operations() -> set[str]:
    """Every operation of the platform, as the page names it."""
    matrix = (PROJECT / "tests" / "integration" / "suite" / "access_matrix.txt").read_text()
    rows = [line.split() for line in matrix.splitlines() if line and not line.startswith("#")]
    return {f"{method} {short(path)}" for _, method, path, *_ in rows}


def short(path: str) -> str:
    return path if path == PROGRAMME else path.removeprefix(PROGRAMME)


def test_every_row_is_read_and_names_an_operation():
    page = (PROJECT / "docs" / "refusals.md").read_text()
    named = ROW.findall(page)
    assert len(named) == page.count("\n| `")
    existing = operations()
    assert [row for row in named if not any(fnmatchcase(one, row) for one in existing)] == []
