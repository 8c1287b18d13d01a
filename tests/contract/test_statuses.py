"""The description of each operation states every status it can answer, each as a problem document."""

from collections.abc import Iterator
from typing import Any

import httpx
from fastapi import FastAPI

from shared.runtime.auth import Allow
from shared.runtime.caller import CallerRole
from shared.service.documented_callers import guard_of, routes_of

PROBLEM = "application/problem+json"


def operations(app: FastAPI) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of each operation."""
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_every_refusal_is_a_problem_document(app):
    for method, path, operation in operations(app):
        for status, answer in operation["responses"].items():
            if not status.startswith("2"):
                assert list(answer["content"]) == [PROBLEM], (method, path, status)
                assert len(answer["description"]) > 10, (method, path, status)


def test_guarded_operations_state_what_the_guard_answers(app):
    guarded = {
        (method, route.path_format)
        for route in routes_of(app)
        for method in route.methods
        if isinstance(guard_of(route), Allow)
    }
    for method, path, operation in operations(app):
        stated = operation["responses"].keys()
        assert ({"401", "403", "429", "503"} <= stated) == ((method, path) in guarded), (method, path)
        assert "404" in stated or "{" not in path, (method, path)
        assert not operation.get("requestBody") or {"400", "408", "413", "422"} <= stated, (method, path)


LONG_HEADERS = {"X-Long": "x" * 20_000}
ROLES = tuple(CallerRole)
BEFORE_THE_ENDPOINT = {"a long address", "long headers"}
"""The probes' endpoints themselves ask the broker, which is not there."""
REQUESTS: dict[str, dict[str, Any]] = {
    "bare": {},
    "a forged token": {"headers": {"Authorization": "Bearer forged"}},
    "a long address": {"params": {"x": "x" * 13_000}},
    "long headers": {"headers": LONG_HEADERS},
    "a bad query": {"roles": ROLES, "params": {"limit": "none"}},
    "an unknown media type": {"roles": ROLES, "content": b"x", "headers": {"Content-Type": "image/png"}},
    "broken JSON": {"roles": ROLES, "content": b"{", "headers": {"Content-Type": "application/json"}},
    "no UTF-8": {"roles": ROLES, "content": b"\xff{", "headers": {"Content-Type": "application/json"}},
    "a large body": {"content": b"x", "headers": {"Content-Length": "99999999999"}},
    "no role": {"roles": ()},
}


async def test_what_the_middleware_and_guards_answer_is_stated(app, issuer):
    for what, request in REQUESTS.items():
        for method, path, operation in operations(app):
            if not path.startswith(("/health", "/metrics")) or what in BEFORE_THE_ENDPOINT:
                answer = await send(app, issuer, method, path.replace("{programme_id}", "unknown"), **request)
                assert str(answer.status_code) in operation["responses"], (what, method, path)
                if answer.is_error:
                    assert answer.headers["content-type"] == PROBLEM, (what, method, path)


async def send(app, issuer, method, path, *, roles=None, headers=(), **request) -> httpx.Response:
    given = dict(headers)
    if roles is not None:
        token = issuer.mint("eve", "acme", roles, employee_id="e-1", programmes=["p"])
        given["Authorization"] = f"Bearer {token}"
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://elsewhere") as http:
        return await http.request(method, path, headers=given, **request)
