import pytest

from services.notification.app import create_app
from shared.testing import run_service
from tests.helpers.receivers import run_receiver
from tests.integration.notification.webhooks.webhooks_world import SETTINGS, World


@pytest.fixture
async def receiver():
    async with run_receiver() as running:
        yield running


@pytest.fixture
async def world(environment, receiver):
    async with run_service(create_app, environment, **SETTINGS) as service:
        yield World(service, receiver)
