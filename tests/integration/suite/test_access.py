"""Every endpoint has its row in the matrix of access, and keeps to it: role, tenant, programme, statement."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from services.catalogue import SERVICES
from shared.runtime.caller import CallerRole
from shared.testing import ServiceHarness, run_service
from tests.integration.suite.endpoints import Endpoint, endpoints_of

pytestmark = pytest.mark.integration

MATRIX = Path(__file__).with_name("access_matrix.txt")
RELATIONS = {
    "anybody", "programme", "organisation", "others", "own", "party", "assigned", "operator",
    "account", "named",
}  # fmt: skip
EVERY_SERVICE, EVERYBODY = "every", "*"


def rows(service: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The endpoints of a service, each with the relation by role."""
    for line in MATRIX.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        owner, method, path, *cells = line.split()
        if owner in {service, EVERY_SERVICE}:
            yield f"{method} {path}", dict(cell.split(":") for cell in cells)


@pytest.fixture(params=SERVICES, scope="module")
async def service(request, environment) -> ServiceHarness:
    create = importlib.import_module(f"services.{request.param}.app").create_app
    async with run_service(create, environment) as harness:
        harness.app.state.name = request.param
        yield harness


def guarded(service: ServiceHarness, *roles: str) -> list[Endpoint]:
    """The endpoints that need a token; those that only these roles may call, if any are named."""
    with_roles = [endpoint for endpoint in endpoints_of(service.app) if endpoint.roles]
    return [endpoint for endpoint in with_roles if not roles or set(endpoint.roles) == set(roles)]


async def call(service: ServiceHarness, endpoint: Endpoint, **claims: object) -> httpx.Response:
    roles = claims.pop("roles", endpoint.roles)
    request = {"params": endpoint.query, **endpoint.content()}
    headers = {**request.pop("headers", {}), **service.token(*roles, **claims)}
    return await service.http.request(endpoint.method, endpoint.path(), headers=headers, **request)


def test_every_endpoint_has_a_row_and_every_row_an_endpoint(service):
    given = {endpoint.name: set(endpoint.roles) or {EVERYBODY} for endpoint in endpoints_of(service.app)}
    meant = {name: set(cells) for name, cells in rows(service.app.state.name)}
    assert given == meant


def test_every_cell_is_a_known_relation(service):
    cells = [cell for _, row in rows(service.app.state.name) for cell in row.values()]
    assert set(cells) <= RELATIONS


async def test_a_role_that_has_no_cell_is_refused(service):
    for endpoint in guarded(service):
        for role in set(CallerRole) - set(endpoint.roles):
            answer = await call(service, endpoint, roles=[role], employee_id="e-1")
            assert answer.status_code == 403, (endpoint.name, role, answer.text)


async def test_a_coordinator_who_states_no_employee_and_not_that_there_is_none_is_refused(service):
    for endpoint in guarded(service, "coordinator"):
        answer = await call(service, endpoint, no_employee=False)
        assert answer.status_code == 403, (endpoint.name, answer.text)
        assert "no_employee" in answer.text, endpoint.name


async def test_a_participant_who_states_no_employee_gets_the_same_answer_everywhere(service):
    for endpoint in guarded(service):
        for role in {"participant"} & set(endpoint.roles):
            for claims in ({}, {"no_employee": True}):
                answer = await call(service, endpoint, roles=[role], **claims)
                assert answer.status_code == 403, (endpoint.name, role, answer.text)
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.json()["title"] == "The token must state employee_id", endpoint.name


async def test_a_coordinator_of_no_programme_is_refused(service):
    for endpoint in guarded(service, "coordinator"):
        answer = await call(service, endpoint, programmes=[])
        assert answer.status_code == 403, (endpoint.name, answer.text)


async def test_a_programme_that_the_token_does_not_name_is_not_there(service):
    for endpoint in guarded(service):
        if "programme_id" in endpoint.path_names:
            answer = await call(service, endpoint, programmes=["another"], employee_id="e-1")
            assert answer.status_code == 404, (endpoint.name, answer.text)


async def test_what_is_the_organisations_is_for_coordinators_of_all_programmes(service):
    endpoints = {endpoint.name: endpoint for endpoint in endpoints_of(service.app)}
    for name, row in rows(service.app.state.name):
        if row.get("coordinator") == "organisation":
            answer = await call(service, endpoints[name], roles=["coordinator"], programmes=["rm-2026"])
            assert answer.status_code == 403, (name, answer.text)
