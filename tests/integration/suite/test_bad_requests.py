"""Whatever is sent to whichever endpoint, no service breaks, and the answer names what was wrong."""

import importlib
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from services.catalogue import SERVICES
from services.console.clients.services import NOTIFICATION, OWNERS
from shared.contracts.enrollment import ProgrammeOpened, ProgrammeRules
from shared.testing import ServiceHarness, run_service
from tests.integration.suite.endpoints import Endpoint, endpoints_of

pytestmark = pytest.mark.integration

OPENED = ProgrammeOpened(
    programme_id="rm-2026",
    starts_on="2026-01-05",
    ends_on="2026-07-03",
    regions=("emea",),
    rules=ProgrammeRules(),
)
AWAY = {f"{owner}_url": "http://127.0.0.1:9" for owner in (*OWNERS, NOTIFICATION)}
LARGEST_BODY = 200_000
ENDLESS = {"/programmes/{programme_id}/live"}
"""An answer that never ends is asked for with bad input only."""

FEW = 2
"""Bad values for each place in `make test`, the next ones for the next; `make test-all` sends them all."""

BAD_IDS = ["a%20b", "x" * 65, "%00", "%C3%A9", "..%2F..%2Fx", "$where", "-1", "%7B%7D"]
BAD_QUERIES = [str(10**30), "-1", "1e999", "x y\x00", "", "é" * 3000, '{"$gt": ""}', "9999-12-31T23:59:59Z"]
BAD_VALUES: list[Any] = [
    10**30,
    -(2**63) - 1,
    float("inf"),
    float("nan"),
    "x\x00y\ud800",
    "x" * 50_000,
    "",
    None,
    True,
    [],
    {},
    [[[{}]]],
    {"$gt": ""},
    "0001-01-01T00:00:00+14:00",
]


@dataclass
class Choice:
    """Chooses the values for each place: all of them, or the next few."""

    thorough: bool
    turn: int = 0

    def of(self, values: Sequence[Any]) -> Sequence[Any]:
        if self.thorough:
            return values
        first, self.turn = self.turn, self.turn + FEW
        return [values[number % len(values)] for number in range(first, first + FEW)]


@pytest.fixture(scope="module")
def choice(thorough) -> Choice:
    return Choice(thorough)


def bad_bodies(endpoint: Endpoint, choice: Choice) -> Iterator[Any]:
    """The well-formed body with one thing in it replaced; and some that are wrong as a whole."""
    if endpoint.form:
        yield from (
            {**endpoint.form, name: text} for name in endpoint.form for text in choice.of(BAD_QUERIES)
        )
    elif endpoint.body is not None:
        for place in places(endpoint.body):
            yield from (replaced(endpoint.body, place, value) for value in choice.of(BAD_VALUES))
        yield {**endpoint.body, "no-such-field": 1}
        yield from (value for value in choice.of(BAD_VALUES) if value is not None)


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in a body something stands."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield (*place, key)
        yield from places(part, (*place, key))


def replaced(body: Any, place: tuple[Any, ...], value: Any) -> Any:
    copy = deepcopy(body)
    holder = copy
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    return copy


@pytest.fixture(params=SERVICES, scope="module")
async def service(request, environment) -> ServiceHarness:
    create = importlib.import_module(f"services.{request.param}.app").create_app
    settings = AWAY if request.param == "console" else {}
    settings = settings | {"max_body_bytes": LARGEST_BODY, "max_file_bytes": LARGEST_BODY}
    async with run_service(create, environment, **settings) as harness:
        await harness.given(OPENED)
        if request.param == "enrollment":
            body = next(e.body for e in endpoints_of(harness.app) if e.method == "PUT")
            await harness.http.put("/programmes/rm-2026", json=body, headers=harness.token("coordinator"))
        yield harness


def own(service: ServiceHarness, endpoint: Endpoint, tenant: str = "acme") -> dict[str, str]:
    roles = endpoint.roles or ("coordinator",)
    return service.token(*roles, tenant=tenant, employee_id="E1")


async def send(service: ServiceHarness, endpoint: Endpoint, path: str, **request: Any) -> httpx.Response:
    headers = {**own(service, endpoint), **request.pop("headers", {})}
    return await service.http.request(endpoint.method, path, headers=headers, **request)


def fault_of(answer: httpx.Response, *fields: str) -> str:
    """Return the faults of an answer; empty if there are none.

    Args:
        answer: the answer.
        fields: one of these must be named if the input is called wrong; none: any, but one.
    """
    if answer.status_code == 503 and "could not be reached" in answer.text:
        return ""  # the console's owners are unavailable in this test, and it says so
    if answer.status_code >= 500:
        return f"{answer.status_code} {answer.text[:200]}"
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return "" if answer.status_code < 400 or is_page else fault_of_problem(answer, fields)


