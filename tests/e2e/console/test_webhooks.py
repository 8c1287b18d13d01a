"""Webhooks through pages alone: made, tried out, paused, changed, replayed and deleted."""

import asyncio
import re
from contextlib import asynccontextmanager

import pytest
from standardwebhooks.webhooks import Webhook

from services.notification.domain.webhooks.catalogue import EVENT_TYPES
from shared.testing.clients import http_client
from tests.helpers.receivers import run_receiver
from tests.integration.console.console_runs import run_console_with_webhooks
from tests.integration.console.reading import read_page

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

HELD = "mentoring.scheduling.session-held.v1"


@pytest.fixture(scope="module")
async def receiver():
    async with run_receiver() as running:
        yield running


@pytest.fixture(scope="module")
async def console(environment):
    async with run_console_with_webhooks(environment) as console:
        yield console


@asynccontextmanager
async def signed_in(console, **claims):
    """A browser without JavaScript."""
    headers = {"Accept": "text/html", "Origin": console.address}
    async with http_client(base_url=console.address, headers=headers, follow_redirects=True) as browser:
        token = console.bare_token("coordinator", **claims)
        assert (await browser.post("/login", data={"token": token})).is_success
        yield browser


@pytest.fixture
async def browser(console):
    async with signed_in(console) as browser:
        yield browser


async def see(browser, path, status=200, language="en"):
    answer = await browser.get(path)
    assert answer.status_code == status, answer.text
    assert read_page(answer.text).faults(language) == [], path
    return answer.text


async def send(browser, path, status=200, **form):
    answer = await browser.post(path, data=form)
    assert answer.status_code == status, answer.text
    assert read_page(answer.text).faults() == [], path
    return answer.text


def extract(pattern, page):
    return re.search(pattern, page)[1]


async def create(browser, receiver, **changes):
    form = {"name": "Learning <system>", "url": receiver.url, "events": [HELD], "programmes": ""}
    key = extract(r'name="key" value="([^"]+)"', await see(browser, "/webhooks/new"))
    page = await send(browser, "/webhooks/new", **{**form, "key": key, **changes})
    return extract(r'href="(/webhooks/\w+)">I have', page), extract(r"(whsec_[\w+/=]+)<", page)


async def delivered(browser, path):
    async with asyncio.timeout(60):
        while "Delivered</span>" not in (page := await see(browser, path)):
            await asyncio.sleep(0.1)
    return page


async def test_a_webhook_is_made_and_tried_out(browser, receiver):
    path, secret = await create(browser, receiver)
    page = await see(browser, path)
    assert "Learning &lt;system&gt;" in page
    assert "A session was held" in page
    assert secret not in page
    assert f'href="{path}"' in await see(browser, "/webhooks")
    assert "on its way" in await send(browser, f"{path}/test")
    requests = await receiver.got(1)
    Webhook(secret).verify(requests[-1].body, requests[-1].headers)
    assert "A test event" in await delivered(browser, path)
    assert "There are no deliveries" in await see(browser, f"{path}?state=failed")


async def test_what_is_refused_is_said_at_its_field_and_nothing_typed_is_lost(browser):
    form = {"name": "HR", "url": "http://10.0.0.1/hook", "programmes": "rm 2026", "key": "k"}
    page = await send(browser, "/webhooks/new", 422, **form)
    assert "Choose at least one event." in page
    assert "Short names have letters" in page
    page = await send(browser, "/webhooks/new", 422, **(form | {"programmes": "rm-2026", "events": [HELD]}))
    assert "leads to a public host.</span>" in page
    assert 'value="http://10.0.0.1/hook"' in page
    assert f'value="{HELD}" checked' in page


async def test_it_is_changed_paused_and_resumed(browser, receiver):
    path, _ = await create(browser, receiver)
    page = await see(browser, f"{path}/change")
    assert page.count("checked") == 1
    saved = await send(
        browser, f"{path}/change", name="HR", url=receiver.url, events=list(EVENT_TYPES), programmes="a, b"
    )
    assert "The webhook is saved." in saved
    assert saved.count("<bdi>tester</bdi>,") == 2, "created and changed"
    assert "<bdi>a</bdi>, <bdi>b</bdi>" in saved
    refused = await send(browser, f"{path}/change", 422, name="", url=receiver.url, events=[HELD])
    assert "A name has 1 to 80 characters." in refused
    assert "Paused</span>" in await send(browser, f"{path}/pause")
    await send(browser, f"{path}/pause", 409)
    assert "Active</span>" in await send(browser, f"{path}/resumption")


async def test_the_secret_is_replaced_and_the_webhook_deleted_after_a_check(browser, receiver):
    path, old = await create(browser, receiver)
    check = await see(browser, f"{path}/check/rotation")
    page = await send(browser, f"{path}/check/rotation", key=extract(r'name="key" value="([^"]+)"', check))
    assert extract(r"(whsec_[\w+/=]+)<", page) != old
    assert "valid until" in await see(browser, path)
    check = await see(browser, f"{path}/check/deletion")
    assert "This cannot be undone." in check
    page = await send(browser, f"{path}/check/deletion", key=extract(r'name="key" value="([^"]+)"', check))
    assert "The webhook is deleted." in page
    await see(browser, path, 404)


async def test_a_failed_delivery_is_tried_at_once_and_events_are_sent_again(browser, receiver):
    path, _ = await create(browser, receiver)
    receiver.answers = [500]
    await send(browser, f"{path}/test")
    async with asyncio.timeout(60):
        while "Tried again</span>" not in (page := await see(browser, path)):
            await asyncio.sleep(0.1)
    assert "answered with an error. (500)" in page
    retry = extract(r'action="([^"]+/retry)"', page)
    assert "The delivery is tried now." in await send(browser, retry)
    await delivered(browser, path)
    assert "sent again" in await send(browser, f"{path}/replay", since="2026-01-01")
    await send(browser, f"{path}/replay", 422, since="never")


@pytest.mark.parametrize("language", ["de", "fr", "es"])
async def test_the_pages_speak_the_readers_language(browser, receiver, language):
    path, _ = await create(browser, receiver)
    browser.headers["Accept-Language"] = language
    for page in ("/webhooks", "/webhooks/new", path, f"{path}/change", f"{path}/check/rotation"):
        await see(browser, page, language=language)


async def test_coordinators_of_some_programmes_have_no_webhooks(console):
    async with signed_in(console, programmes=["rm-2026"]) as browser:
        await see(browser, "/webhooks", 403)
        await see(browser, "/webhooks/new", 403)
        assert 'href="/webhooks"' not in await see(browser, "/")


async def test_another_tenant_sees_nothing(console, browser, receiver):
    path, _ = await create(browser, receiver)
    async with signed_in(console, tenant="globex") as stranger:
        await see(stranger, path, 404)
        assert path not in await see(stranger, "/webhooks")
