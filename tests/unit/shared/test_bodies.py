"""Bodies are read after the caller is admitted, within a limit, and files go to disk."""

import httpx
import pytest
from fastapi import FastAPI, Request
from pydantic import BaseModel

from shared.runtime.auth import allow, open_to_all
from shared.runtime.problems import install_problem_handlers
from shared.runtime.quotas import Quotas
from shared.runtime.tokens import Verifier
from shared.service.middleware import GuardedBody, large_body
from shared.service.middleware.body import OPEN_BODY_BYTES
from shared.service.upload import received_file

LIMIT, FILE_LIMIT = 20_000, 900_000
COORDINATORS = [allow("coordinator")]


class Note(BaseModel):
    text: str


@pytest.fixture
def app(issuer) -> FastAPI:
    app = FastAPI()
    app.state.sessions = None
    app.state.quotas = Quotas(person_per_second=100, tenant_per_second=100)
    app.state.verifier = Verifier(
        jwks=str(issuer.jwks_path), issuer="https://auth.mentoring.local", audience="mentoring"
    )
    install_problem_handlers(app)
    app.add_middleware(GuardedBody, max_bytes=LIMIT, max_file_bytes=FILE_LIMIT)

    @app.post("/notes", dependencies=COORDINATORS)
    async def take(note: Note) -> int:
        return len(note.text)

    @app.put("/programmes/{name}", dependencies=COORDINATORS)
    async def open_programme(name: str, note: Note) -> int:
        del name
        return len(note.text)

    @app.post("/imports", dependencies=[*COORDINATORS, large_body("text/csv")])
    async def take_file(request: Request) -> int:
        async with received_file(request, 800_000) as file:
            return len(file.read())

    @app.post("/login", dependencies=[open_to_all("has no token yet")])
    async def sign_in(request: Request) -> int:
        return len(await request.body())

    return app


@pytest.fixture
async def http(app):
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        yield client


@pytest.fixture
def coordinator(issuer) -> dict[str, str]:
    return {"Authorization": f"Bearer {issuer.mint('ana', 'acme', ['coordinator'])}"}


async def chunks(content: bytes):
    """Yield a body that does not announce its length."""
    for start in range(0, len(content), 1000):
        yield content[start : start + 1000]


def note(size: int) -> bytes:
    return b'{"text": "' + b"x" * (size - 12) + b'"}'


JSON, CSV = "application/json", "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("method", "path", "kind", "size", "status"),
    [
        ("POST", "/notes", JSON, LIMIT, 200),
        ("POST", "/notes", JSON, LIMIT + 1, 413),
        ("PUT", "/programmes/imports", JSON, LIMIT + 1, 413),
        ("PUT", "/programmes/imports", CSV, LIMIT + 1, 413),
        ("POST", "/imports", CSV, LIMIT + 1, 200),
        ("POST", "/imports", CSV, 800_000, 200),
        ("POST", "/imports", CSV, 800_001, 413),
        ("POST", "/imports", CSV, FILE_LIMIT + 1, 413),
        ("POST", "/imports", JSON, 100, 415),
        ("POST", "/login", CSV, OPEN_BODY_BYTES, 200),
        ("POST", "/login", CSV, OPEN_BODY_BYTES + 1, 413),
    ],
)
async def test_a_body_has_the_limit_of_its_endpoint_announced_or_not(
    http, coordinator, method, path, kind, size, status
):
    headers = {**coordinator, "Content-Type": kind}
    for content in (note(size), chunks(note(size))):
        answer = await http.request(method, path, content=content, headers=headers)
        assert answer.status_code == status, answer.text
        if status == 413:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["title"] == "Too large"
            assert answer.json()["detail"].startswith("a body may have ")


async def test_a_file_of_the_wrong_media_type_gets_no_large_limit(http, coordinator):
    headers = {**coordinator, "Content-Type": JSON}
    answer = await http.post("/imports", content=chunks(note(LIMIT + 1)), headers=headers)
    assert answer.status_code == 415


async def test_without_a_token_a_broken_body_is_401_and_not_422(http, coordinator):
    headers = {"Content-Type": JSON}
    assert (await http.post("/notes", content=b'{"a": ', headers=headers)).status_code == 401
    answer = await http.post("/notes", content=b'{"a": ', headers={**headers, **coordinator})
    assert answer.status_code == 422


async def test_the_guard_is_resolved_once(app, http, coordinator):
    checked = 0
    verify = app.state.verifier.caller

    async def count(token):
        nonlocal checked
        checked += 1
        return await verify(token)

    app.state.verifier.caller = count
    assert (await http.post("/notes", json={"text": "a"}, headers=coordinator)).status_code == 200
    assert checked == 1


@pytest.mark.parametrize("size", [10, 300_000])
async def test_a_received_file_is_removed_after_use(size):
    async def receive():
        return {"type": "http.request", "body": b"x" * size, "more_body": False}

    async with received_file(Request({"type": "http", "headers": []}, receive), 800_000) as file:
        assert file.read() == b"x" * size
    assert file.closed
