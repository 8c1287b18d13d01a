"""The world of participants with notification and a mail server, for people who act on their mails."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from devstack.ports import free_ports
from services.notification.app import create_app as create_notification
from shared.testing import run_service
from shared.testing.serving import listen, serve
from tests.e2e.console.participants_world import World, run_world
from tests.helpers.mails import Mailbox, link_in, sign_in_settings


@dataclass
class MailWorld:
    """All services, and the mails that were sent."""

    world: World
    mailbox: Mailbox

    async def link_to(self, employee_id: str, words: str, seconds: float = 120, other_than: str = "") -> str:
        """Wait for the mail to an employee with these words in the subject, and return its link."""
        async with asyncio.timeout(seconds):
            while True:
                for mail in self.mailbox.to(f"{employee_id}@example.com"):
                    if words in mail["Subject"] and (link := link_in(mail)) != other_than:
                        return link
                await asyncio.sleep(0.1)


@asynccontextmanager
async def run_mail_world(environment, folder):
    """Run all services until the block ends; nobody takes part yet."""
    trust, private = sign_in_settings(folder)
    tokens = folder / "service-tokens"
    tokens.mkdir()
    (tokens / "acme").write_text(environment.issuer.mint("notification", "acme", ["service"]))
    mailbox = Mailbox(free_ports(1)[0])
    mailbox.start()
    try:
        async with AsyncExitStack() as stack:
            listener, own = listen()
            world = await stack.enter_async_context(
                run_world(environment, **trust, **private, notification_url=own)
            )
            console = world.services["console"]
            notification = await stack.enter_async_context(
                run_service(
                    create_notification,
                    environment,
                    topic_prefix=console.settings.topic_prefix,
                    enrollment_url=console.settings.enrollment_url,
                    console_url=world.console_address,
                    service_tokens=str(tokens),
                    smtp_host="127.0.0.1",
                    smtp_port=mailbox.port,
                    smtp_security="none",
                    **trust,
                )
            )
            await stack.enter_async_context(serve(notification.app, listener))
            world.services["notification"] = notification
            yield MailWorld(world, mailbox)
    finally:
        mailbox.stop()
