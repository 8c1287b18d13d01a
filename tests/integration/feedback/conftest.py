"""A running feedback service that the modules share, and an organisation with one programme for each test."""

import itertools
from collections.abc import AsyncIterator

import pytest

from services.feedback.app import create_app
from shared.kernel import Scope
from shared.testing import ServiceHarness, TestEnvironment, run_service
from tests.helpers.kept import Kept
from tests.integration.feedback.feedback_programme import Programme, opened

_kept = Kept[ServiceHarness]()
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
async def service(environment: TestEnvironment) -> AsyncIterator[ServiceHarness]:
    async with _kept.use(lambda: run_service(create_app, environment)) as harness:
        yield harness


@pytest.fixture
async def programme(service: ServiceHarness) -> Programme:
    own = service.for_tenant(f"t{next(_numbers)}")
    await own.given(opened())
    return Programme(own)


@pytest.fixture
def elsewhere() -> Scope:
    return Scope(tenant="globex", programme="rm-2026", region="emea")
