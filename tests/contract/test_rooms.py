"""Every service has the same rooms, and nothing else at its root."""

from pathlib import Path

import pytest

from services.catalogue import SERVICES

PROJECT = Path(__file__).resolve().parents[2]
REQUIRED = {"__init__", "api", "app", "commands", "domain", "queries", "store"}
OPTIONAL = {"reactions"}
"""Left out where a service reacts to nobody."""
EXTRA = {
    "enrollment": {"jobs"},
    "feedback": {"jobs"},
    "matching": {"engine", "jobs"},
    "notification": {"clients", "jobs", "mails"},
}
"""Rooms of one service besides."""
CONSOLE = {
    *("__init__", "app", "lifespan", "pages", "policy_editor", "wording", "queries", "commands", "reactions"),
    *(
        "clients",
        "store",
        "charts",
        "documents",
        "drawing",
        "locale",
        "security",
        "sessions",
        "read_models",
        "themes",
    ),
}
"""The console has pages instead of an API and read models instead of a domain: see ADR 17."""


def rooms_of(name):
    root = PROJECT / "services" / name
    return {path.stem for path in root.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"console"}))
def test_a_service_has_the_rooms_of_all_services(name):
    assert rooms_of(name) >= REQUIRED
    assert rooms_of(name) <= REQUIRED | OPTIONAL | EXTRA.get(name, set())


def test_the_console_has_no_rooms_but_its_own():
    assert rooms_of("console") == CONSOLE
