"""A running scheduling service that the modules share, and a programme of its own for each test."""

import itertools

import pytest

from services.scheduling.app import create_app
from shared.testing import ServiceHarness, run_service
from shared.testing.harness import TEST_NOW
from tests.helpers.kept import Kept
from tests.integration.scheduling.scheduling_world import World

_kept = Kept[ServiceHarness]()
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
async def service(environment):
    async with _kept.use(lambda: run_service(create_app, environment)) as harness:
        yield harness.for_tenant(f"m{next(_numbers)}")


@pytest.fixture
def world(service):
    service.clock.set(TEST_NOW)
    return World(service, f"p{next(_numbers)}")
