import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import Response

from services.console.app import create_app
from services.console.browser_sessions.cookies import cookie_sessions
from services.console.browser_sessions.session_store import PER_PERSON, REVOKED, SESSIONS, TRUSTED_SECONDS
from services.settings import PlatformSettings
from shared.testing import run_service
from tests.integration.console import console_facts as facts
from tests.integration.console.console_runs import ALONE
from tests.integration.console.reading import read_page

pytestmark = pytest.mark.integration

BROWSER = {"Accept": "text/html"}
OWN = {"Origin": "http://service"}


@pytest.fixture(scope="module")
async def the_console(environment):
    async with run_service(create_app, environment, **ALONE) as harness:
        yield harness


@pytest.fixture
async def console(the_console):
    """One console for all tests, in which nobody is signed in."""
    the_console.http.cookies.clear()
    await the_console.app.state.database[SESSIONS].delete_many({})
    return the_console


def token(console, *roles, **claims):
    return console.bare_token(*roles, **claims)


async def sign_in(console, text, **headers):
    return await console.http.post("/login", data={"token": text}, headers=OWN | BROWSER | headers)


async def sign_in_elsewhere(console, text):
    """Another browser's own headers."""
    console.http.cookies.clear()
    answer = await sign_in(console, text)
    console.http.cookies.clear()
    return BROWSER | OWN | {"Cookie": answer.headers["set-cookie"].partition(";")[0]}


async def status(console, headers, path="/ops"):
    return (await console.http.get(path, headers=headers)).status_code


async def test_the_browser_gets_a_secret_and_never_the_token(console):
    await console.given(facts.opened())
    text = token(console, "coordinator")
    answer = await sign_in(console, f"  {text}\n")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert re.fullmatch(r"mentoring=[\w-]{43}; HttpOnly; Path=/; SameSite=strict", cookie)
    assert (await console.http.get("/", headers=BROWSER)).status_code == 200
    assert "rm-2026" in (await console.http.get("/programmes/rm-2026", headers=BROWSER)).text
    kept = [row async for row in console.app.state.database[SESSIONS].find({})]
    secret = cookie.partition("=")[2].partition(";")[0]
    assert len(kept) == 1
    assert not any(part in str(kept) for part in (secret, text, *text.split(".")))


@pytest.mark.parametrize("settings", [{"environment": "production"}, {"console_url": "https://service"}])
def test_where_it_matters_the_cookie_is_of_this_host_and_https_only(settings):
    nowhere = {SESSIONS: None, REVOKED: None}
    cookies = cookie_sessions(nowhere, PlatformSettings.model_construct(**settings))
    answer = Response()
    cookies.hand_out(answer, "x")
    assert answer.headers["set-cookie"] == "__Host-mentoring=x; HttpOnly; Path=/; SameSite=strict; Secure"


async def test_each_sign_in_has_a_secret_of_its_own(console):
    text = token(console, "ops")
    first, second = await sign_in_elsewhere(console, text), await sign_in_elsewhere(console, text)
    assert first != second


async def test_the_cookie_of_a_session_is_not_taken_beside_a_header(console):
    browser = await sign_in_elsewhere(console, token(console, "ops"))
    for given in ("x", "Basic YTpi", "Bearer ", "Bearer x"):
        assert (
            await console.http.get("/ops", headers={**browser, "Authorization": given})
        ).status_code == 303


async def test_signing_out_ends_the_session_and_refuses_the_token(console):
    text = token(console, "ops")
    browser = await sign_in_elsewhere(console, text)
    program = {"Authorization": f"Bearer {text}"}
    assert await status(console, browser) == 200
    assert await status(console, program) == 200
    answer = await console.http.post("/logout", headers=browser)
    assert answer.headers["location"] == "/login"
    assert 'mentoring=""' in answer.headers["set-cookie"]
    assert await status(console, browser) == 303
    assert await status(console, program) == 401
    head, signature = text.rsplit(".", 1)
    assert await status(console, {"Authorization": f"Bearer {head}.{signature}=="}) == 401
    again = await sign_in(console, text)
    assert (again.status_code, "was signed out" in again.text) == (401, True)
    assert await status(console, console.token("ops", subject="other")) == 200


