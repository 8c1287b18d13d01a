"""An executive signs in by a mail, and a junior answers from one, on a phone; a scanner was there first."""

from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from shared.testing.browser import open_tab
from tests.e2e.console.mail_world import run_mail_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

JOIN = "/mine/rm-2026/join"
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
        await tab.page.get_by_role("heading", name="Check your mail").wait_for()
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


async def invited(mails, employee_id, role, words):
    """Invite somebody, and return the link of the mail with these words in its subject."""
    world = mails.world
    coordinator = world.services["enrollment"].token("coordinator")
    body = {"employee_id": employee_id, "role": role}
    await world.ask("enrollment", "POST", "/invitations", coordinator, json=body)
    return await mails.link_to(employee_id, words)


async def test_an_invited_executive_joins_by_the_mail(phone, mails):
    link = await invited(mails, "head", "mentee", "eine Einladung")
    async with phone() as tab, phone() as scanner:
        await scanner.visit(link, "invitation-scanned")
        await tab.visit(link, "invitation")
        assert await tab.page.get_by_text("Hanna Head").count() == 1
        await tab.page.get_by_label("I agree to the terms").check()
        await tab.page.get_by_role("button", name="Join").click()
        await tab.page.get_by_role("heading", name="Done").wait_for()
        await tab.check("invitation-joined")
        await tab.visit(link, "invitation-used")
        assert await tab.page.title() == "Already answered · Reverse mentoring"


async def test_an_invited_junior_says_no_and_joins_after_all(phone, mails):
    link = await invited(mails, "between", "mentor", "an invitation")
    async with phone() as tab:
        await tab.visit(link, "invitation-of-a-mentor")
        await tab.page.get_by_role("button", name="No, thanks").click()
        await tab.page.get_by_role("heading", name="Done").wait_for()
        await tab.check("invitation-declined")
        await tab.sign_in(mails.world.token("between")["Authorization"].removeprefix("Bearer "))
        await tab.visit(JOIN, "after-a-no")
        assert await tab.page.get_by_text("If you change your mind").count() == 1
        await tab.page.get_by_label("I agree to the terms").check()
        await tab.page.get_by_role("button", name="Join").click()
        await tab.page.wait_for_url("**/programme?said=joined")
