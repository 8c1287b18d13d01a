"""A running feedback service that knows one programme."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "unit" / "feedback"))

from feedback_programme import Programme, opened

from services.feedback.app import create_app
from shared.kernel import Scope
from shared.testing import TestEnvironment, run_service


@pytest.fixture
async def programme(environment: TestEnvironment) -> AsyncIterator[Programme]:
    async with run_service(create_app, environment) as service:
        await service.given(opened())
        yield Programme(service)


@pytest.fixture
def elsewhere() -> Scope:
    return Scope(tenant="globex", programme="rm-2026", region="emea")
