"""A console without any other service, which the modules share, for an organisation of each test's own."""

import itertools

import pytest

from services.console.app import create_app
from shared.testing import ServiceHarness, run_service
from tests.helpers.kept import Kept
from tests.integration.console.console_runs import ALONE

_kept = Kept[ServiceHarness]()
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
async def shared_console(environment):
    async with _kept.use(lambda: run_service(create_app, environment, **ALONE)) as harness:
        yield harness


@pytest.fixture
def console(shared_console):
    return shared_console.for_tenant(f"t{next(_numbers)}")
