import sys
from pathlib import Path

import pytest

from services.console.app import create_app
from shared.testing import run_service

# importlib mode puts no test folder on the path; the helpers are imported from here.
sys.path.insert(0, str(Path(__file__).parent))

NOBODY = "http://127.0.0.1:9"
"""Where no service answers."""
AWAY = {f"{owner}_url": NOBODY for owner in ("enrollment", "matching", "scheduling", "feedback")}


@pytest.fixture
async def console(surroundings):
    """A console of its own, with no other service about."""
    async with run_service(create_app, surroundings, **AWAY) as harness:
        yield harness
