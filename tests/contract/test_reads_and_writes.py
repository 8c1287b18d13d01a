"""Commands change something, queries change nothing: what only reads is in ``queries``."""

import ast
from pathlib import Path

import pytest

from services.catalogue import SERVICES

PROJECT = Path(__file__).resolve().parents[2]
WRITING = {"save", "delete", "delete_all", "schedule", "move", "cancel", "notify"}
"""The calls by which a unit of work changes things."""
CHECKS = ("check_", "require_")
"""Functions of these names refuse what a command must not do; they may stand beside it."""


def functions(service, package):
    """The functions of a package by name; two of one name count as one."""
    by_name = {}
    for source in (PROJECT / "services" / service).glob(f"{package}/**/*.py"):
        for node in ast.parse(source.read_text()).body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                by_name.setdefault(node.name, []).append(node)
    return by_name


def writes(node):
    """Whether a function itself asks a unit of work to change something."""
    return any(
        isinstance(part, ast.Attribute)
        and part.attr in WRITING
        and isinstance(part.value, ast.Name)
        and part.value.id == "uow"
        for part in ast.walk(node)
    )


def called(node):
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} | {
        part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)
    }


def changing(commands):
    """The names of the functions that write, or that call one which does."""
    names = {name for name, nodes in commands.items() if any(map(writes, nodes))}
    while more := {
        name
        for name, nodes in commands.items()
        if name not in names and any(not called(node).isdisjoint(names) for node in nodes)
    }:
        names |= more
    return names


@pytest.mark.parametrize("service", sorted(set(SERVICES) - {"console"}))
def test_each_command_changes_something(service):
    commands = functions(service, "commands")
    public = {
        name
        for name, nodes in commands.items()
        if any(isinstance(node, ast.AsyncFunctionDef) for node in nodes)
        and not name.startswith(("_", *CHECKS))
    }
    assert len(public) > 5
    assert public - changing(commands) == set()


@pytest.mark.parametrize("service", SERVICES)
def test_no_query_changes_anything(service):
    queries = functions(service, "queries")
    assert queries
    assert [name for name, nodes in queries.items() if any(map(writes, nodes))] == []
