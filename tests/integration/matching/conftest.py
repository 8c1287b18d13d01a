"""A running matching service per module, and a programme of its own for each test."""

import itertools
import sys
from pathlib import Path

import pytest

from services.matching.app import create_app
from shared.testing import run_service
from shared.testing.harness import TEST_NOW

# importlib mode puts no test folder on the path; the helpers are imported from here.
_HERE = Path(__file__).parent
sys.path[:0] = [str(_HERE), str(_HERE.parents[1] / "unit" / "matching")]
from following_world import Following  # noqa: E402
from matching_world import World  # noqa: E402

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
async def service(environment):
    async with run_service(create_app, environment) as harness:
        yield harness


@pytest.fixture
async def world(service):
    service.clock.set(TEST_NOW)
    fresh = World(service, f"p{next(_numbers)}")
    await fresh.opened()
    return fresh


@pytest.fixture
def after(world):
    return Following(world)
