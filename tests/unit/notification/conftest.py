"""Notification in memory."""

import pytest

from services.notification.reactions import reactions
from shared.testing.scenario import Scenario
from tests.helpers.people import opened


@pytest.fixture
async def notification():
    scenario = Scenario("notification", reactions)
    await scenario.given(opened())
    return scenario
