"""What every request and every answer go through."""

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel

from shared.runtime.problems import install_problem_handlers
from shared.service.middleware import BodyLimit, RequestContext


class Note(BaseModel):
    text: str


@pytest.fixture
async def http():
    app = FastAPI()
    install_problem_handlers(app)
    app.add_middleware(BodyLimit, max_bytes=1000, file_paths=("/imports",), max_file_bytes=5000)
    app.add_middleware(RequestContext)

    @app.post("/notes")
    async def take(note: Note) -> int:
        return len(note.text)

    @app.post("/imports")
    async def take_file(request: Request) -> int:
        return len(await request.body())

    @app.get("/picture")
    async def picture() -> Response:
        return Response(headers={"Cache-Control": "public, max-age=300"})

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        yield client


async def chunks(size):
    """A JSON body of which nobody says beforehand how long it is."""
    yield b'{"text": "'
    for _ in range(size // 100):
        yield b"x" * 100
    yield b'"}'


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [("/notes", 800, 200), ("/notes", 1100, 413), ("/imports", 4000, 200), ("/imports", 5100, 413)],
)
async def test_a_body_may_be_so_large_announced_or_not(http, path, size, status):
    as_json = {"Content-Type": "application/json"}
    whole = b"".join([part async for part in chunks(size)])
    for content in (whole, chunks(size)):
        answer = await http.post(path, content=content, headers=as_json)
        assert answer.status_code == status
        if status == 413:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["title"] == "Too large"
            assert answer.json()["detail"].startswith("a body may have ")


async def test_answers_are_not_guessed_at_nor_kept_unless_they_say_so(http):
    for path, kept in (("/nowhere", "no-store"), ("/picture", "public, max-age=300")):
        answer = await http.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers.get_list("cache-control") == [kept]
        assert answer.headers["x-correlation-id"]
