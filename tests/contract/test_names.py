"""No two public classes of one service share a name."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from services.catalogue import SERVICES

PROJECT = Path(__file__).resolve().parents[2]
FOLDERS = [*(f"services/{name}" for name in sorted(SERVICES)), "shared"]


def public_classes(folder):
    """Return the name of each public class of a folder, once for each time that it is defined."""
    for path in sorted((PROJECT / folder).rglob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_class_name_occurs_once_in_a_service(folder):
    counts = Counter(public_classes(folder))
    assert counts, "the folder has classes"
    assert [name for name, count in counts.items() if count > 1] == []