async def test_another_replica_notices_within_seconds(console):
    text = token(console, "ops")
    browser = await sign_in_elsewhere(console, text)
    elsewhere = cookie_sessions(console.app.state.database, console.settings).store
    secret = browser["Cookie"].partition("=")[2]
    assert (await elsewhere.find(secret)).token == text
    await console.http.post("/logout", headers=browser)
    await asyncio.sleep(TRUSTED_SECONDS)  # from here on, what the other replica remembers is too old
    assert await elsewhere.find(secret) is None
    assert await elsewhere.is_revoked(text)


@pytest.mark.parametrize(
    ("field", "ago"),
    [("used_at", timedelta(minutes=31)), ("expires_at", timedelta(seconds=1))],
    ids=["idle", "open for too long"],
)
async def test_a_session_ends_by_itself(console, field, ago):
    browser = await sign_in_elsewhere(console, token(console, "ops"))
    assert await status(console, browser) == 200
    past = datetime.now(UTC) - ago
    await console.app.state.database[SESSIONS].update_one({}, {"$set": {field: past}})
    console.app.state.sessions.store._known.forget(
        (await console.app.state.database[SESSIONS].find_one({}))["_id"]
    )
    assert await status(console, browser) == 303


async def test_use_puts_off_the_end_and_a_live_page_is_no_use(console):
    browser = await sign_in_elsewhere(console, token(console, "ops"))
    sessions = console.app.state.database[SESSIONS]
    store = console.app.state.sessions.store
    before = datetime.now(UTC) - timedelta(minutes=20)

    async def used(headers):
        await sessions.update_one({}, {"$set": {"used_at": before}})
        store._known.forget((await sessions.find_one({}))["_id"])
        await status(console, browser | headers)
        return (await sessions.find_one({}))["used_at"] > before + timedelta(minutes=1)

    assert not await used({"Accept": "text/event-stream"})
    assert await used({})


async def test_a_session_ends_with_its_token_at_the_latest(console):
    text = console.issuer.mint("tester", "acme", ["ops"], ttl=timedelta(minutes=7))
    await sign_in(console, text)
    row = await console.app.state.database[SESSIONS].find_one({})
    assert timedelta(minutes=6) < row["expires_at"] - row["signed_in_at"] <= timedelta(minutes=7)


async def test_a_person_has_few_sessions(console):
    caller = await console.app.state.verifier.caller(token(console, "ops"))
    store = console.app.state.sessions.store
    secrets = [await store.open(caller, f"a.b.{n}") for n in range(PER_PERSON + 2)]
    standing = [secret for secret in secrets if await store.find(secret)]
    assert standing == secrets[2:]


async def test_own_sessions_are_listed_and_ended_one_by_one(console):
    here = await sign_in_elsewhere(console, token(console, "ops"))
    there = await sign_in_elsewhere(console, token(console, "coordinator", "ops"))
    stranger = await sign_in_elsewhere(console, token(console, "ops", subject="other"))
    page = (await console.http.get("/sign-ins", headers=here)).text
    assert read_page(page).faults() == []
    assert page.count("this browser") == 1
    forms = re.findall(r'action="(/sign-ins/\w+/end)"', page)
    assert len(forms) == 2
    for form in forms:
        assert (await console.http.post(form, headers=stranger)).status_code == 303
    assert [await status(console, each) for each in (here, there, stranger)] == [200, 200, 200]
    await console.http.post(forms[0], headers=here)
    assert [await status(console, each) for each in (here, there, stranger)] == [200, 303, 200]
    await console.http.post(forms[1], headers=here)
    assert await status(console, here) == 303


