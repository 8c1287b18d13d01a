"""Chromium on a real console beside a real matching service, with a programme in motion."""

import shutil
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services.console.app import create_app as create_console
from services.matching.app import create_app as create_matching
from shared.testing import run_service
from shared.testing.browser import open_tab, start_chromium
from shared.testing.programs import require_program
from shared.testing.serving import listen, serve

# importlib mode puts no test folder on the path; the helpers are imported from here.
sys.path.insert(0, str(Path(__file__).parents[1] / "integration" / "console"))

import console_facts as facts

PROJECT = Path(__file__).resolve().parents[2]
SCREENSHOTS = PROJECT / "build" / "screenshots"
NOBODY = "http://127.0.0.1:9"
"""Where no service answers."""
MENTORS = 6
PEOPLE = {
    "coordinator": {"roles": ("coordinator",), "subject": "carla"},
    "ops": {"roles": ("ops",), "subject": "otto"},
    "mentor": {"roles": ("participant",), "subject": "mia", "employee_id": "e-mentor-0"},
    "mentee": {"roles": ("participant",), "subject": "egon", "employee_id": "e-mentee-0"},
}


@pytest.fixture(scope="session")
async def chromium():
    async with start_chromium(require_program("chromium")) as browser:
        shutil.rmtree(SCREENSHOTS, ignore_errors=True)
        yield browser


@pytest.fixture(scope="module")
async def matching(environment):
    async with run_service(create_matching, environment) as harness, serve(harness.app) as address:
        harness.address = address
        yield harness


@pytest.fixture(scope="module")
async def console(environment, matching):
    """A console that shares its topics with a real matching service."""
    listener, own = listen()
    settings = {
        "console_url": own,
        "topic_prefix": matching.settings.topic_prefix,
        "matching_url": matching.address,
        **{f"{owner}_url": NOBODY for owner in ("enrollment", "scheduling", "feedback")},
    }
    async with run_service(create_console, environment, **settings) as harness, serve(harness.app, listener):
        harness.address = own
        await harness.given(
            *facts.programme_in_motion(MENTORS, MENTORS - 2),
            facts.figures_released(),
            *(facts.fell_idle(0, step) for step in ("noted",)),
        )
        await matching.settled()
        yield harness


@pytest.fixture
async def open_as(chromium, console):
    """Open a tab, signed in as any role (None: not signed in)."""

    @asynccontextmanager
    async def tab_of(role, screen="desktop"):
        folder = SCREENSHOTS / (role or "nobody") / screen
        async with open_tab(chromium, console.address, screen, folder) as tab:
            if role:
                person = dict(PEOPLE[role])
                roles = person.pop("roles")
                await tab.sign_in(console.token(*roles, **person)["Authorization"].removeprefix("Bearer "))
            yield tab

    return tab_of
