"""Steps of a walk through a programme in a browser: mails are read, links followed, forms filled in."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Locator

from shared.testing.browser import PAUSES_SECONDS, UNAVAILABLE, Tab, open_tab
from tests.e2e.console.mail_world import MailWorld
from tests.helpers.mails import link_in

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots" / "walk"
SECONDS = 600


@dataclass
class Walk:
    """One programme, and those who walk through it.

    Attributes:
        chromium: the browser.
        mails: all services, and the mails that were sent.
        used: the links of mails that were followed already.
        cookies: of those who have signed in by mail.
    """

    chromium: Any
    mails: MailWorld
    used: set[str] = field(default_factory=set)
    cookies: dict[str, Any] = field(default_factory=dict)

    async def link_to(self, employee_id: str, words: str) -> str:
        """Wait for a mail with these words in the subject, and return its link; each is followed once."""
        async with asyncio.timeout(SECONDS):
            while True:
                for mail in self.mails.mailbox.to(f"{employee_id}@example.com"):
                    if words in mail["Subject"] and (link := link_in(mail)) not in self.used:
                        self.used.add(link)
                        return link
                await asyncio.sleep(0.1)

    @asynccontextmanager
    async def tab(self, name: str, screen: str = "phone"):
        """Open a tab in which nobody is signed in."""
        address = self.mails.world.console_address
        async with open_tab(self.chromium, address, screen, SCREENSHOTS / name) as tab:
            tab.page.set_default_timeout(60_000)
            yield tab

    @asynccontextmanager
    async def signed_in(self, employee_id: str, words: str = "Your link to sign in"):
        """Open a phone in which somebody signs in by mail the first time, and stays signed in."""
        async with self.tab(employee_id) as tab:
            if employee_id in self.cookies:
                await tab.page.context.add_cookies(self.cookies[employee_id])
            else:
                await self._sign_in(tab, employee_id, words)
                self.cookies[employee_id] = await tab.page.context.cookies()
            yield tab

    async def _sign_in(self, tab: Tab, employee_id: str, words: str) -> None:
        await tab.page.goto("/sign-in")
        await tab.page.get_by_label("Your work e-mail address").fill(f"{employee_id}@example.com")
        await press(tab, "Send me a link")
        await tab.page.goto(await self.link_to(employee_id, words))
        await press(tab, "Sign in")
        await tab.page.get_by_role("button", name="English").click()
        await tab.page.wait_for_load_state()

    @asynccontextmanager
    async def coordinator(self):
        """Open a desktop in which the coordinator has signed in with a token of the organisation."""
        async with self.tab("coordinator", "desktop") as tab:
            await tab.sign_in(self.mails.world.token("carla", "coordinator")["Authorization"].split()[1])
            yield tab

    def pass_time(self, **span: int) -> None:
        """Move the time of all services."""
        world = self.mails.world
        world.set_clocks(world.services["console"].clock.now() + timedelta(**span))

    async def settled(self) -> None:
        """Wait until all services have heard of everything."""
        await self.mails.world.settled()


async def press(tab: Tab, name: Any, *, exact: bool = True) -> None:
    """Press a button, and wait for the page that it leads to."""
    async with tab.page.expect_navigation():
        await tab.page.get_by_role("main").get_by_role("button", name=name, exact=exact).first.click()


async def follow(tab: Tab, name: Any, look: str = "", *, exact: bool = False) -> None:
    """Follow a link, and look at the page that it leads to.

    A page whose owner is too slow to answer is opened again: the machine that runs the tests may be busy.
    """
    async with tab.page.expect_navigation() as opened:
        await tab.page.get_by_role("link", name=name, exact=exact).first.click()
    answer = await opened.value
    for seconds in PAUSES_SECONDS:
        if answer.status != UNAVAILABLE:
            break
        await asyncio.sleep(seconds)
        answer = await tab.page.reload()
    if look:
        await tab.check(look)


async def join_by_mail(walk: Walk, employee_id: str, words: str) -> None:
    """Follow the invitation, and join on its page."""
    async with walk.tab(employee_id) as tab:
        await tab.visit(await walk.link_to(employee_id, words), "invitation")
        await tab.page.get_by_label("I agree to the terms").check()
        await press(tab, "Join")
        await tab.page.get_by_role("heading", name="Done").wait_for()
        await tab.check("joined")


async def answer_questionnaire(tab: Tab) -> None:
    """Choose the first answer of each question."""
    for group in await tab.page.get_by_role("main").locator("fieldset").all():
        await group.get_by_role("radio").first.check()
    await press(tab, "Send my answers")


async def complete_modules(tab: Tab) -> None:
    """Read one module after the other, and answer until all answers are right."""
    while True:
        await _complete_module(tab)
        if not await tab.page.get_by_role("link", name="Next:").count():
            return
        await follow(tab, "Next:")


async def _complete_module(tab: Tab) -> None:
    tried: dict[int, int] = {}
    asked = tab.page.locator("section[aria-labelledby=check] fieldset")
    while not await tab.page.get_by_text("All answers are right").count():
        for number in range(await asked.count()):
            await asked.nth(number).get_by_role("radio").nth(tried.get(number, 0)).check()
        await press(tab, "Finish")
        for number in range(await asked.count()):
            if await asked.nth(number).locator(".fault").count():
                tried[number] = tried.get(number, 0) + 1


async def answer_survey(tab: Tab) -> None:
    """Choose an answer of each statement, one after the other, and send them after the check."""
    main = tab.page.get_by_role("main")
    while await main.locator("#typed").count():
        radios = main.get_by_role("radio")
        if count := await radios.count():
            await radios.nth(count - 2).check()
        onward = main.get_by_role("button", name="Continue")
        await press(tab, "Continue" if await onward.count() else "Send my answers")


async def until(tab: Tab, awaited: Locator) -> None:
    """Open the page again until something appears on it.

    Raises:
        AssertionError: it does not; it has the text of the page.
    """
    deadline = asyncio.get_running_loop().time() + SECONDS
    while not await awaited.count():
        shown = await tab.page.get_by_role("main").inner_text()
        assert asyncio.get_running_loop().time() < deadline, f"{tab.page.url}: {shown}"
        await asyncio.sleep(0.5)
        await tab.page.reload()
