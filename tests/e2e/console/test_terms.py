"""Terms on pages: published and used by a coordinator, read and agreed to by a participant."""

import pytest

from tests.e2e.console.participants_reading import see, send
from tests.e2e.console.participants_world import BASE, MINE, use_world

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

PAGE, OWN = f"{BASE}/terms", f"{MINE}/terms"
TASK = "Read the changed terms, and say whether you agree"
PEOPLE = f"{BASE}/people?state=consent-due"


@pytest.fixture(scope="module")
async def world(environment):
    async with use_world(environment) as world:
        await world.make_ready("junior", "mentor")
        await world.make_ready("exec", "mentee")
        await world.settled()
        world.proposal = await world.propose()
        yield world


async def test_changed_terms_are_published_used_and_agreed_to(world):
    async with (
        world.browser("hr", "coordinator") as coordinator,
        world.browser("junior") as junior,
        world.browser("between") as stranger,
    ):
        assert "You take part in a programme in which" in await see(stranger, f"{MINE}/join")
        assert TASK not in await see(junior, MINE)
        page = await see(coordinator, PAGE)
        assert ("version 2026-1" in page, "Everybody who takes part has agreed." in page) == (True, True)
        half = {"version": "2026-2", "de.consent": "Neu", "key": "1" * 32}
        refused = await coordinator.post(PAGE, data=half)
        assert (refused.status_code, ">Neu</textarea>" in refused.text) == (422, True)
        whole = half | {"de.protection": "<b>Neuer Schutz</b>", "key": "2" * 32}
        assert "The terms are published." in await send(coordinator, PAGE, **whole)
        await world.settled()
        assert TASK not in await see(junior, MINE)
        check = await see(coordinator, f"{PAGE}/use?version=2026-2")
        assert "2 people take part" in check
        await see(coordinator, f"{PAGE}/use?version=9", 404)
        used = await send(coordinator, f"{PAGE}/use", version="2026-2", key="3" * 32)
        assert "The programme uses these terms now." in used
        await world.settled()
        listed = await see(coordinator, PEOPLE)
        assert ("Juno Junior" in listed, "Edda Exemplar" in listed) == (True, True)
        assert "Juno Junior" in await see(coordinator, f"{PEOPLE}&name=juno")

        assert TASK in await see(junior, MINE)
        yes = f"{MINE}/proposals/{world.proposal}/answer"
        refused = await junior.post(yes, data={"accept": "yes", "key": "4" * 32})
        assert (refused.status_code, "My programme and agree first" in refused.text) == (
            409,
            True,
        )
        page = await see(junior, OWN)
        assert ("Neuer Schutz" in page, "<b>" in page) == (True, False)
        old = await junior.post(OWN, data={"terms_version": "2026-1", "terms_language": "en"})
        assert (old.status_code, "The terms have changed." in old.text) == (422, True)
        done = await send(junior, OWN, terms_version="2026-2", terms_language="de")
        assert "Thank you. You have agreed to the terms." in done
        await world.settled()
        assert TASK not in await see(junior, MINE)
        assert (await junior.post(yes, data={"accept": "yes", "key": "5" * 32})).is_success
        listed = await see(coordinator, PEOPLE)
        assert ("Juno Junior" in listed, "Edda Exemplar" in listed) == (False, True)
        assert (await stranger.post(OWN, data={"terms_version": "2026-2"})).status_code == 404
