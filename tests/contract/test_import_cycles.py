"""No two modules need each other, not even for types alone."""

import ast
import graphlib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("services", "shared", "simulation", "devstack", "demo", "tools", "benchmarks", "chaos", "fuzz")


def module_of(source, root):
    parts = source.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def needed(source, modules):
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                submodule = f"{node.module}.{name.name}"
                yield submodule if submodule in modules else node.module


def graph_of(root, packages):
    modules = {module_of(source, root): source for name in packages for source in (root / name).rglob("*.py")}
    return {name: set(needed(source, modules)) & modules.keys() - {name} for name, source in modules.items()}


def test_imports_form_no_cycle():
    graph = graph_of(PROJECT, PACKAGES)
    assert len(graph) > 1000
    graphlib.TopologicalSorter(graph).prepare()


def test_a_cycle_is_found(tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "one.py").write_text("from made.two import two\n")
    (tmp_path / "made" / "two.py").write_text("def two():\n    from made import one\n")
    with pytest.raises(graphlib.CycleError):
        graphlib.TopologicalSorter(graph_of(tmp_path, ["made"])).prepare()
