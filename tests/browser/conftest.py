"""Chromium on a real console beside a real matching service, with a programme in motion."""

import shutil
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from shared.testing.browser import open_tab, start_chromium
from shared.testing.programs import require_program
from tests.e2e.console.matching_beside import beside, run_matching
from tests.integration.console import console_facts as facts
from tests.integration.console.console_runs import run_console
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.report_facts import effect_measured, figures_released

PROJECT = Path(__file__).resolve().parents[2]
SCREENSHOTS = PROJECT / "build" / "screenshots"
MENTORS = 6
PEOPLE = {
    "coordinator": {"roles": ("coordinator",), "subject": "carla"},
    "ops": {"roles": ("ops",), "subject": "otto"},
    "service": {"roles": ("service",), "subject": "notification"},
}


@pytest.fixture(scope="session")
async def chromium():
    # The headless shell draws no window: it takes a fifth less of the processor than the whole browser.
    async with start_chromium(require_program("chromium-headless-shell", "chromium")) as browser:
        shutil.rmtree(SCREENSHOTS, ignore_errors=True)
        yield browser


@pytest.fixture(scope="module")
async def matching(environment):
    async with run_matching(environment) as harness:
        yield harness


@pytest.fixture(scope="module")
async def console(environment, matching):
    """A console that shares its topics with a real matching service."""
    async with run_console(environment, **beside(matching)) as harness:
        await harness.given(
            *programme_in_motion(MENTORS, MENTORS - 2),
            figures_released(),
            effect_measured(),
            *(facts.fell_idle(0, step) for step in ("noted",)),
        )
        await matching.settled()
        yield harness


@pytest.fixture
async def open_as(chromium, console):
    """Open a tab, signed in as any role (None: not signed in), in a language."""

    @asynccontextmanager
    async def tab_of(role, screen="desktop", language="en"):
        folder = SCREENSHOTS / (role or "nobody") / screen
        async with open_tab(chromium, console.address, screen, folder, language) as tab:
            if role:
                person = dict(PEOPLE[role])
                roles = person.pop("roles")
                await tab.sign_in(console.bare_token(*roles, **person))
            yield tab

    return tab_of
