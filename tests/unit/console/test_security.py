import httpx
import pytest
from fastapi import FastAPI, Response

from services.console.security import RequestChecks, SecurityHeaders

OWN = {"Origin": "https://people.example"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def client(address: str) -> httpx.AsyncClient:
    app = FastAPI()
    app.add_middleware(RequestChecks, address=address)
    app.add_middleware(SecurityHeaders, address=address)

    @app.get("/picture")
    async def picture() -> Response:
        return Response("", headers={"Content-Security-Policy": "default-src 'none'"})

    @app.post("/form")
    @app.get("/form")
    @app.get("/health/ready")
    async def form() -> str:
        return "taken"

    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url=address.removesuffix("/console"))


@pytest.fixture
async def http():
    async with client("https://people.example/console") as http:
        yield http


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://people.example"},
        {"Origin": "https://people.example:444"},
        {"Origin": "https://people.example.evil.example"},
        {"Origin": "https://evil.example/people.example"},
        {"Origin": "https://people.example@evil.example"},
        {"Authorization": "x"},
        {"Authorization": "Basic YTpi"},
    ],
)
async def test_a_form_from_elsewhere_is_refused(http, headers):
    assert (await http.post("/form", headers=headers)).status_code == 403


@pytest.mark.parametrize("headers", [OWN, OWN | FORM, {"Authorization": "Bearer x"}])
async def test_the_console_itself_and_programs_with_a_token_are_let_through(http, headers):
    assert (await http.post("/form", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "address", ["http://[::1]:8005", "http://console.local:8005", "https://console.local"]
)
async def test_the_whole_origin_counts(address):
    async with client(address) as http:
        assert (await http.post("/form", headers={"Origin": address})).status_code == 200
        other = (
            address.replace("http:", "https:") if "http:" in address else address.replace("https:", "http:")
        )
        assert (await http.post("/form", headers={"Origin": other})).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "people.example.evil.example", "people.example:8005", ""])
async def test_under_another_host_only_probes_and_programs_are_answered(http, host):
    assert (await http.get("/form", headers={"Host": host})).status_code == 421
    assert (await http.post("/form", headers=OWN | {"Host": host})).status_code == 421
    assert (await http.get("/health/ready", headers={"Host": host})).status_code == 200
    program = {"Authorization": "Bearer x", "Host": host}
    assert (await http.get("/form", headers=program)).status_code == 200


@pytest.mark.parametrize("host", ["people.example", "PEOPLE.example:443"])
async def test_the_own_host_may_name_the_usual_port(http, host):
    assert (await http.get("/form", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/octet-stream", "multipart/form-data; boundary=x"]
)
async def test_a_form_has_one_media_type(http, kind):
    assert (await http.post("/form", headers=OWN | {"Content-Type": kind})).status_code == 415


@pytest.mark.parametrize("path", ["/programmes/spring/import", "/programmes/spring/import/check"])
async def test_a_file_is_sent_to_the_import_alone(http, path):
    form = OWN | {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await http.post(path, headers=form)).status_code == 404
    assert (await http.post(f"{path}/form", headers=form)).status_code == 415


async def test_what_has_a_policy_of_its_own_keeps_it(http):
    answer = await http.get("/picture")
    assert answer.headers["content-security-policy"] == "default-src 'none'"
    assert answer.headers["x-frame-options"] == "DENY"


async def test_every_answer_carries_the_security_headers(http):
    for answer in (
        await http.get("/form"),
        await http.get("/nowhere"),
        await http.post("/form"),
        await http.post("/form", headers=OWN | {"Content-Type": "text/plain"}),
        await http.get("/form", headers={"Host": "evil.example"}),
    ):
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["strict-transport-security"] == "max-age=31536000"


async def test_over_plain_http_browsers_are_not_sent_to_https():
    async with client("http://127.0.0.1:8005") as http:
        assert "strict-transport-security" not in (await http.get("/form")).headers
