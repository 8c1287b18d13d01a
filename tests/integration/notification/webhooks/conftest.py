"""A running notification service that the modules share, and an organisation of its own for each test."""

import itertools

import pytest

from services.notification.app import create_app
from shared.testing import ServiceHarness, run_service
from tests.helpers.kept import Kept
from tests.helpers.receivers import run_receiver
from tests.integration.notification.webhooks.webhooks_world import SETTINGS, World

_kept = Kept[ServiceHarness]()
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
async def service(environment):
    async with _kept.use(lambda: run_service(create_app, environment, **SETTINGS)) as harness:
        yield harness


@pytest.fixture
async def receiver():
    async with run_receiver() as running:
        yield running


@pytest.fixture
def world(service, receiver):
    return World(service.for_tenant(f"t{next(_numbers)}"), receiver)
