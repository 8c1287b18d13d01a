"""Every service has the same packages, and nothing else at its root."""

from pathlib import Path

import pytest

from services.catalogue import SERVICES

PROJECT = Path(__file__).resolve().parents[2]
REQUIRED = {"__init__", "api", "app", "commands", "domain", "queries", "store"}
OPTIONAL = {"reactions"}
"""Left out in a service that reacts to no events."""
EXTRA = {
    "enrollment": {"jobs"},
    "feedback": {"jobs"},
    "matching": {"engine", "jobs"},
    "notification": {"clients", "jobs", "mails"},
}
"""Packages that only this service has."""
CONSOLE = {
    *("__init__", "app", "lifespan", "pages", "policy_editor", "wording", "queries", "commands", "reactions"),
    *(
        "clients",
        "store",
        "charts",
        "documents",
        "drawing_process",
        "locale",
        "security",
        "browser_sessions",
        "read_models",
        "browser_theme",
    ),
}
"""The console has pages instead of an API and read models instead of a domain: see ADR 17."""


def packages_of(name):
    root = PROJECT / "services" / name
    return {path.stem for path in root.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"console"}))
def test_a_service_has_the_packages_of_all_services(name):
    assert packages_of(name) >= REQUIRED
    assert packages_of(name) <= REQUIRED | OPTIONAL | EXTRA.get(name, set())


def test_the_console_has_the_listed_packages():
    assert packages_of("console") == CONSOLE
