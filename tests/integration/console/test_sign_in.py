import console_facts as facts
import pytest
from reading import read_page

from shared.runtime.auth import COOKIE

pytestmark = pytest.mark.integration

BROWSER = {"Accept": "text/html"}
OWN = {"Origin": "http://service"}


def token(console, *roles, **claims):
    return console.token(*roles, **claims)["Authorization"].removeprefix("Bearer ")


async def sign_in(console, text, **headers):
    return await console.http.post("/login", data={"token": text}, headers=OWN | BROWSER | headers)


async def test_a_token_opens_a_session_in_a_cookie_no_script_can_read(console):
    await console.given(facts.opened())
    answer = await sign_in(console, f"  {token(console, 'coordinator')}\n")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie
    assert (await console.http.get("/", headers=BROWSER)).status_code == 200
    assert "rm-2026" in (await console.http.get("/programmes/rm-2026", headers=BROWSER)).text


async def test_over_https_the_cookie_is_secure(console):
    answer = await console.http.post(
        "https://service/login",
        data={"token": token(console, "ops")},
        headers={"Origin": "https://service"},
    )
    assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Paste a token"), ("nonsense", "not valid"), ("a.b.c", "not valid"), ("x" * 5000, "too long")],
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


async def test_a_participants_token_is_refused_with_the_reason(console):
    answer = await sign_in(console, token(console, "participant", employee_id="e-1"))
    assert answer.status_code == 401
    assert "for coordinators and operators" in answer.text


async def test_without_a_token_pages_lead_to_the_form_and_programs_get_401(console):
    for path in ("/", "/programmes/rm-2026", "/programmes/rm-2026/people", "/ops"):
        answer = await console.http.get(path, headers=BROWSER)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
        assert (await console.http.get(path)).status_code == 401
    for path in ("/programmes/rm-2026/live", "/ops/live"):
        answer = await console.http.get(path, headers={"Accept": "text/event-stream"})
        assert answer.status_code == 401


async def test_an_old_cookie_is_forgotten(console):
    answer = await console.http.get("/", headers=BROWSER | {"Cookie": f"{COOKIE}=old"})
    assert answer.headers["location"] == "/login?ended=true"
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
    assert "session has ended" in (await console.http.get("/login?ended=true")).text


async def test_signing_out_forgets_the_cookie(console):
    await sign_in(console, token(console, "coordinator"))
    answer = await console.http.post("/logout", headers=OWN)
    assert answer.headers["location"] == "/login"
    assert (await console.http.get("/", headers=BROWSER)).status_code == 303


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
        ("login.js", "text/javascript"),
        ("live.js", "text/javascript"),
    ]:
        answer = await console.http.get(f"/static/{name}")
        assert answer.headers["content-type"].startswith(kind)
    assert (await console.http.get("/static/..%2Fapp.py")).status_code in {404, 422}
