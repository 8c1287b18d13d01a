"""Consoles to test, at an address of their own."""

from contextlib import asynccontextmanager

from services.console.app import create_app as create_console
from services.console.clients.services import NOTIFICATION, OWNERS
from services.notification.app import create_app as create_notification
from shared.testing import run_service
from shared.testing.serving import listen, serve

NOBODY = "http://127.0.0.1:9"
"""Where no service answers."""
ALONE = {f"{owner}_url": NOBODY for owner in (*OWNERS, NOTIFICATION)}
"""The settings of a console without any other service."""


@asynccontextmanager
async def run_console(environment, **settings):
    """A console at the address it calls its own."""
    listener, own = listen()
    async with (
        run_service(create_console, environment, console_url=own, **ALONE | settings) as harness,
        serve(harness.app, listener),
    ):
        harness.address = own
        yield harness


@asynccontextmanager
async def run_console_with_webhooks(environment):
    """A console beside a real notification, whose webhooks may go to this machine."""
    async with (
        run_service(create_notification, environment, webhook_private_hosts="127.0.0.1") as notification,
        serve(notification.app) as url,
        run_console(environment, **{f"{NOTIFICATION}_url": url}) as console,
    ):
        yield console
