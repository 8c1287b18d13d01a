"""Every endpoint of every service says who may call it, and means it."""

import httpx
from fastapi.routing import APIRoute

from shared.runtime.auth import Allow, Open
from shared.runtime.quotas import HEAVY, Costs, Quotas
from shared.service.documented_callers import routes_of
from shared.service.middleware import LargeBody

ONE_MAIL = {"/bounces"}
"""Routes that take one mail of 200 kB at most: a relay hands over thousands after a round."""


def callers(route: APIRoute) -> list[Allow | Open]:
    return [d.call for d in route.dependant.dependencies if isinstance(d.call, Allow | Open)]


def test_every_route_names_its_callers_once(app):
    described = sum(len(methods) for methods in app.openapi()["paths"].values())
    assert len(list(routes_of(app))) >= described > 5
    unnamed = [route.path for route in routes_of(app) if len(callers(route)) != 1]
    assert unnamed == []


def test_open_routes_say_why(app):
    reasons = [c.why for route in routes_of(app) for c in callers(route) if isinstance(c, Open)]
    assert reasons
    assert all(len(reason) > 15 for reason in reasons)


async def test_without_a_token_no_guarded_route_answers(app):
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as http:
        for route in routes_of(app):
            if not isinstance(callers(route)[0], Allow):
                continue
            path = route.path.format_map(dict.fromkeys(route.param_convertors, "x"))
            for method in route.methods:
                answer = await http.request(method, path, headers={"Origin": "http://service"})
                # A browser without a token is redirected to sign in; other clients get 401.
                assert answer.status_code == 401 or answer.headers.get("location", "").endswith("/login"), (
                    path
                )


def test_the_description_of_each_operation_says_who_may_call_it(app):
    shown = {
        (path, method): operation
        for path, methods in app.openapi()["paths"].items()
        for method, operation in methods.items()
    }
    meant = {
        (route.path_format, method.lower()): callers(route)[0]
        for route in routes_of(app)
        for method in route.methods
        if route.include_in_schema
    }
    assert shown.keys() <= meant.keys()
    for where, operation in shown.items():
        guard = meant[where]
        roles = sorted(guard.roles) if isinstance(guard, Allow) else ["*"]
        assert operation["x-callers"] == roles, where
        callers_text = ", ".join(roles) if isinstance(guard, Allow) else f"everybody ({guard.why})"
        assert operation["description"].endswith(f"May call: {callers_text}."), where
        assert operation["description"].count("May call") == 1
    assert app.openapi() is app.openapi()


def test_whole_files_cost_as_much_as_anything(app):
    assert isinstance(app.state.quotas, Quotas)
    for route in routes_of(app):
        stated = [needed.call for needed in route.dependant.dependencies]
        if any(isinstance(call, LargeBody) for call in stated):
            assert Costs(HEAVY) in stated or route.path in ONE_MAIL, route.path
