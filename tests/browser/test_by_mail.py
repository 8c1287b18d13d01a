"""An executive signs in by a mail, and a junior answers from one, on a phone; a scanner was there first."""

from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from shared.testing.browser import open_tab
from tests.e2e.console.mail_world import run_mail_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots" / "by-mail"


@pytest.fixture(scope="module")
async def mails(environment, tmp_path_factory):
    async with run_mail_world(environment, tmp_path_factory.mktemp("by-mail")) as mails:
        await mails.world.make_ready("junior", "mentor")
        await mails.world.make_ready("exec", "mentee")
        await mails.world.settled()
        await mails.world.propose()
        yield mails


@pytest.fixture
async def phone(chromium, mails):
    @asynccontextmanager
    async def tab():
        async with open_tab(chromium, mails.world.console_address, "phone", SCREENSHOTS) as tab:
            yield tab

    return tab


async def test_an_executive_signs_in_by_mail(phone, mails):
    async with phone() as tab, phone() as scanner:
        await tab.visit("/sign-in", "ask")
        await tab.page.get_by_label("Your work e-mail address").fill("EXEC@example.com")
        await tab.page.get_by_role("button", name="Send me a link").click()
        await tab.page.get_by_role("heading", name="Look in your mail").wait_for()
        await tab.check("sent")
        link = await mails.link_to("exec", "Your link to sign in")
        await scanner.visit(link, "scanned")
        await tab.visit(link, "is-it-you")
        assert await tab.page.get_by_text("Edda Exemplar").count() == 1
        await tab.page.get_by_role("button", name="Sign in").click()
        await tab.page.wait_for_url("**/mine")
        await tab.check("signed-in")
        await scanner.visit(link, "used")
        assert await scanner.page.get_by_text("This link no longer works").count() > 0


async def test_a_junior_answers_from_the_mail(phone, mails):
    link = await mails.link_to("junior", "proposed partner")
    async with phone() as tab:
        await tab.visit(link, "proposal")
        await tab.page.get_by_role("button", name="Yes, work with this partner").click()
        await tab.page.get_by_role("heading", name="Done").wait_for()
        await tab.check("answered")
        await tab.visit(link, "already-answered")
        assert await tab.page.title() == "Already answered · Reverse mentoring"
