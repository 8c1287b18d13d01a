"""Every page of the console as a browser shows it, to each role, on a large screen and on a phone."""

import asyncio
import re

import pytest

from shared.service.documented_callers import routes_of
from tests.integration.console.reading import read_page

pytestmark = [pytest.mark.integration, pytest.mark.browser]

BASE = "/programmes/rm-2026"
PROGRAMME = "/programmes/{programme_id}"
NO_PAGE = re.compile(
    r"^/(health|metrics|static|openapi|mine|settings|sign-in(?!s)|certificates|task|webhooks)|/live$|\.(svg|pdf|csv)$|\}/(end|set-up|import|applications|invitations|topics|terms|concerns|help-questions|questions|survey-questions|words|training-(?:modules|completions)|circles|sponsors/)|/pause$|^/(new-programme|templates)"
)
"""No pages, and those that need enrollment or mails, which have tests of their own beside this one."""
SCREENS = ("desktop", "phone")
PLACES = {
    "programme_id": "rm-2026",
    "service": "matching",
    "number": "1",
    "pairing_id": "pair-0",
    "participant_id": "mentor-0",
}


@pytest.fixture(scope="module")
async def places(console, matching):
    """The values for the parameters of the pages' paths; there are two rounds and a policy of their own."""
    headers = console.token("coordinator")

    async def ask(method, path, **body):
        answer = await matching.http.request(method, f"{BASE}/{path}", headers=headers, json=body or None)
        assert answer.is_success, answer.text
        return answer.json()

    async def make_round(*, preview):
        id_ = (await ask("POST", "rounds", preview=preview))["id"]
        async with asyncio.timeout(240):
            while (await ask("GET", f"rounds/{id_}"))["state"] not in {"proposed", "previewed"}:
                await asyncio.sleep(0.05)
        return id_

    policy = (await ask("GET", "policy"))["policy"]
    based_on = policy.pop("number")
    policy["objective"]["floor"] = 20
    test = {"feature": "region", "of": "mentor", "is": "one-of", "values": ["emea"]}
    policy["conditions"] = [{"name": "emea-mentors", "breach": "-", "allow": {"all": [test]}}]
    policy["must_not_pair"] = [{"mentor_id": "mentor-0", "mentee_id": "mentee-0"}]
    await ask("PUT", "policy", **policy, based_on=based_on)
    what_if = await make_round(preview=True)
    made = await make_round(preview=False)
    pair = (await ask("GET", f"rounds/{made}/proposals"))["items"][0]
    two = {"mentor_id": pair["mentor_id"], "mentee_id": pair["mentee_id"]}
    apart = await ask("POST", "do-not-match", **two)
    await ask("POST", f"rounds/{made}/decisions", **two, what="forbid", reason="-")
    await matching.settled()
    await console.settled()
    ids = {"round_id": made, "proposal_id": pair["id"], "do_not_match_id": apart["id"]}
    return PLACES | ids | {"one": what_if, "other": made}


def pages(console, places):
    """The path of each page by the name of its screenshot; live streams and pictures are no pages."""
    routes = sorted(
        route.path_format
        for route in routes_of(console.app)
        if "GET" in route.methods and not route.include_in_schema and not NO_PAGE.search(route.path_format)
    )
    queries = {
        f"{PROGRAMME}/rounds/comparison": "?one={one}&other={other}",
        f"{PROGRAMME}/policy": "?tried={one}&held={one}",
        f"{PROGRAMME}/policy/condition": "?place=0",
        f"{PROGRAMME}/policy/pairs/removal": "?kind=must_not_pair&mentor_id=mentor-0&mentee_id=mentee-0",
    }
    return {name_of(route): (route + queries.get(route, "")).format_map(places) for route in routes}


def name_of(route):
    words = re.sub(r"\W+", "-", route.removeprefix(PROGRAMME)).strip("-")
    return words or ("overview" if route == PROGRAMME else "home")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("role", ["coordinator", "ops"])
async def test_every_page_is_free_of_findings(open_as, console, places, role, screen):
    own = {
        name: path
        for name, path in pages(console, places).items()
        if path.startswith("/ops") == (role == "ops") or path == "/sign-ins"
    }
    assert own
    async with open_as(role, screen) as tab:
        for name, path in own.items():
            assert (await tab.visit(path, name)).status == 200, path
        assert (await tab.visit("/nowhere")).status == 404


async def test_pages_of_matching_fit_a_phone_in_german(open_as, console, places):
    of_matching = ("rounds", "matches", "waiting", "policy", "do-not-match")
    async with open_as("coordinator", "phone", "de") as tab:
        for name, path in pages(console, places).items():
            if name.startswith(of_matching):
                assert (await tab.visit(path, f"{name}-de")).status == 200, path
                page = read_page(await tab.page.content())
                assert (page.language, page.english()) == ("de", []), path


@pytest.mark.parametrize("screen", SCREENS)
async def test_the_report_is_good_in_german(open_as, screen):
    async with open_as("coordinator", screen, "de") as tab:
        assert (await tab.visit(f"{BASE}/report", "report-de")).status == 200
        page = read_page(await tab.page.content())
        own_names = {"People are content", "People take part", "Sessions take place"}
        assert page.language == "de"
        assert set(page.english()) <= own_names


@pytest.mark.parametrize("screen", SCREENS)
async def test_the_sign_in_page_is_free_of_findings(open_as, screen):
    async with open_as(None, screen) as tab:
        assert (await tab.visit("/login")).status == 200


async def test_roles_without_pages_are_refused_with_a_reason(open_as):
    async with open_as("service", "phone") as tab:
        await tab.check("refused")
        assert "this token is for none" in await tab.page.get_by_role("alert").inner_text()


async def test_signing_out_ends_the_session(open_as):
    async with open_as("coordinator") as tab:
        await tab.page.get_by_role("button", name="Sign out").click()
        await tab.page.wait_for_url("**/login")
        assert (await tab.page.goto("/")).url.endswith("/login")


async def test_a_tab_fails_on_findings_and_script_errors(open_as):
    async def visit_a_broken_page():
        async with open_as(None) as tab:
            await tab.page.goto("/login")
            await tab.page.evaluate("document.querySelector('label').remove(); console.error('a bad thing')")
            await tab.check("broken")

    with pytest.raises(AssertionError, match=r"console error: a bad thing\n.*axe label"):
        await visit_a_broken_page()
