"""A bare loop of aiosmtplib: messages that are ready, as many connections, nothing noted."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import aiosmtplib

from benchmarks.notification.mail_server import MailServer
from devstack.ports import LOOPBACK
from services.notification.clients.enrollment import Contact
from services.notification.domain.delivery import Delivery, Reader
from services.notification.domain.kinds import Kind
from services.notification.mails.message import Composer
from services.settings import PlatformSettings


async def bare_loop(server: MailServer, settings: PlatformSettings, messages: int) -> float:
    """Send as many messages, each the size of a real one; return how many went in a second."""
    ready = iter([_message(settings, number) for number in range(messages)])
    started = time.perf_counter()
    await asyncio.gather(*(_send(server, ready) for _ in range(settings.smtp_connections)))
    return messages / (time.perf_counter() - started)


async def _send(server: MailServer, messages: Iterator[EmailMessage]) -> None:
    client = aiosmtplib.SMTP(hostname=LOOPBACK, port=server.port, start_tls=False)
    await client.connect()
    for message in messages:
        await client.send_message(message)
    await client.quit()


def _message(settings: PlatformSettings, number: int) -> EmailMessage:
    now = datetime.now(UTC)
    delivery = Delivery(
        id=f"bare-{number}",
        tenant="acme",
        programme="bench",
        kind=Kind.PROPOSAL,
        reader=Reader.MENTOR,
        participant_id=f"m{number}",
        subject_id=f"p{number}",
        due_at=now,
        deadline=now + timedelta(days=5),
    )
    reader = Contact(
        participant_id=f"m{number}",
        name="Ada Example",
        email=f"m{number}@example.com",
        languages=["de"],
        time_zone="Europe/Berlin",
    )
    return Composer(settings).compose(delivery, programme="Bench", reader=reader, partner=None, now=now)
