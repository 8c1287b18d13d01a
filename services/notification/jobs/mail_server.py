"""Connections to the mail server."""

import asyncio
import contextlib
import ssl
from email.message import EmailMessage
from typing import Final

import aiosmtplib

from services.settings import PlatformSettings

_SECONDS: Final = 30.0
_PERMANENT: Final = range(500, 600)
_CLOSING: Final = 421


class MailServerUnavailableError(Exception):
    """The mail server does not answer, or takes nothing from us at all; says which."""


class RefusedError(Exception):
    """The mail server refused one message."""

    def __init__(self, code: int) -> None:
        super().__init__(f"refused with {code}")
        self.for_good = code in _PERMANENT


class MailServer:
    """A few connections that are used again and again.

    Args:
        settings: have its address and how many connections.
    """

    def __init__(self, settings: PlatformSettings) -> None:
        self._settings = settings
        self._free: asyncio.LifoQueue[aiosmtplib.SMTP | None] = asyncio.LifoQueue()
        for _ in range(settings.smtp_connections):
            self._free.put_nowait(None)

    async def send(self, message: EmailMessage) -> None:
        """Send a message.

        Raises:
            RefusedError: the mail server refused this one.
            MailServerUnavailableError: it takes none.
        """
        client = await self._free.get()
        try:
            if client is None or not await _sent_by(client, message):
                client = None  # nothing to be used again, should connecting fail
                client = await self._connect()
                await _send(client, message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise RefusedError(min(refusal.code for refusal in error.recipients)) from None
        except aiosmtplib.SMTPDataError as error:
            raise RefusedError(error.code) from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            await _close(client)
            client = None
            raise MailServerUnavailableError(type(error).__name__) from None
        finally:
            self._free.put_nowait(client)

    async def close(self) -> None:
        """Close all connections that are not in use."""
        while not self._free.empty():
            await _close(self._free.get_nowait())

    async def _connect(self) -> aiosmtplib.SMTP:
        settings = self._settings
        fresh = aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_username or None,
            password=settings.smtp_password.get_secret_value() or None,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            tls_context=None if settings.smtp_security == "none" else ssl.create_default_context(),
            timeout=_SECONDS,
        )
        await fresh.connect()
        return fresh


async def _send(client: aiosmtplib.SMTP, message: EmailMessage) -> None:
    """Send a message by its own policy, which writes most headers once; the client's would each time."""
    sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    await client.sendmail(sender, [recipient], message.as_bytes())


async def _sent_by(client: aiosmtplib.SMTP, message: EmailMessage) -> bool:
    """Send by a connection that was used before; False where the server has closed it since.

    Asking first whether it is open would cost each message a round trip.
    """
    try:
        await _send(client, message)
    except aiosmtplib.SMTPServerDisconnected:
        await _close(client)
        return False
    except aiosmtplib.SMTPResponseException as error:
        if error.code != _CLOSING:
            raise
        await _close(client)
        return False
    return True


async def _close(client: aiosmtplib.SMTP | None) -> None:
    if client is not None:
        with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
            client.close()
