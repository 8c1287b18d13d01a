import pytest

from shared.testing.clients import http_client
from tests.e2e.console.matching_beside import beside, run_matching
from tests.integration.console.console_runs import run_console

BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
async def matching(environment):
    async with run_matching(environment) as harness:
        yield harness


@pytest.fixture(scope="module")
async def console(environment, matching):
    """A console that shares its topics with a real matching service, and a browser's view of it."""
    async with run_console(environment, **beside(matching)) as harness:
        yield harness


@pytest.fixture
async def browser(console):
    """A browser signed in as coordinator and operator."""
    token = console.bare_token("coordinator", "ops")
    async with http_client(base_url=console.address, headers=BROWSER, follow_redirects=True) as client:
        answer = await client.post("/login", data={"token": token}, headers={"Origin": console.address})
        assert answer.status_code == 200
        client.headers["Origin"] = console.address
        yield client