async def test_a_session_is_never_replaced_without_asking(console):
    await sign_in(console, token(console, "ops", subject="victim"))
    theirs = dict(console.http.cookies)
    answer = await sign_in(console, token(console, "ops", subject="attacker", tenant="evil"))
    assert answer.status_code == 409
    assert "set-cookie" not in answer.headers
    for page in (answer.text, (await console.http.get("/login", headers=BROWSER)).text):
        assert read_page(page).faults() == []
        assert "victim" in page
        assert "attacker" not in page
        assert "<textarea" not in page
    assert dict(console.http.cookies) == theirs
    assert "victim" in (await console.http.get("/sign-ins", headers=BROWSER)).text


async def test_no_script_takes_part_in_signing_in(console):
    page = read_page((await console.http.get("/login")).text)
    assert page.scripts == []
    assert (await console.http.get("/static/login.js")).status_code in {404, 422}


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Paste a token"), ("nonsense", "not valid"), ("a.b.c", "not valid"), ("x" * 9000, "too long")],
)
async def test_a_bad_token_is_refused_with_the_reason(console, text, said):
    answer = await sign_in(console, text)
    assert answer.status_code == 401
    assert said in answer.text
    assert "set-cookie" not in answer.headers
    assert read_page(answer.text).faults() == []


async def test_a_forged_token_is_refused(console):
    head, body, signature = token(console, "coordinator").split(".")
    answer = await sign_in(console, f"{head}.{body}.{signature[:-6]}AAAAAA")
    assert answer.status_code == 401


async def test_the_token_of_a_role_without_pages_is_refused_with_the_reason(console):
    answer = await sign_in(console, token(console, "service"))
    assert answer.status_code == 401
    assert "for participants, coordinators and operators" in answer.text


async def test_a_participant_signs_in_and_begins_at_their_programmes(console):
    answer = await sign_in(console, token(console, "participant", employee_id="e-1"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    home = await console.http.get("/", headers=BROWSER)
    assert (home.status_code, home.headers["location"]) == (303, "/mine")
    page = await console.http.get("/mine", headers=BROWSER)
    assert page.status_code == 200
    assert "There is no programme yet" in page.text


async def test_without_a_token_pages_lead_to_the_form_and_programs_get_401(console):
    for path in ("/", "/programmes/rm-2026", "/programmes/rm-2026/people", "/ops"):
        answer = await console.http.get(path, headers=BROWSER)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
        assert (await console.http.get(path)).status_code == 401
    for path in ("/programmes/rm-2026/live", "/ops/live"):
        answer = await console.http.get(path, headers={"Accept": "text/event-stream"})
        assert answer.status_code == 401


async def test_an_old_cookie_is_forgotten(console):
    for old in ("old", "x" * 43):
        answer = await console.http.get("/", headers=BROWSER | {"Cookie": f"mentoring={old}"})
        assert answer.headers["location"] == "/login?ended=true"
        assert 'mentoring=""' in answer.headers["set-cookie"]
    assert "session has ended" in (await console.http.get("/login?ended=true")).text


async def test_a_form_from_another_site_is_refused(console):
    await console.given(facts.opened())
    await sign_in(console, token(console, "coordinator"))
    for path in ("/programmes/rm-2026/rounds", "/login", "/logout"):
        for headers in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
            answer = await console.http.post(path, data={"key": "k"}, headers=headers)
            assert answer.status_code == 403


async def test_an_operator_starts_at_operations(console):
    await sign_in(console, token(console, "ops"))
    answer = await console.http.get("/", headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (303, "/ops")


async def test_the_form_and_its_files_are_open_to_all(console):
    assert read_page((await console.http.get("/login")).text).faults() == []
    for name, kind in [
        ("console.css", "text/css"),
        ("live.js", "text/javascript"),
    ]:
        answer = await console.http.get(f"/static/{name}")
        assert answer.headers["content-type"].startswith(kind)
    assert (await console.http.get("/static/..%2Fapp.py")).status_code in {404, 422}
