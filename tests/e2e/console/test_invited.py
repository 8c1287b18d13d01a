"""Coordinators see who is invited and has not answered: by name only where they may read all names."""

import pytest

from tests.e2e.console.participants_world import use_world
from tests.integration.console.reading import read_page

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

PEOPLE = "/programmes/rm-2026/people"


@pytest.fixture
async def world(environment):
    async with use_world(environment) as world:
        await world.settled()
        yield world


async def see(browser, path):
    answer = await browser.get(path)
    assert answer.status_code == 200, answer.text
    assert read_page(answer.text).faults() == [], path
    return answer.text


async def test_those_who_are_invited_are_listed_until_they_answer(world):
    coordinator = world.services["enrollment"].token("coordinator")
    invited = {"employee_id": "between", "role": "mentor"}
    made = await world.ask("enrollment", "POST", "/invitations", coordinator, json=invited)
    async with world.browser("carla", "coordinator") as carla:
        assert f'href="{PEOPLE}?state=invited"' in await see(carla, PEOPLE)
        page = await see(carla, f"{PEOPLE}?state=invited&role=mentor")
        assert "Bela Between" in page
        assert "No invitation waits for an answer." in await see(carla, f"{PEOPLE}?state=invited&role=mentee")
    async with world.browser("dana", "coordinator", programmes=["rm-2026"]) as dana:
        page = await see(dana, f"{PEOPLE}?state=invited")
        assert ("between" in page, "Bela" in page) == (True, False)
    refusal = f"/invitations/{made['invitation_id']}/decline"
    await world.ask("enrollment", "POST", refusal, world.token("between"))
    async with world.browser("carla", "coordinator") as carla:
        assert "No invitation waits for an answer." in await see(carla, f"{PEOPLE}?state=invited")
