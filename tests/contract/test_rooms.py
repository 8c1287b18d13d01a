"""Every service has the same rooms, and nothing else at its root."""

from pathlib import Path

import pytest

from services.catalogue import SERVICES

PROJECT = Path(__file__).resolve().parents[2]
REQUIRED = {"__init__", "api", "app", "commands", "domain", "queries", "store"}
OPTIONAL = {"reactions"}
"""Left out where a service reacts to nobody."""
EXTRA = {"matching": {"engine", "jobs"}, "notification": {"clients", "jobs", "mails"}}
"""Rooms of one service besides."""
EXCEPTIONS = {"console"}
"""Services whose rooms are being moved; to be removed from here."""


@pytest.mark.parametrize("name", sorted(set(SERVICES) - EXCEPTIONS))
def test_a_service_has_the_rooms_of_all_services(name):
    root = PROJECT / "services" / name
    rooms = {path.stem for path in root.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert rooms >= REQUIRED
    assert rooms <= REQUIRED | OPTIONAL | EXTRA.get(name, set())
