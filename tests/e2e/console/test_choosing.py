"""An executive chooses from a list with names, on the page and from the mail; who is on it learns nothing."""

import pytest

from shared.testing.clients import http_client
from tests.e2e.console.choosing import let_mentees_choose
from tests.e2e.console.mail_world import run_mail_world
from tests.e2e.console.participants_world import MINE
from tests.integration.console.reading import read_page

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

LIST = f"{MINE}/shortlist"


@pytest.fixture
async def mails(environment, tmp_path):
    async with run_mail_world(environment, tmp_path) as mails:
        await mails.world.make_ready("junior", "mentor")
        await mails.world.make_ready("exec", "mentee")
        await mails.world.settled()
        yield mails


async def see(browser, path):
    answer = await browser.get(path)
    assert answer.status_code == 200, answer.text
    assert read_page(answer.text).faults() == [], path
    return answer.text


def choice_in(page):
    return page.partition("/shortlist/choice?proposal_id=")[2].partition('"')[0]


async def test_an_executive_asks_declines_and_chooses_from_the_mail(mails):
    world = mails.world
    async with world.browser("exec") as executive, world.browser("junior") as junior:
        assert "the coordinator does the matching" in await see(executive, LIST)
        assert "choose a partner" not in await see(executive, f"{MINE}/partner")
        await let_mentees_choose(world)
        assert "choose a partner" in await see(executive, f"{MINE}/partner")
        assert "Show me people" in await see(executive, LIST)
        assert "the other side chooses" in await see(junior, LIST)
        shown = (await executive.post(LIST)).text
        await world.settled()
        listed = await see(executive, LIST)
        for page in (listed, await see(executive, f"{LIST}/choice?proposal_id={choice_in(shown)}")):
            assert "Juno Junior" in page
        assert "Working with AI assistants" in listed
        assert "How to work with them" in listed
        assert "Choose a partner from your list" in await see(executive, MINE)
        assert "Edda" not in await see(junior, MINE)
        assert (await world.ask("enrollment", "GET", "/me/partners", world.token("junior")))["items"] == []

        assert "Choose nobody" in await see(executive, f"{LIST}/decline")
        assert "Your list has ended" in (await executive.post(f"{LIST}/decline")).text
        await world.settled()
        assert "Choose a partner from your list" not in await see(executive, MINE)
        partners = await world.ask("enrollment", "GET", "/me/partners", world.token("exec"))
        assert partners["items"] == []

        old = await mails.link_to("exec", "Your choice by")
        await executive.post(LIST)
        await world.settled()
        await _choose_by_mail(mails, old)
        assert "Edda Exemplar" in await see(junior, f"{MINE}/proposals/{mails.chosen}")
        assert "You have said yes" in await see(executive, f"{MINE}/proposals/{mails.chosen}")


async def _choose_by_mail(mails, old):
    headers = {"Accept": "text/html", "Origin": mails.world.console_address}
    async with http_client(headers=headers) as browser:
        assert (await browser.get(old)).status_code == 410  # that list has ended
        link = await mails.link_to("exec", "Your choice by", other_than=old)
        page = await browser.get(link)
        assert (page.status_code, "Juno Junior" in page.text) == (200, True)
        assert "/mine" not in page.text
        mails.chosen = page.text.partition('name="proposal_id" value="')[2].partition('"')[0]
        wrong = await browser.post(f"{link}/choice", data={"proposal_id": "nobody"})
        assert wrong.status_code == 404
        done = await browser.post(f"{link}/choice", data={"proposal_id": mails.chosen})
        assert (done.status_code, "Your choice is saved" in done.text) == (200, True)
        await mails.world.settled()
        assert (await browser.get(link)).status_code == 410
    await mails.link_to("junior", "proposed partner")
