import sys
from pathlib import Path

import pytest

from services.console.app import create_app
from services.console.clients.services import OWNERS
from shared.testing import run_service

# importlib mode puts no test folder on the path; the helpers are imported from here.
sys.path.insert(0, str(Path(__file__).parent))

NOBODY = "http://127.0.0.1:9"
"""Where no service answers."""
AWAY = {f"{owner}_url": NOBODY for owner in OWNERS}


@pytest.fixture
def console_settings():
    """What this console has other than the defaults; a test file may have more of it."""
    return AWAY


@pytest.fixture
async def console(environment, console_settings):
    """A console of its own, with no other service about."""
    async with run_service(create_app, environment, **console_settings) as harness:
        yield harness
