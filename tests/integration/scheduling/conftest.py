"""A running scheduling service per module, and a programme of its own for each test."""

import itertools

import pytest

from services.scheduling.app import create_app
from shared.testing import run_service
from shared.testing.harness import TEST_NOW
from tests.integration.scheduling.scheduling_world import World

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
async def service(environment):
    async with run_service(create_app, environment) as harness:
        yield harness


@pytest.fixture
def world(service):
    service.clock.set(TEST_NOW)
    return World(service, f"p{next(_numbers)}")
