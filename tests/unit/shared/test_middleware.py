"""The middleware of requests and answers."""

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from shared.runtime.problems import install_problem_handlers
from shared.runtime.tracing import new_id, plain_id, valid_traceparent
from shared.service.middleware import RequestContext


@pytest.fixture
async def http():
    app = FastAPI()
    install_problem_handlers(app)
    app.add_middleware(RequestContext)

    @app.get("/headers")
    async def headers(request: Request) -> dict[str, list[str]]:
        return {name: request.headers.getlist(name) for name in request.headers}

    @app.get("/picture")
    async def picture() -> Response:
        return Response(headers={"Cache-Control": "public, max-age=300"})

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        yield client


async def test_answers_are_not_guessed_at_nor_kept_unless_they_say_so(http):
    for path, kept in (("/nowhere", "no-store"), ("/picture", "public, max-age=300")):
        answer = await http.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers.get_list("cache-control") == [kept]
        assert answer.headers["x-correlation-id"]


TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


async def test_a_requests_correlation_id_is_never_its_clients(http):
    answer = await http.get("/headers", headers={"X-Correlation-Id": "theirs"})
    assert answer.json()["x-correlation-id"] == [answer.headers["x-correlation-id"]] != ["theirs"]


async def test_a_well_formed_trace_context_goes_on(http):
    answer = await http.get("/headers", headers={"traceparent": TRACEPARENT})
    assert answer.json()["traceparent"] == [TRACEPARENT]


@pytest.mark.parametrize(
    "given",
    [
        [("traceparent", "A" * 60_000)],
        [("traceparent", f"{TRACEPARENT}-{'0' * 100}")],
        [("traceparent", TRACEPARENT.upper())],
        [("traceparent", TRACEPARENT.replace("00-", "ff-", 1))],
        [("traceparent", TRACEPARENT.replace("4bf92f3577b34da6a3ce929d0e0e4736", "0" * 32))],
        [("traceparent", TRACEPARENT.replace("00f067aa0ba902b7", "0" * 16))],
        [("traceparent", TRACEPARENT), ("traceparent", TRACEPARENT)],
        [("traceparent", TRACEPARENT), ("tracestate", "a=1"), ("baggage", "b=2")],
    ],
)
async def test_no_other_trace_context_gets_in(http, given):
    seen = (await http.get("/headers", headers=given)).json()
    (trace,) = seen["traceparent"]
    assert valid_traceparent(trace)
    assert (trace == TRACEPARENT) == (len(given) == 3)
    assert not {"tracestate", "baggage"} & seen.keys()


@pytest.mark.parametrize(
    "text", [f"{TRACEPARENT}\n", " " + TRACEPARENT, "", "00", "\u0660" + TRACEPARENT[1:]]
)
def test_a_trace_context_is_well_formed_to_the_letter(text):
    assert valid_traceparent(text) == ""


@pytest.mark.parametrize("text", ["a" * 65, "a b", "a\n", "ä", ""])
def test_a_correlation_id_is_short_and_plain(text):
    assert plain_id(text) == ""
    assert plain_id(new_id())
