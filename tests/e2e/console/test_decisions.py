"""Changing a proposed round before its approval, on a real matching service."""

import asyncio
import re

import pytest

from shared.contracts.vocabulary import Role
from shared.testing.harness import all_settled
from tests.e2e.console.console_story import form_key, in_other_languages
from tests.helpers.people import opened, ready
from tests.integration.console.reading import read_page

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

ROUNDS = "/programmes/rm-2026/rounds"


async def until(browser, path, text):
    """The page once it says something."""
    async with asyncio.timeout(240):
        while text not in (page := (await browser.get(path)).text):
            await asyncio.sleep(0.1)
    assert read_page(page).faults() == []
    return page


async def send(browser, path, **data):
    answer = await browser.post(path, data=data)
    assert read_page(answer.text).faults() == []
    return answer


async def test_a_round_is_changed_repeated_and_discarded(console, matching, browser):
    await console.given(opened(), *(ready(role, n) for n in range(3) for role in Role))
    await all_settled(matching, console)
    key = await form_key(browser)
    path = (await browser.post(ROUNDS, data={"key": key})).url.path
    page = await until(browser, path, "Check and send")
    assert "Not enough data" in (await browser.get(f"{path}/impact")).text

    mentor, mentee, proposal = re.search(
        r"mentor=([\w-]+)&amp;mentee=([\w-]+)&amp;proposal=(\w+)", page
    ).groups()
    pair = await until(browser, f"{path}/pairs/{proposal}", "Keep this pair")
    assert "The mentor is at least 3 grades below the mentee." in pair
    assert "conflict of interest" not in pair
    kept = await send(browser, f"{path}/held-back", shown=[proposal], locked=[proposal])
    assert kept.text.count('name="was_locked"') == 1
    assert "Let it change again" in (await browser.get(f"{path}/pairs/{proposal}")).text
    await send(browser, f"{path}/held-back", shown=[proposal], was_locked=[proposal])
    assert (await browser.get(f"{path}/pairs/nowhere")).status_code == 404
    await in_other_languages(browser, f"{path}/pairs/{proposal}")

    ids = re.findall(r'name="held" value="(\w+)"', page)
    locked = await send(browser, f"{path}/held-back", shown=ids, locked=[ids[0]])
    assert locked.text.count('name="was_locked"') == 1
    free = await send(browser, f"{path}/held-back", shown=ids, was_locked=[ids[0]])
    assert 'name="was_locked"' not in free.text

    nobody = await send(browser, f"{path}/decisions", key="a", what="make", mentor="nobody", mentee=mentee)
    assert (nobody.status_code, "No mentor has this name or id" in nobody.text) == (422, True)
    await send(
        browser, f"{path}/decisions", key="b", what="forbid", mentor=mentor, mentee=mentee, why="close"
    )
    decided = await until(browser, f"{path}/decisions", "See the try-out")
    assert "close" in decided
    await until(browser, f"{path}/decisions", "Instead of")
    page = f"{path}/decisions?mentor={mentor}&mentee={mentee}&proposal={proposal}"
    await in_other_languages(browser, page, f"{path}/impact")

    again = await send(browser, f"{path}/replay", key="c")
    assert "Repetition" in again.text
    await until(browser, again.url.path, "The same pairs came out again")

    taken = await send(browser, f"{path}/rejection/{proposal}", key="d", why="they share an office")
    assert "Take the proposal back" in taken.text
    assert "3 proposals are taken back" in (await browser.get(f"{path}/discard")).text
    await send(browser, f"{path}/recomputation", key="e")
    page = await until(browser, path, "Check and send")
    assert f"mentor={mentor}&amp;mentee={mentee}" not in page, "the pair is not made again"
    gone = await send(browser, f"{path}/discard", key="f", why="a department is missing")
    assert "Discard the matching" in gone.text
    assert "can be discarded" in (await browser.get(f"{path}/discard")).text
    await until(browser, path, ">Discarded<")
    late = await send(browser, f"{path}/recomputation", key="g")
    assert late.status_code == 409
    assert 'role="alert"' in late.text
