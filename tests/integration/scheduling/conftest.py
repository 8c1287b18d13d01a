"""A running scheduling service per module, and a programme of its own for each test."""

import itertools
import sys
from pathlib import Path

import pytest

from services.scheduling.app import create_app
from shared.testing import run_service
from shared.testing.harness import TEST_NOW

# importlib mode puts no test folder on the path; the helpers beside the tests are imported from here.
sys.path.insert(0, str(Path(__file__).parent))
from scheduling_world import World

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
async def service(environment):
    async with run_service(create_app, environment) as harness:
        yield harness


@pytest.fixture
def world(service):
    service.clock.set(TEST_NOW)
    return World(service, f"p{next(_numbers)}")
