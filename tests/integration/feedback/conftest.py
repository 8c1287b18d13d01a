"""A running feedback service that knows one programme."""

from collections.abc import AsyncIterator

import pytest

from services.feedback.app import create_app
from shared.kernel import Scope
from shared.testing import TestEnvironment, run_service
from tests.integration.feedback.feedback_programme import Programme, opened


@pytest.fixture
async def programme(environment: TestEnvironment) -> AsyncIterator[Programme]:
    async with run_service(create_app, environment) as service:
        await service.given(opened())
        yield Programme(service)


@pytest.fixture
def elsewhere() -> Scope:
    return Scope(tenant="globex", programme="rm-2026", region="emea")
