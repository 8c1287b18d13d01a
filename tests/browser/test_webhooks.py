"""The pages of webhooks as a browser shows them: on a large screen, and on a phone in longer languages."""

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from shared.testing.browser import open_tab
from tests.helpers.receivers import run_receiver
from tests.integration.console.console_runs import run_console_with_webhooks

pytestmark = [pytest.mark.integration, pytest.mark.browser]

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots" / "webhooks"
CASES = [("desktop", "en"), ("phone", "de"), ("phone", "fr")]


@pytest.fixture(scope="module")
async def receiver():
    async with run_receiver() as running:
        yield running


@pytest.fixture(scope="module")
async def webhooks_console(environment):
    async with run_console_with_webhooks(environment) as console:
        yield console


@pytest.fixture
async def open_in(chromium, webhooks_console):
    """Open a tab of a coordinator in a language."""

    @asynccontextmanager
    async def tab_of(screen, language):
        folder = SCREENSHOTS / screen / language
        async with open_tab(chromium, webhooks_console.address, screen, folder, language) as tab:
            await tab.sign_in(webhooks_console.bare_token("coordinator", subject="carla"))
            yield tab

    return tab_of


async def refuse_then_create(tab, url):
    """Fill the form in, first with an address that is refused."""
    assert (await tab.visit("/webhooks/new", "new")).status == 200
    form = tab.page.locator("form.set-up")
    await form.locator("#name").fill("Learning system")
    await form.locator("#url").fill("http://10.0.0.1/hook")
    await form.locator("#event-3-4").check()
    await form.locator("button").click()
    await tab.page.locator("#url-fault").wait_for()
    await tab.check("new-refused")
    await form.locator("#url").fill(url)
    await form.locator("button").click()
    await tab.page.locator("code").wait_for()
    await tab.check("secret")
    await tab.page.locator("a.button").click()
    await tab.page.wait_for_url("**/webhooks/*")
    return tab.page.url


async def show_a_delivery_of_each_state(tab, base, receiver):
    receiver.answers = [500, 204]
    for number in (1, 2):
        await tab.page.locator("form[action$='/test'] button").click()
        async with asyncio.timeout(60):
            while await tab.page.locator("tbody .s-ready, tbody .s-retrying").count() < number:
                await asyncio.sleep(0.2)
                await tab.page.goto(base)


@pytest.mark.parametrize(("screen", "language"), CASES)
async def test_every_page_of_webhooks_is_free_of_findings(open_in, receiver, screen, language):
    async with open_in(screen, language) as tab:
        base = await refuse_then_create(tab, receiver.url)
        await show_a_delivery_of_each_state(tab, base, receiver)
        path = "/webhooks/" + base.rpartition("/")[2]
        pages = {
            "list": "/webhooks",
            "one": path,
            "change": f"{path}/change",
            "replace": f"{path}/check/rotation",
            "delete": f"{path}/check/deletion",
        }
        for name, page in pages.items():
            assert (await tab.visit(page, name)).status == 200, page
            assert await tab.page.locator("html").get_attribute("lang") == language, page
