import sys
from pathlib import Path

import httpx
import pytest

from services.console.app import create_app as create_console
from services.matching.app import create_app as create_matching
from shared.testing import run_service

# importlib mode puts no test folder on the path; the helpers are imported from here.
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "integration" / "console"))
sys.path.insert(0, str(Path(__file__).parents[2] / "integration" / "matching"))
sys.path.insert(0, str(Path(__file__).parents[2] / "unit" / "matching"))

from shared.testing.serving import listen, serve

BROWSER = {"Accept": "text/html"}
NOBODY = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
async def matching(environment):
    async with run_service(create_matching, environment) as harness, serve(harness.app) as address:
        harness.address = address
        yield harness


@pytest.fixture(scope="module")
async def console(environment, matching):
    """A console that shares its topics with a real matching service, and a browser's view of it."""
    listener, own = listen()
    settings = {
        "console_url": own,
        "topic_prefix": matching.settings.topic_prefix,
        "matching_url": matching.address,
        "enrollment_url": NOBODY,
        "scheduling_url": NOBODY,
        "feedback_url": NOBODY,
    }
    async with (
        run_service(create_console, environment, **settings) as harness,
        serve(harness.app, listener) as address,
    ):
        harness.address = address
        yield harness


@pytest.fixture
async def browser(console):
    """A browser signed in as coordinator and operator."""
    token = console.token("coordinator", "ops")["Authorization"].removeprefix("Bearer ")
    async with httpx.AsyncClient(
        base_url=console.address, headers=BROWSER, follow_redirects=True, timeout=240
    ) as client:
        answer = await client.post("/login", data={"token": token}, headers={"Origin": console.address})
        assert answer.status_code == 200
        client.headers["Origin"] = console.address
        yield client
