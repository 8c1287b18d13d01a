"""The page that compares groups of people in a round, on a real matching service."""

import asyncio

import pytest

from shared.contracts.vocabulary import Role
from shared.testing.harness import all_settled
from tests.e2e.console.console_story import form_key, in_other_languages
from tests.helpers.people import opened, ready
from tests.integration.console.reading import read_page

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

MENTORS, MENTEES = 12, 24


def working_in(event, region):
    profile = event.profile.model_copy(update={"region": region})
    return event.model_copy(update={"profile": profile})


async def test_large_groups_are_compared_and_small_ones_are_named(console, matching, browser):
    """Half of the mentees work in each region, and there is a mentor for half of the mentees."""
    mentees = [working_in(ready(Role.MENTEE, n), ("emea", "apac")[n % 2]) for n in range(MENTEES)]
    await console.given(opened(), *(ready(Role.MENTOR, n) for n in range(MENTORS)), *mentees)
    await all_settled(matching, console)
    answer = await browser.post(
        "/programmes/rm-2026/rounds", data={"key": await form_key(browser), "preview": "true"}
    )
    path = f"{answer.url.path}/impact"
    async with asyncio.timeout(240):
        while "Mentees by region" not in (page := (await browser.get(path)).text):
            await asyncio.sleep(0.2)
    assert read_page(page).faults() == []
    assert page.index('<h2 id="part-1">Mentees by region</h2>') < page.index("Not enough data")
    assert '<th scope="row">apac</th>' in page
    assert '<td class="n" data-label="People">12</td>' in page
    assert " %</td>" in page
    assert "<li>Mentors by region</li>" in page
    await in_other_languages(browser, path)
