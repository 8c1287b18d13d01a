"""No service reads a byte of a body before it has admitted the caller."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from shared.runtime.auth import Allow
from shared.service.documented_callers import guard_of, routes_of


async def ask(app: FastAPI, route: APIRoute, method: str, headers: dict[str, str]) -> tuple[int, int]:
    """Send a request with a large broken body; returns the status and how often the service read from it."""
    status, reads = 0, 0

    async def receive() -> dict[str, Any]:
        nonlocal reads
        reads += 1
        return {"type": "http.request", "body": b"[{" * 4000, "more_body": reads < 200}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)

    path = route.path.format_map(dict.fromkeys(route.param_convertors, "imports"))
    sent = {"content-type": "application/json", "origin": "http://service", "host": "service", **headers}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "scheme": "http",
        "server": ("service", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
        "http_version": "1.1",
    }
    await app(scope, receive, send)
    return status, reads


@pytest.mark.parametrize("authorization", ["", "Bearer ", "Bearer forged", "Basic YTpi", "Bearer a.b.c"])
async def test_without_a_good_token_no_body_is_read(app, authorization):
    headers = {"authorization": authorization} if authorization else {}
    for route in routes_of(app):
        for method in route.methods if isinstance(guard_of(route), Allow) else ():
            assert await ask(app, route, method, headers) == (401, 0), (method, route.path)


async def test_without_the_role_no_body_is_read(app, issuer):
    headers = {"authorization": f"Bearer {issuer.mint('eve', 'acme', [])}"}
    for route in routes_of(app):
        for method in route.methods if isinstance(guard_of(route), Allow) else ():
            assert await ask(app, route, method, headers) == (403, 0), (method, route.path)


async def test_where_no_token_is_needed_little_is_read(app):
    for route in routes_of(app):
        for method in route.methods if not isinstance(guard_of(route), Allow) else ():
            if route.body_field is not None:
                status, reads = await ask(
                    app, route, method, {"content-type": "application/x-www-form-urlencoded"}
                )
                assert (status, reads) == (413, 3), (method, route.path)
