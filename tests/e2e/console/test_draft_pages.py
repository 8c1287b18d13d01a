"""Pages that a draft has besides its plan: its words, and the import of people."""

import pytest

from tests.e2e.console.participants_world import row_of, use_world
from tests.e2e.console.setting_up import begin, see

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

DRAFT = "/programmes/early"
GUIDES = {"mentor": "guide", "mentors": "guides", "mentee": "leader", "mentees": "leaders"}


@pytest.fixture(scope="module")
async def world(environment):
    async with use_world(environment) as world:
        async with world.browser("carla", "coordinator") as coordinator:
            await begin(coordinator, id="early")
        yield world


@pytest.fixture
async def coordinator(world):
    async with world.browser("carla", "coordinator") as browser:
        yield browser


async def test_the_words_of_a_draft_are_published_before_it_is_opened(coordinator):
    assert f'href="{DRAFT}/words"' in await see(coordinator, f"{DRAFT}/set-up")
    assert 'name="texts.en.roles.mentor"' in await see(coordinator, f"{DRAFT}/words")
    words = {f"texts.en.roles.{name}": word for name, word in GUIDES.items()} | {"based_on": "0"}
    preview = await coordinator.post(f"{DRAFT}/words", data=words | {"action": "preview"})
    assert "Guide: you teach an executive" in preview.text
    published = await coordinator.post(f"{DRAFT}/words", data=words)
    assert published.status_code == 200
    assert "Version 1 is used." in published.text
    assert 'value="guides"' in published.text


async def test_people_are_imported_for_a_draft(world, coordinator):
    assert f'href="{DRAFT}/import"' in await see(coordinator, f"{DRAFT}/set-up")
    await see(coordinator, f"{DRAFT}/import")
    row = row_of("early-bird", 3, "", "Eva Early", "Europe/Berlin", "en:5")
    content = "\n".join([",".join(row), ",".join(map(str, row.values()))]).encode()
    checked = await coordinator.post(
        f"{DRAFT}/import/check", data={"mode": "partial"}, files={"file": ("people.csv", content, "text/csv")}
    )
    assert checked.status_code == 200, checked.text
    assert "1 person is new." in checked.text
    carried = checked.text.partition('name="content" value="')[2].partition('"')[0]
    form = {"content": (None, carried), "mode": (None, "partial")}
    done = await coordinator.post(f"{DRAFT}/import", files=form)
    assert "1 row was taken." in done.text
    enrollment = world.services["enrollment"]
    known = await enrollment.http.get(
        "/programmes/rm-2026/employees/early-bird", headers=enrollment.token("coordinator")
    )
    assert known.status_code == 200


async def test_a_coordinator_of_some_programmes_imports_nobody(world):
    async with world.browser("clara", "coordinator", programmes=["rm-2026"]) as limited:
        assert "Import people" not in await see(limited, "/programmes/rm-2026/people")
        assert (await limited.get("/programmes/rm-2026/import")).status_code == 403