def fault_of_problem(answer: httpx.Response, fields: tuple[str, ...]) -> str:
    if answer.headers["content-type"] != "application/problem+json" or not answer.json()["title"]:
        return f"no problem document: {answer.text[:200]}"
    named = {error["field"].partition(".")[0] for error in answer.json().get("errors", [])}
    wrong = not named or bool(fields and named.isdisjoint(fields))
    if answer.status_code == 422 and wrong:
        return f"names {sorted(named)} and not {' or '.join(fields) or 'a field'}: {answer.text[:200]}"
    return ""


async def test_bad_input_breaks_nothing_and_is_named(service, choice):
    faults: list[str] = []

    def note(answer: httpx.Response, what: str, *fields: str) -> None:
        if fault := fault_of(answer, *fields):
            faults.append(f"{what}: {fault}")

    for endpoint in endpoints_of(service.app):
        for name in endpoint.path_names:
            for bad in choice.of(BAD_IDS):
                answer = await send(service, endpoint, endpoint.path(**{name: bad}), **endpoint.content())
                note(answer, f"{endpoint.name} {name}={bad[:20]}")
        if endpoint.route.path in ENDLESS:
            continue
        for name in endpoint.query_names:
            for bad in choice.of(BAD_QUERIES):
                query = {"params": {name: bad}, **endpoint.content()}
                answer = await send(service, endpoint, endpoint.path(), **query)
                note(answer, f"{endpoint.name}?{name}={bad[:20]}")
        for bad in bad_bodies(endpoint, choice):
            answer = await send(service, endpoint, endpoint.path(), **endpoint.content(bad))
            note(answer, f"{endpoint.name} {str(bad)[:200]}")
    assert not faults, "\n".join(faults)


async def test_numbers_beyond_all_lists_are_refused_by_name(service):
    for endpoint in endpoints_of(service.app):
        for name in {"limit", "offset"} & set(endpoint.query_names):
            answer = await send(service, endpoint, endpoint.path(), params={name: str(10**30)})
            assert (answer.status_code, fault_of(answer, name)) == (422, ""), endpoint.name


async def test_bodies_of_a_wrong_kind_are_refused(service, choice):
    for endpoint in endpoints_of(service.app):
        if endpoint.method == "GET":
            continue
        wrong = [
            {"content": b"\xff\xfe{", "headers": {"Content-Type": "application/json"}},
            {"content": b'{"a": ', "headers": {"Content-Type": "application/json"}},
            {"content": b"[" * 5000, "headers": {"Content-Type": "application/json"}},
            {"content": b"<a/>", "headers": {"Content-Type": "application/xml"}},
            {"content": b"a=b", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
            {"content": b"{}", "headers": {"Content-Type": b"\xe9"}},
        ]
        for request in choice.of(wrong):
            answer = await send(service, endpoint, endpoint.path(), **request)
            assert fault_of(answer) == "", (endpoint.name, request)
        huge = await send(service, endpoint, endpoint.path(), content=b"x" * (LARGEST_BODY + 1))
        assert huge.status_code == 413, endpoint.name
        assert huge.json()["title"] == "Too large"


MAKES_ONE_OF_ITS_OWN = {"PUT /programmes/{programme_id}", "POST /programmes/{programme_id}/draft"}
"""The same id is a new programme in another organisation."""


KNOWN_TO_ENROLLMENT_ALONE = {
    "GET /programmes/{programme_id}/set-up",
    "GET /programmes/{programme_id}/set-up/open",
    "GET /programmes/{programme_id}/import",
    "GET /programmes/{programme_id}/import/{import_id}",
    "GET /programmes/{programme_id}/words",
}
"""Pages of drafts; here no enrollment answers. `tests/e2e/console/test_set_up.py` has one."""


async def test_tokens_that_are_not_the_callers_open_nothing(service, choice):
    for endpoint in endpoints_of(service.app):
        if not endpoint.roles:
            continue
        request = {"params": endpoint.query, **endpoint.content()}
        headers = request.pop("headers", {})
        for token in choice.of(["forged", "a.b.c", "é", ""]):
            answer = await service.http.request(
                endpoint.method,
                endpoint.path(),
                headers={**headers, "Authorization": f"Bearer {token}".encode()},
                **request,
            )
            assert answer.status_code == 401, (endpoint.name, token)
        if "programme_id" not in endpoint.path_names or endpoint.name in MAKES_ONE_OF_ITS_OWN:
            continue
        stranger = {**headers, **own(service, endpoint, tenant="globex")}
        answer = await service.http.request(endpoint.method, endpoint.path(), headers=stranger, **request)
        assert answer.status_code in {404, 422, 415, 503}, (endpoint.name, answer.text)
        if endpoint.method == "GET" and endpoint.name not in KNOWN_TO_ENROLLMENT_ALONE:
            assert answer.status_code == 404, (endpoint.name, answer.text)
