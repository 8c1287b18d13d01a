"""Rules that hold for every page; the pages come from the routes."""

import re
from urllib.parse import urlsplit

import pytest

from services.console.app import create_app
from shared.messaging.outgoing.leases import LEASES
from shared.service.documented_callers import routes_of
from shared.testing import run_service
from tests.integration.console.console_runs import ALONE
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.reading import read_page

pytestmark = pytest.mark.integration

OF_THE_KIT = {LEASES}
"""Collections that change all the time, independent of requests."""
PLACES = {
    "programme_id": "rm-2026",
    "round_id": "round-1",
    "service": "console",
    "name": "health",
    "number": "1",
    "proposal_id": "x",
    "import_id": "x",
    "do_not_match_id": "x",
    "step": "close",
    "webhook_id": "x",
    "template_id": "x",
    "delivery_id": "x",
    "act": "pause",
    "pairing_id": "x",
    "session_id": "x",
    "check_in_id": "x",
    "pulse_id": "x",
    "module_id": "own-x",
    "circle_id": "x",
    "date_id": "x",
    "note_id": "x",
    "application_id": "x",
    "order_id": "x",
    "participant_id": "mentor-2",
    "concern_id": "x",
    "secret": "x",
    "tenant": "acme",
    "certificate_id": "x",
    "question_id": "x",
    "answer_id": "x",
    "key": "0" * 64,
}
ADDRESS = re.compile(
    r"""(?:src|href|action|formaction|data|poster|srcset)="([^"]*)"|url\(([^)]*)\)|@import\s+(\S+)"""
)


@pytest.fixture(scope="module")
async def console(environment):
    async with run_service(create_app, environment, **ALONE) as harness:
        await harness.given(*programme_in_motion(3, 2))
        yield harness


def paths(app, method):
    """All routes of a method but the live ones, which don't end, with something in each place."""
    addresses = {
        route.path_format.format_map(PLACES)
        for route in routes_of(app)
        if method in route.methods and not route.path.endswith("/live")
    }
    static = {"/static/console.css", "/static/participant.css", "/static/live.js"}
    return sorted(addresses | static | {"/nowhere", "/docs", "/redoc"})


async def everything(console):
    headers = console.token("coordinator", "ops") | {"Accept": "text/html"}
    return {path: await console.http.get(path, headers=headers) for path in paths(console.app, "GET")}


async def test_every_answer_is_kept_to_this_origin(console):
    answers = await everything(console)
    assert len(answers) > 25
    for path, answer in answers.items():
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert "http" not in policy, path
        assert "unsafe" not in policy or path.endswith(".svg"), path
        assert answer.headers["x-frame-options"] == "DENY", path
        assert answer.headers["x-content-type-options"] == "nosniff", path
        if "json" in answer.headers.get("content-type", "") or path == "/metrics":
            continue
        foreign = {
            address
            for addresses in ADDRESS.findall(answer.text)
            for address in addresses
            if urlsplit(address.strip("'\"")).netloc or address.startswith(("data:text", "javascript:"))
        }
        assert foreign == set(), path


async def test_there_are_no_api_pages(console):
    headers = console.token("coordinator", "ops") | {"Accept": "text/html"}
    for path in ("/docs", "/redoc", "/docs/oauth2-redirect"):
        assert (await console.http.get(path, headers=headers)).status_code == 404


async def test_every_page_of_html_is_good_errors_too(console):
    for path, answer in (await everything(console)).items():
        if "text/html" in answer.headers.get("content-type", ""):
            assert read_page(answer.text).faults() == [], path


@pytest.mark.parametrize("method", ["TRACE", "EVIL"])
async def test_refusals_of_the_border_carry_the_headers_too(console, method):
    answer = await console.http.request(method, "/")
    assert answer.status_code == 501
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_no_get_changes_anything(console):
    database = console.app.state.database

    async def state():
        hashes = (await database.command("dbHash"))["collections"]
        return {name: digest for name, digest in hashes.items() if name not in OF_THE_KIT}

    before = await state()
    await everything(console)
    assert await state() == before


async def test_a_form_has_few_fields(console):
    headers = console.token("coordinator")
    fields = "&".join(f"people=p{n}" for n in range(1001))
    answer = await console.http.post(
        "/programmes/rm-2026/rounds",
        content=f"key=k&{fields}",
        headers=headers | {"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 400


async def test_the_theme_is_kept_by_the_browser_until_it_follows_the_device_again(console):
    form = {"Origin": console.settings.console_url, "Accept": "text/html"}
    kept = await console.http.post("/theme", headers=form, data={"theme": "dark"})
    assert (kept.status_code, kept.headers["location"]) == (303, "/theme?said=theme")
    cookie = kept.headers["set-cookie"]
    assert all(part in cookie for part in ("theme=dark", "HttpOnly", "SameSite=lax", "Path=/"))
    headers = console.token("coordinator") | {"Accept": "text/html", "Cookie": "theme=dark"}
    page = (await console.http.get("/programmes/rm-2026", headers=headers)).text
    assert '<html lang="en" class="dark">' in page
    drawn = re.search(r'src="(\S+\.svg)"', page)[1]
    charts = {
        theme: (await console.http.get(drawn, headers=headers | {"Cookie": f"theme={theme}"})).text
        for theme in ("dark", "light", "system", "pink")
    }
    assert "@media all" in charts["dark"]
    assert "@media not all" in charts["light"]
    assert charts["system"] == charts["pink"]
    assert "@media (prefers-color-scheme: dark)" in charts["system"]
    forgotten = await console.http.post("/theme", headers=form, data={"theme": "system"})
    assert "Max-Age=0" in forgotten.headers["set-cookie"]
    refused = await console.http.post("/theme", headers=form, data={"theme": "pink"})
    assert refused.status_code == 422
