"""A running matching service that the modules share, and an organisation of its own for each test."""

import itertools

import pytest

from services.matching.app import create_app
from shared.testing import ServiceHarness, run_service
from shared.testing.harness import TEST_NOW
from tests.helpers.kept import Kept
from tests.integration.matching.following_world import Following
from tests.integration.matching.matching_world import World

_kept = Kept[ServiceHarness]()
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
async def service(environment):
    async with _kept.use(lambda: run_service(create_app, environment)) as harness:
        yield harness


@pytest.fixture
async def world(service):
    service.clock.set(TEST_NOW)
    number = next(_numbers)
    fresh = World(service, f"p{number}", tenant=f"org{number}")
    await fresh.opened()
    return fresh


@pytest.fixture
def after(world):
    return Following(world)
