"""Signing in by mail: one link for one person, once, however often it is asked for."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from devstack.ports import free_ports
from services.console.browser_sessions.limits import COUNTS
from services.console.browser_sessions.links import LINKS
from services.console.browser_sessions.session_store import REVOKED, SESSIONS
from services.notification.commands.sign_in_orders import ORDERS
from services.notification.store import PREFERENCES
from tests.helpers.mails import Mailbox, link_in
from tests.integration.notification.sign_in_world import ANA, HEADER, run_sign_in_world

pytestmark = pytest.mark.integration

WEBER = "weber@example.com"


@pytest.fixture(scope="module")
async def the_world(environment, tmp_path_factory):
    mailbox = Mailbox(free_ports(1)[0])
    mailbox.start()
    async with run_sign_in_world(environment, mailbox, tmp_path_factory.mktemp("sign-in")) as world:
        yield world
    mailbox.stop()


@pytest.fixture
async def world(the_world):
    """The same services for all tests; nobody has asked for a link, chosen a language or left."""
    for name in (COUNTS, LINKS, SESSIONS, REVOKED, "people"):
        await the_world.console.app.state.database[name].delete_many({})
    for name in (ORDERS, PREFERENCES.name):
        await the_world.services["notification"].app.state.database[name].delete_many({})
    await has_left(the_world, "e2", left=False)
    the_world.mailbox.mails.clear()
    the_world.mailbox.replies.clear()
    return the_world


async def has_left(world, employee_id, *, left):
    employees = world.services["enrollment"].app.state.database["employees"]
    await employees.update_many({"id": employee_id}, {"$set": {"left": left}})


async def forget_counts(world):
    await world.console.app.state.database[COUNTS].delete_many({})


async def test_a_link_signs_in_once_and_a_scanner_uses_nothing_up(world):
    async with world.browser() as browser, world.browser() as scanner, world.browser() as thief:
        asked = await world.ask_for_link(browser, f"  {WEBER.upper()} ")
        assert (asked.status_code, "Check your mail" in asked.text) == (200, True)
        mail = await world.mail_to(WEBER)
        assert mail["Subject"] == "Ihr Link zur Anmeldung"
        link = link_in(mail)
        for _ in range(3):
            seen = await scanner.get(link)
            assert (seen.status_code, "Martin Weber" in seen.text) == (200, True)
            assert (seen.headers["referrer-policy"], seen.headers["cache-control"]) == (
                "strict-origin",
                "no-store",
            )
            assert not scanner.cookies
        signed_in = await browser.post(link)
        assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/mine")
        assert (await browser.get("/mine")).status_code == 200
        assert (await thief.post(link)).status_code == 410
        assert "Send me a new link" in (await thief.get(link)).text
        assert (await thief.get("/mine")).headers["location"] == "/sign-in"
        kept = str([row async for row in world.console.app.state.database[LINKS].find({})])
        assert link.rpartition("/")[2] not in kept
        assert "Weber" not in kept
        await browser.post("/logout")
        assert (await browser.get("/mine")).headers["location"] == "/sign-in"


async def test_the_mail_is_in_the_language_that_was_chosen(world):
    notification = world.services["notification"]
    chosen = await notification.http.put(
        "/me/preferences",
        json={"language": "fr", "based_on": 0},
        headers=notification.token("participant", employee_id="e2"),
    )
    assert chosen.status_code == 200, chosen.text
    async with world.browser() as browser:
        await world.ask_for_link(browser, WEBER)
        assert (await world.mail_to(WEBER))["Subject"] == "Votre lien de connexion"


async def test_of_two_at_once_one_signs_in(world):
    async with world.browser() as browser:
        await world.ask_for_link(browser, WEBER)
        link = link_in(await world.mail_to(WEBER))
        tries = await asyncio.gather(*(browser.post(link, headers={"Cookie": ""}) for _ in range(8)))
        assert sorted(each.status_code for each in tries) == [303] + 7 * [410]
        assert await world.console.app.state.database[SESSIONS].count_documents({}) == 1


async def test_known_and_unknown_addresses_get_the_same_response(world):
    async with world.browser() as browser:
        known = await world.ask_for_link(browser, WEBER)
        unknown = await world.ask_for_link(browser, "woman@example.com")
        assert known.status_code == unknown.status_code == 200
        assert known.text.replace(WEBER, "woman@example.com") == unknown.text
        await world.mail_to(WEBER)
        await world.orders_settled()
        assert len(world.mailbox.mails) == 1


async def test_the_mail_goes_to_the_address_that_the_organisation_knows(world):
    async with world.browser() as browser:
        await world.ask_for_link(browser, "ana.RUIZ@EXAMPLE.com")
        mail = await world.mail_to("Ana.Ruiz@example.com")
        assert mail["Subject"] == "Su enlace para entrar"


async def test_what_is_no_address_is_said_at_the_field(world):
    odd = ["", "weber", "@", "a@b\x00c", "a b@example.com", "x" * 9_000, f"{WEBER}\r\nBcc: x@y"]
    async with world.browser() as browser:
        for address in odd:
            answer = await world.ask_for_link(browser, address)
            assert (answer.status_code, "Enter an e-mail address" in answer.text) == (422, True), address[:40]
        assert (await world.ask_for_link(browser, "x" * 20_000)).status_code == 413


async def test_links_are_limited_by_address_and_by_network(world):
    async with world.browser() as browser:
        assert (await world.ask_for_link(browser, WEBER)).status_code == 200
        again = await world.ask_for_link(browser, WEBER.upper())
        assert (again.status_code, "Too many links" in again.text) == (429, True)
        limit = world.console.settings.sign_in_per_network
        answers = [await world.ask_for_link(browser, f"u{n}@example.com") for n in range(limit)]
        assert {answers[0].status_code, answers[-1].status_code} == {200, 429}
        rows = [row async for row in world.console.app.state.database[COUNTS].find({})]
        assert "example.com" not in str(rows)


async def test_each_organisation_sends_its_own_link(environment, mailbox, tmp_path):
    tenants = ("acme", "globex")
    async with run_sign_in_world(environment, mailbox, tmp_path, HEADER + ANA, tenants) as world:
        async with world.browser() as browser:
            await world.ask_for_link(browser, "ana.ruiz@example.com")
            links = [link_in(await world.mail_to("Ana.Ruiz@example.com", number)) for number in (1, 2)]
        seen = set()
        for link in links:
            async with world.browser() as browser:
                await browser.post(link)
                page = (await browser.get("/sign-ins")).text
                seen |= {tenant for tenant in tenants if tenant in page}
        assert seen == set(tenants)


@pytest.fixture
def impatient(monkeypatch):
    """Orders are tried again after a second."""
    monkeypatch.setattr("services.notification.commands.sign_in_orders._LEASE", timedelta(seconds=1))


@pytest.mark.usefixtures("impatient")
async def test_a_mail_that_is_put_off_is_sent_later_and_one_that_is_refused_is_not(world):
    world.mailbox.replies += ["451 4.7.1 come back later", "550 5.1.1 no such mailbox"]
    async with world.browser() as browser:
        await world.ask_for_link(browser, WEBER)
        await world.orders_settled()
        assert (world.mailbox.replies, world.mailbox.mails) == ([], [])
        world.mailbox.replies.append("451 4.7.1 come back later")
        await world.ask_for_link(browser, "Ana.Ruiz@example.com")
        assert link_in(await world.mail_to("Ana.Ruiz@example.com"))
        await world.orders_settled()
        assert len(world.mailbox.mails) == 1


@pytest.mark.usefixtures("impatient")
async def test_while_the_mail_server_is_down_the_order_waits(world):
    world.mailbox.stop()
    async with world.browser() as browser:
        assert (await world.ask_for_link(browser, WEBER)).status_code == 200
        await asyncio.sleep(1)
        world.mailbox.start()
        assert link_in(await world.mail_to(WEBER))


async def test_while_notification_is_down_nobody_is_promised_a_mail(world, monkeypatch):
    async with world.browser() as browser:
        monkeypatch.setitem(world.console.app.state.clients._urls, "notification", "http://127.0.0.1:9")
        answer = await world.ask_once(browser, WEBER)
        assert (answer.status_code, "be sent at the moment" in answer.text) == (503, True)


async def test_an_old_link_and_a_link_of_nobody_say_the_same(world):
    links = world.console.app.state.database[LINKS]
    async with world.browser() as browser:
        await world.ask_for_link(browser, WEBER)
        link = link_in(await world.mail_to(WEBER))
        await links.update_one({}, {"$set": {"expires_at": datetime.now(UTC) - timedelta(seconds=1)}})
        answers = [await browser.post(link), await browser.get(link)]
        answers += [await browser.get(link[:-43] + text) for text in ("A" * 43, "x", "%00", "é" * 60)]
        assert {answer.status_code for answer in answers} == {410}
        assert len({re.sub('name="back" value="[^"]*"', "", answer.text) for answer in answers}) == 1
        assert not browser.cookies


async def test_an_employee_who_has_left_gets_no_link_and_loses_the_session(world):
    async with world.browser() as browser:
        await world.ask_for_link(browser, WEBER)
        await browser.post(link_in(await world.mail_to(WEBER)))
        assert (await browser.get("/mine")).status_code == 200
        people = world.console.app.state.database["people"]
        row = {"_id": "x", "tenant": "acme", "employee_id": "e2", "left_at": datetime.now(UTC)}
        await people.insert_one(row)
        assert (await browser.get("/mine")).status_code == 303
        await forget_counts(world)
        await has_left(world, "e2", left=True)
        await world.ask_for_link(browser, WEBER)
        await world.orders_settled()
        assert len(world.mailbox.to(WEBER)) == 1


async def test_the_session_is_for_what_is_the_persons_own(world):
    async with world.browser() as browser:
        await world.ask_for_link(browser, WEBER)
        await browser.post(link_in(await world.mail_to(WEBER)))
        for path in ("/ops", "/programmes/rm-2026", "/programmes/rm-2026/people"):
            assert (await browser.get(path)).status_code in {403, 404}, path
        cookies = world.console.app.state.sessions
        token = cookies.issuer.mint("acme", "e2")
        claims = jwt.decode(token, options={"verify_signature": False})
        assert (claims["roles"], claims["exp"] - claims["iat"]) == (["participant"], 300)


async def test_nobody_but_the_console_orders_mails(world):
    notification = world.services["notification"]
    order = jwt.encode({"address": WEBER}, "a key of somebody else, long enough for HS256", "HS256")
    token = world.console.app.state.sessions.issuer.mint("acme", "e2")
    for forged in (order, token, "x", "a.b.c"):
        answer = await notification.http.post("/sign-in-mails", json={"order": forged})
        assert answer.status_code == 403, forged
