import pytest

from services.console.app import create_app
from shared.testing import run_service
from tests.integration.console.console_runs import ALONE


@pytest.fixture
def console_settings():
    """Settings of this console other than the defaults; a test file may add to them."""
    return ALONE


@pytest.fixture
async def console(environment, console_settings):
    """A console of its own, with no other service about."""
    async with run_service(create_app, environment, **console_settings) as harness:
        yield harness
