"""Tabs in which an employee of a world is signed in."""

from contextlib import asynccontextmanager
from pathlib import Path

from shared.testing.browser import open_tab

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"


def opener(chromium, world, folder, first_language):
    """Return a function that opens a tab of an employee, on a screen and in a language."""

    @asynccontextmanager
    async def tab_of(employee_id, screen, *roles, language=first_language):
        shots = SCREENSHOTS / folder / screen / language
        async with open_tab(chromium, world.console_address, screen, shots, language) as tab:
            token = world.token(employee_id, *roles)["Authorization"].removeprefix("Bearer ")
            await tab.sign_in(token)
            await tab.choose_language(language)
            yield tab

    return tab_of
