"""A real matching service beside a console."""

from contextlib import asynccontextmanager

from services.matching.app import create_app
from shared.testing import run_service
from shared.testing.serving import serve


@asynccontextmanager
async def run_matching(environment):
    """A matching service at an address."""
    async with run_service(create_app, environment) as harness, serve(harness.app) as address:
        harness.address = address
        yield harness


def beside(matching):
    """The settings of a console that shares its topics with a real matching service."""
    return {"topic_prefix": matching.settings.topic_prefix, "matching_url": matching.address}
