import httpx
import pytest
from fastapi import FastAPI, Response

from services.console.guard import Guard


@pytest.fixture
async def http():
    app = FastAPI()
    app.add_middleware(Guard, address="https://people.example/console")

    @app.get("/picture")
    async def picture() -> Response:
        return Response("", headers={"Content-Security-Policy": "default-src 'none'"})

    @app.post("/form")
    @app.get("/form")
    async def form() -> str:
        return "taken"

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="https://console.example") as client:
        yield client


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://console.example.evil.example"},
        {"Origin": "https://evil.example/console.example"},
        {"Origin": "https://console.example:444"},
        {"Origin": "http://people.example"},
        {"Origin": "https://people.example.evil.example"},
    ],
)
async def test_a_form_from_elsewhere_is_refused(http, headers):
    assert (await http.post("/form", headers=headers)).status_code == 403


@pytest.mark.parametrize("headers", [{"Origin": "https://console.example"}, {"Authorization": "Bearer x"}])
async def test_the_console_itself_and_programs_with_a_token_are_let_through(http, headers):
    assert (await http.post("/form", headers=headers)).status_code == 200


async def test_behind_a_proxy_that_sends_another_host_the_configured_address_counts(http):
    assert (await http.post("/form", headers={"Origin": "https://people.example"})).status_code == 200


async def test_what_has_a_policy_of_its_own_keeps_it(http):
    answer = await http.get("/picture")
    assert answer.headers["content-security-policy"] == "default-src 'none'"
    assert answer.headers["x-frame-options"] == "DENY"


async def test_every_answer_carries_the_security_headers(http):
    for answer in (await http.get("/form"), await http.post("/form")):
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
